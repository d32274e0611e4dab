"""How often Odoo's workers are replaced."""

from __future__ import annotations

import threading
import time

from . import processes
from .borrowed import PASS, WARN, Check, Context, Result

OFTEN = 12
"""In an hour. Each new worker has cold caches: every five minutes somebody waits for that."""
HOUR = 3600.0
FIRST = 120.0
"""Seconds after the master's start in which its first workers start."""

REMEDY = (
    "Look in Odoo's log for “is recycled”, “memory limit”, “CPU time limit” and “timeout”: they "
    "name the process and what it exceeded. More memory (INSTANCE_MEMORY), fewer workers "
    "(ODOO_WORKERS), or a longer ODOO_LIMIT_TIME_REAL and ODOO_LIMIT_TIME_CPU help."
)


class Sightings:
    """Workers that were seen, by pid; ``time`` in seconds of one clock.

    One that started and ended between two looks is not seen: the count is the least that it was.
    """

    def __init__(self) -> None:
        self._started: dict[int, float] = {}
        self._lock = threading.Lock()

    def replaced(self, found: list[processes.Process], time: float) -> int:
        """How many workers were started in the last hour, but for the first ones."""
        first = time - max((p.age for p in found if p.is_master), default=0.0) + FIRST
        with self._lock:
            for process in found:
                if not process.is_master and time - process.age > first:
                    self._started.setdefault(process.pid, time - process.age)
            self._started = {
                pid: started for pid, started in self._started.items() if time - started < HOUR
            }
            return len(self._started)


_sightings = Sightings()


def run(_context: Context) -> Result:
    return judged(_sightings.replaced(processes.of_odoo(), time.monotonic()))


def judged(number: int) -> Result:
    if number <= OFTEN:
        return Result(PASS, value=number, unit="workers/h")
    words = f"Odoo's workers were replaced {number} times in the last hour."
    return Result(WARN, words, REMEDY, number, "workers/h")


CHECK = Check(
    "workers:replaced", "Workers that are replaced", run, kind="system", late=WARN, of_instance=True
)
