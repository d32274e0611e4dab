"""The memory of the whole container against its budget."""

from __future__ import annotations

from . import deployment, processes
from .borrowed import FAIL, PASS, WARN, Check, Context, ControlGroup, Result, proportional
from .wording import size

BUDGET = 0.8
"""Share of the container's memory that all processes should stay below; see boot/limits.py."""
LAST = 0.95
"""Share of it at which the kernel is about to end a process, in the middle of what it does."""

REMEDY = (
    "Take an instance with more memory, or lower ODOO_WORKERS or ODOO_MAX_CRON_THREADS by one. "
    "What grows is shown by “Memory of each process”; a restart of the instance helps for a while."
)
UNKNOWN = "It cannot be measured here: the kernel tells neither the container nor processes."


def run(_context: Context) -> Result:
    group = ControlGroup()
    limit, used = group.limit(), group.working_set()
    if not limit or used is None:  # no container: what our own processes have together
        used = sum(proportional(process.pid) for process in processes.of_odoo())
    budget = deployment.memory_budget() or int((limit or 0) * BUDGET)
    return judged(used, budget)


def judged(used: int, budget: int) -> Result:
    """Both in bytes; 0 is not known.

    >>> [judged(used, 80).status for used in (80, 81, 95)]
    ['pass', 'warn', 'fail']
    """
    if not used:
        return Result(PASS, UNKNOWN)
    if not budget:
        words = f"{size(used)}; the budget is not known (INSTANCE_MEMORY)."
        return Result(PASS, words, value=used, unit="bytes")
    words = f"{size(used)} of memory are in use, of a budget of {size(budget)}"
    if used <= budget:
        return Result(PASS, f"{words}.", value=used, unit="bytes")
    whole = budget / BUDGET
    status = FAIL if used >= LAST * whole else WARN
    words += f"; at {size(whole)} a process is ended by force."
    return Result(status, words, REMEDY, used, "bytes")


CHECK = Check(
    "memory:container", "Memory of the container", run, kind="system", late=WARN, every=30.0,
    of_instance=True,
)  # fmt: skip
