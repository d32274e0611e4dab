"""On what kind of file system a folder lies, from ``/proc/self/mountinfo`` of proc(5)."""

from __future__ import annotations

import re
from pathlib import Path

EPHEMERAL = ("overlay", "aufs", "tmpfs", "ramfs", "9p root")
"""A container's own layer, or memory: what is written there goes with the container. 9p is what
a sandbox such as gVisor has as its root; elsewhere it can be a folder of the host."""


def kind_of(folder: Path, mountinfo: Path = Path("/proc/self/mountinfo")) -> str:
    """Type of the file system that ``folder`` lies on; empty when it cannot be told."""
    folder = folder.resolve()
    try:
        lines = mountinfo.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return ""
    kind, longest = "", -1
    for line in lines:
        left, _, right = line.partition(" - ")
        point = Path(_unescaped(left.split()[4]))
        depth = len(point.parts)
        if folder.is_relative_to(point) and depth >= longest:  # a later mount hides an earlier one
            kind, longest = right.split()[0], depth
    return "9p root" if kind == "9p" and longest == 1 else kind


def _unescaped(text: str) -> str:
    """Blanks and the like are octal there: ``\\040``."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)
