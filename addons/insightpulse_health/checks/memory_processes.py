"""The memory of each of Odoo's processes against its limits."""

from __future__ import annotations

from . import deployment, processes
from .borrowed import FAIL, PASS, WARN, Check, Context, Result, virtual_and_resident
from .wording import size

NEARLY = 0.95
"""Share of the hard limit from which the next request may get no memory."""

REMEDY = (
    "A worker is replaced by itself after its request; if this one stays as large, restart the "
    "instance. If it comes back, find the action in the log that takes it (a report or an import "
    "of very many records), do it in smaller parts, or take a larger instance (INSTANCE_MEMORY)."
)


def run(_context: Context) -> list[Result]:
    soft, hard = deployment.memory_limits()
    found = []
    for process in processes.of_odoo():
        try:
            resident = virtual_and_resident(process.pid)[1]
        except OSError:  # it has ended meanwhile
            continue
        found.append(judged(name_of(process), resident, soft, hard))
    return found


def name_of(process: processes.Process) -> str:
    """The same whoever looks."""
    return f"{'master' if process.is_master else 'worker'} {process.pid}"


def judged(name: str, resident: int, soft: int, hard: int) -> Result:
    """All in bytes; a limit of 0 is none."""
    if hard and resident >= NEARLY * hard:
        words = f"{name} has {size(resident)} of memory, and gets no more than {size(hard)}."
        return Result(FAIL, words, REMEDY, resident, "bytes", name)
    if soft and resident > soft:
        words = f"{name} has {size(resident)} of memory, more than the {size(soft)} it should have."
        return Result(WARN, words, REMEDY, resident, "bytes", name)
    return Result(PASS, value=resident, unit="bytes", component=name)


CHECK = Check(
    "memory:process", "Memory of each process", run, kind="system", late=WARN, every=30.0,
    of_instance=True,
)  # fmt: skip
