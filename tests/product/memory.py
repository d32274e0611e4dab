"""The memory of Odoo's processes, as a container's limit feels it."""

from __future__ import annotations

from pathlib import Path

from .running import Stack


def pss(pid: int) -> int:
    """Bytes of the proportional set size, see `smaps_rollup` in proc(5); 0 once it has ended."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    for line in rollup.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def total_pss(stack: Stack) -> int:
    return sum(pss(pid) for pids in stack.odoo_processes().values() for pid in pids)
