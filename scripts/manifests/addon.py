"""One addon: its folder, its manifest, and its files, read when a rule asks for them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from manifests import tree
from manifests.finding import Problem
from manifests.manifest import Manifest
from manifests.source import Source

# Odoo does not import these with the addon, or only where tests run
_NOT_IMPORTED = ("static/", "tests/", "migrations/", "upgrades/", "doc/", "docs/", "readme/")
_MAX_TEXT = 20_000_000


class Addon:
    """``path`` is its folder, as the user wrote it: never resolved, so that files are named so."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest

    @property
    def name(self) -> str:
        return self.path.name

    @cached_property
    def tree(self) -> tree.Tree:
        return tree.scan(self.path)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every Python file but the manifest, by its path in the addon."""
        return {
            path: Source(f"{self.path}/{path}", path)
            for path in sorted(self.tree.files)
            if path.endswith(".py") and path != "__manifest__.py"
        }

    @cached_property
    def imported(self) -> list[Source]:
        """The Python files that can be imported with the addon."""
        return [
            source for path, source in self.sources.items() if not path.startswith(_NOT_IMPORTED)
        ]

    @cached_property
    def depends(self) -> tuple[str, ...]:
        """What Odoo takes for its dependencies: `base` when there are none."""
        names = tuple(name for name, _ in self.manifest.strings("depends"))
        return names or (() if self.name == "base" else ("base",))

    @cached_property
    def data_files(self) -> frozenset[str]:
        """What the manifest lists, demonstration data and obsolete lists included."""
        return frozenset(
            path
            for key in ("data", "demo", "init_xml", "update_xml", "demo_xml")
            for path, _ in self.manifest.strings(key)
        )

    def text(self, path: str) -> str:
        """The content of one of its files; empty if it cannot be read."""
        try:
            with open(f"{self.path}/{path}", "rb") as file:
                return file.read(_MAX_TEXT).decode("utf-8", "replace")
        except (OSError, ValueError):
            return ""

    def problem(self, path: str, line: int, message: str, remedy: str = "") -> Problem:
        """A problem in one of its files."""
        return Problem(self.path / path, line, message, remedy)
