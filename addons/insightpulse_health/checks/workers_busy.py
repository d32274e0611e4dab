"""Whether any HTTP worker is left for the next request."""

from __future__ import annotations

from . import deployment
from .borrowed import FAIL, PASS, WARN, Check, Context, Result
from .wording import lasting, listed

LONG = 15.0
"""Seconds. All but reports, exports and imports is answered in two; after fifteen people reload."""

REMEDY = (
    "Whoever comes waits until one of them has ended. If it is a long report, export or import, do "
    "it in smaller parts, or when nobody works. If it is anything else, it probably waits for a "
    "lock in the database: `SELECT pid, pg_blocking_pids(pid), query FROM pg_stat_activity WHERE "
    "wait_event_type = 'Lock'` shows who holds it, and pg_terminate_backend ends that one. A "
    "request ends by itself after ODOO_LIMIT_TIME_REAL; one more of ODOO_WORKERS helps where this "
    "comes back and the memory is there."
)
NOBODY = (
    "Look in Odoo's log for what ended the workers, and why none starts: memory that is short "
    "(INSTANCE_MEMORY, ODOO_WORKERS), an error at the start. Restart the instance."
)
UNKNOWN = "What the HTTP workers do is not known: they can write no file (see Odoo's log)."


Busy = list[tuple[float | None, str]] | None
"""See :func:`.deployment.http_workers`."""


class Absence:
    """Whether no worker lives: one that is recycled may be the only one, and is soon replaced.

    >>> absence = Absence()
    >>> [absence.lasts(busy) for busy in ([], None, [], [], [(None, "")], [])]
    [False, False, False, True, False, False]
    """

    def __init__(self) -> None:
        self._looks = 0

    def lasts(self, busy: Busy) -> bool:
        """For the second look in a row."""
        self._looks = self._looks + 1 if busy == [] else 0
        return self._looks > 1


_absence = Absence()


def run(_context: Context) -> Result:
    workers, busy = deployment.http_workers()
    if workers and _absence.lasts(busy):
        return Result(FAIL, "No HTTP worker lives: nobody answers.", NOBODY, 0, "workers")
    return judged(workers, busy)


def judged(workers: int, busy: Busy) -> Result:
    """``workers``: how many there should be.

    >>> judged(2, [(40.0, "/web"), (None, "")]).value, judged(2, [(40.0, "/web"), (20.0, "")]).value
    (0, 20)
    """
    if not workers:
        return Result(PASS, "Odoo runs without workers, a thread for each request.")
    if busy is None:
        return Result(PASS, UNKNOWN)
    if not busy:
        return Result(PASS, "No HTTP worker lives at this moment; the next one may be starting.")
    requests = sorted((one for one in busy if one[0] is not None), reverse=True)
    # one that is missing is about to start
    seconds = requests[-1][0] if len(requests) >= max(workers, len(busy)) else 0.0
    if seconds < LONG:
        return Result(PASS, value=round(seconds), unit="s")
    told = [f"{route or 'a route not yet known'} for {lasting(age)}" for age, route in requests]
    words = f"All {len(busy)} HTTP workers are busy with long requests: {listed(told)}."
    return Result(WARN, words, REMEDY, round(seconds), "s")


CHECK = Check(
    "workers:busy",
    "All HTTP workers busy",
    run,
    kind="system",
    late=WARN,
    every=5.0,
    of_instance=True,
)
