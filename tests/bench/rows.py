"""What was measured, row by row, each against its bar if it has one."""

from __future__ import annotations

import sys


class Rows:
    def __init__(self) -> None:
        self._missed: list[str] = []

    def add(self, title: str, measured: str, bar: str = "", held: bool | None = None) -> None:
        """Print a row. ``bar`` in words, and whether it was ``held``."""
        verdict = "" if held is None else "ok" if held else "MISSED"
        if held is False:
            self._missed.append(title)
        print(f"{title:42} {measured:34} {bar:22} {verdict}".rstrip(), flush=True)

    def end(self) -> None:
        """Exit with 1 if a bar was missed."""
        if self._missed:
            sys.exit(f"missed: {', '.join(self._missed)}")
