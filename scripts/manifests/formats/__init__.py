"""Findings as text: each format is a function of the findings and of how to write a path."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from manifests.finding import Finding
from manifests.formats import github, json_list, sarif

Show = Callable[[Path], str]
Format = Callable[[Sequence[Finding], Show], str]

MACHINE: dict[str, Format] = {
    "json": json_list.render,
    "sarif": sarif.render,
    "github": github.render,
}


def shown_from(folder: Path) -> Show:
    """Paths relative to ``folder`` where they are in it, else absolute."""
    folder = folder.absolute()

    def show(path: Path) -> str:
        path = path.absolute()
        try:
            return path.relative_to(folder).as_posix()
        except ValueError:
            return path.as_posix()

    return show
