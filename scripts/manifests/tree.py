"""The files of an addon. Symbolic links are followed as Odoo does, but never in a circle."""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_SKIPPED = frozenset({"__pycache__", "node_modules", ".git", "i18n", "i18n_extra"})
_MAX_DEPTH = 64


class Tree(NamedTuple):
    """Paths relative to ``root``, with slashes. ``circles`` are the links that lead back to a
    folder that they are in, or to themselves, ``dangling`` those that lead nowhere. Translations
    are left out."""

    root: Path
    files: frozenset[str]
    folders: frozenset[str]
    circles: tuple[str, ...]
    dangling: tuple[str, ...]

    def has(self, path: str) -> bool:
        """Whether ``path`` is a file, also outside what was listed: a translation, `../other`.

        As in Odoo it must not lead out of the folder of addons.
        """
        if path in self.files:
            return True
        file = os.path.abspath(os.path.join(self.root, path))
        if not file.startswith(os.path.join(os.path.abspath(self.root.parent), "")):
            return False
        try:
            return os.path.isfile(file)
        except ValueError:  # a NUL byte
            return False

    def glob(self, pattern: str) -> list[str]:
        """The files that ``glob.glob(pattern, recursive=True)`` would find in ``root``."""
        return _glob(self.files, pattern)


def scan(root: Path) -> Tree:
    """List the files below ``root``. Folders that cannot be read count as empty."""
    files: list[str] = []
    folders: list[str] = []
    circles: list[str] = []
    dangling: list[str] = []
    # folder, its path in the tree, its real path, and the real paths that links were followed from
    pending: list[tuple[str, str, str, tuple[str, ...]]] = [
        (str(root), "", os.path.realpath(root), ())
    ]
    while pending:
        folder, prefix, real, trail = pending.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            path = prefix + entry.name
            try:
                is_folder, is_file = entry.is_dir(), entry.is_file()
            except OSError:  # a link to itself
                circles.append(path)
                continue
            if is_file:
                files.append(path)
            elif is_folder:
                if entry.name in _SKIPPED:
                    continue
                inner, way = os.path.join(real, entry.name), trail
                if entry.is_symlink():
                    inner, way = os.path.realpath(entry.path), (*trail, real)
                    if any((on_way + os.sep).startswith(inner + os.sep) for on_way in way):
                        circles.append(path)
                        continue
                if path.count("/") < _MAX_DEPTH:
                    folders.append(path)
                    pending.append((entry.path, path + "/", inner, way))
            elif entry.is_symlink():
                dangling.append(path)
    return Tree(
        root, frozenset(files), frozenset(folders), tuple(sorted(circles)), tuple(sorted(dangling))
    )


@cache
def _glob(files: frozenset[str], pattern: str) -> list[str]:
    wildcard = re.search(r"[*?[]", pattern)
    start = pattern.rfind("/", 0, wildcard.start()) + 1 if wildcard else 0
    folder, match = pattern[:start], glob_pattern(pattern[start:]).fullmatch
    return sorted([path for path in files if path.startswith(folder) and match(path, start)])


def is_glob(path: str) -> bool:
    """Whether Odoo takes ``path`` for a pattern (ir_asset.py, ``is_wildcard_glob``)."""
    return any(character in path for character in "*[]?")


@lru_cache(4096)
def glob_pattern(pattern: str) -> re.Pattern[str]:
    """A regular expression for a recursive glob pattern: wildcards do not match hidden names."""
    parts = pattern.split("/")
    expression = ""
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if part == "**":
            expression += "(?:[^/.][^/]*/)*" + ("[^/.][^/]*" if last else "")
        else:
            expression += _part(part) + ("" if last else "/")
    return re.compile(expression, re.DOTALL)


def _part(part: str) -> str:
    expression = "(?!\\.)" if part[:1] in ("*", "?", "[") else ""
    position = 0
    while position < len(part):
        character = part[position]
        position += 1
        if character == "*":
            expression += "[^/]*"
        elif character == "?":
            expression += "[^/]"
        elif (
            character == "["
            and (end := part.find("]", position + 1 + (part[position : position + 1] == "!"))) > 0
        ):
            members = (
                part[position:end].replace("\\", "\\\\").replace("[", "\\[").replace("^", "\\^")
            )
            if members.startswith("!"):
                members = "^" + members[1:]
            expression += f"[{members}]"
            position = end + 1
        else:
            expression += re.escape(character)
    return expression
