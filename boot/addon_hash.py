"""What an addon consists of, as one hash: where it differs, the database has to follow.

Pure: reads folders, knows neither Odoo nor a database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

# No part of these reaches the database. A dot hides editors' and version control's own.
_LEFT_OUT = {"__pycache__", "tests", "readme", "node_modules"}
_SUFFIXES_LEFT_OUT = {".pyc", ".pyo", ".orig", ".rej", ".swp"}


def of_folder(folder: Path) -> str:
    """A hash over path and content of every file that counts, in an order of its own."""
    digest = hashlib.sha256()
    for path in sorted(_files(folder), key=lambda file: file.relative_to(folder).as_posix()):
        content = path.read_bytes()
        name = path.relative_to(folder).as_posix().encode(errors="surrogateescape")
        digest.update(b"%d:%s%d:%s" % (len(name), name, len(content), content))
    return digest.hexdigest()


def of_modules(names: Iterable[str], addons_path: Sequence[str]) -> dict[str, str]:
    """``module → hash`` of those of ``names`` that lie in ``addons_path``; the first folder wins.

    What Odoo brings itself lies elsewhere, and is not looked at.
    """
    hashes = {}
    for name in sorted(names):
        for parent in addons_path:
            folder = Path(parent) / name
            if (folder / "__manifest__.py").is_file():
                hashes[name] = of_folder(folder)
                break
    return hashes


def _files(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name.startswith(".") or entry.name.endswith("~") or entry.name in _LEFT_OUT:
            continue
        if entry.is_dir():
            yield from _files(entry)
        elif entry.is_file() and entry.suffix not in _SUFFIXES_LEFT_OUT:
            yield entry
