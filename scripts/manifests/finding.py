"""What a rule reports."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

Group = Literal["correctness", "policy"]
Severity = Literal["error", "warning", "note"]


class Edit(NamedTuple):
    """Replace the bytes ``start`` to ``end`` of a manifest by ``text``."""

    start: int
    end: int
    text: bytes


class Problem(NamedTuple):
    """What is wrong, where, and what repairs it: a finding without its rule."""

    file: Path
    line: int
    message: str
    remedy: str = ""
    edits: tuple[Edit, ...] = ()


class Finding(NamedTuple):
    """A problem that a rule found. ``edits`` repair the manifest, where that is safe."""

    file: Path
    line: int
    rule: str
    message: str
    group: Group
    severity: Severity
    module: str
    remedy: str
    edits: tuple[Edit, ...] = ()
