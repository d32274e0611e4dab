"""What a rule reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Group = Literal["correctness", "policy"]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, order=True)
class Edit:
    """Replace the bytes ``start`` to ``end`` of a manifest by ``text``."""

    start: int
    end: int
    text: bytes


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and what repairs it: a finding without its rule."""

    file: Path
    line: int
    message: str
    remedy: str = ""
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, order=True)
class Finding:
    """A problem that a rule found. ``edits`` repair the manifest, where that is safe."""

    file: Path
    line: int
    rule: str
    message: str
    group: Group = field(compare=False)
    severity: Severity = field(compare=False)
    module: str = field(compare=False)
    remedy: str = field(compare=False)
    edits: tuple[Edit, ...] = field(default=(), compare=False)
