"""Odoo's processes, as the kernel lists them: this one, its master and that one's other workers."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    """``age`` in seconds."""

    pid: int
    age: float
    is_master: bool = False


def of_odoo(pid: int = 0, proc: Path = PROC) -> list[Process]:
    """The master first; the one process where Odoo has no workers.

    ``pid``: one of them, else this one. Workers are forked, so they have their master's command.
    """
    pid = pid or os.getpid()
    command, parent = _command(proc, pid), _parent_and_start(proc, pid)[0]
    uptime = float((proc / "uptime").read_text().split()[0])
    if not command or _command(proc, parent) != command:
        return [Process(pid, _age(proc, pid, uptime), is_master=True)]
    found = [Process(parent, _age(proc, parent, uptime), is_master=True)]
    for folder in proc.iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            of, start = _parent_and_start(proc, int(folder.name))
        except (OSError, ValueError, IndexError):  # it has ended meanwhile
            continue
        if of == parent and _command(proc, int(folder.name)) == command:
            found.append(Process(int(folder.name), uptime - start))
    return found


def _command(proc: Path, pid: int) -> bytes:
    try:
        return (proc / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""


def _age(proc: Path, pid: int, uptime: float) -> float:
    return uptime - _parent_and_start(proc, pid)[1]


def _parent_and_start(proc: Path, pid: int) -> tuple[int, float]:
    """See ``stat`` in proc(5): fields 4 and 22; the name before them may hold anything."""
    rest = (proc / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return int(rest[1]), int(rest[19]) / TICKS
