"""Odoo's processes by role, and how to end one as a crash would."""

from __future__ import annotations

import os
import re
import signal

from ..product.running import Stack

ALIVE = re.compile(r"Worker (\w+) \((\d+)\) alive")


def workers(stack: Stack, role: str) -> list[int]:
    """Living processes whose latest word in Odoo's log is that they are a `role`.

    Roles are class names: WorkerHTTP, WorkerCron, WorkerEvented, WorkerJobRunner.
    """
    living = set(stack.odoo_processes()["children"])
    roles: dict[int, str] = {}
    for name, pid in ALIVE.findall((stack.logs / "odoo.log").read_text(errors="replace")):
        roles[int(pid)] = name
    return sorted(pid for pid in living if roles.get(pid) == role)


def evented(stack: Stack) -> int:
    [pid] = workers(stack, "WorkerEvented")
    return pid


def kill(pid: int) -> None:
    """SIGKILL: no handler runs, nothing is tidied up."""
    os.kill(pid, signal.SIGKILL)
