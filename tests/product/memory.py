"""The memory of Odoo's processes, as a container's limit feels it."""

from __future__ import annotations

from proc import anonymous, proportional

from .running import Stack

__all__ = ["anonymous", "proportional", "total_pss"]


def total_pss(stack: Stack) -> int:
    """Bytes."""
    return sum(proportional(pid) for pids in stack.odoo_processes().values() for pid in pids)
