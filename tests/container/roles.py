"""The processes of a container by what they are for, looked at from outside."""

from __future__ import annotations

import re
from pathlib import Path

from proc import proportional

from .running import Container

ALIVE = re.compile(r"Worker (Worker\w+) \((\d+)\) alive")
TITLES = {
    "WorkerHTTP": "HTTP workers",
    "WorkerCron": "cron worker",
    "WorkerJobRunner": "job runner",
    "WorkerEvented": "evented process",
}


def by_role(container: Container) -> dict[str, list[int]]:
    """``role → processes``, as the host numbers them.

    Odoo's log says which process is which worker, in the container's own numbers. Of Odoo's other
    processes the one with children is the master, and its remaining child the evented process.
    """
    said = {int(pid): TITLES.get(kind, kind) for kind, pid in ALIVE.findall(_log(container))}
    found: dict[str, list[int]] = {}
    odoo: dict[int, int] = {}
    for pid in container.cgroup.processes():
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        inside, parent = int(_field(status, "NSpid").split()[-1]), int(_field(status, "PPid"))
        program = Path(command.split(" ")[0].rstrip(":")).name
        if program == "nginx":
            found.setdefault("nginx", []).append(pid)
        elif program in ("bash", "sh") or "odoo" not in command:
            found.setdefault("others", []).append(pid)
        elif inside in said:
            found.setdefault(said[inside], []).append(pid)
        else:
            odoo[pid] = parent
    for pid, parent in odoo.items():
        found.setdefault("evented process" if parent in odoo else "master", []).append(pid)
    return found


def pss_by_role(container: Container) -> dict[str, int]:
    """Bytes of the proportional set size."""
    return {role: sum(map(proportional, pids)) for role, pids in by_role(container).items()}


def still_shared(container: Container) -> float:
    """Which part of the master's memory the HTTP worker with the least still shares: 0 to 1."""
    roles = by_role(container)
    [master] = roles["master"]
    whole = _rollup(master, "Shared_Dirty") + _rollup(master, "Private_Dirty")
    return min(_rollup(pid, "Shared_Dirty") for pid in roles["HTTP workers"]) / whole


def _rollup(pid: int, name: str) -> int:
    """See `smaps_rollup` in proc(5); kB."""
    return int(_field(Path(f"/proc/{pid}/smaps_rollup").read_text(), name).split()[0])


def _log(container: Container) -> str:
    return "\n".join(container.lines())


def _field(status: str, name: str) -> str:
    [line] = [line for line in status.splitlines() if line.startswith(f"{name}:")]
    return line.partition(":")[2]
