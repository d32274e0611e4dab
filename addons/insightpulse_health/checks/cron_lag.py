"""Whether scheduled actions run in time."""

from __future__ import annotations

from .borrowed import FAIL, PASS, WARN, Check, Context, Result
from .lateness import last_stop, late
from .tables import present
from .wording import counted, lasting

LATE, VERY_LATE = 600.0, 3600.0
"""Seconds. The scheduler looks around once a minute; what then waits ten minutes waits for another
action, or for a scheduler that is gone. After an hour users miss their mail and their reports."""

REMEDY = (
    "Settings ‣ Technical ‣ Automation ‣ Scheduled Actions (developer mode) shows them by next "
    "execution. See that ODOO_MAX_CRON_THREADS is at least 1 and that no module waits for an "
    "upgrade (then nothing is started). If one action runs for hours, raise it to 2, or restart "
    "the instance."
)
RUNS = """(EXISTS (SELECT FROM ir_cron_progress p
                     WHERE p.cron_id = c.id AND p.create_date >= c.nextcall)
            AND EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                         WHERE d.datname = current_database() AND l.relation = 'ir_cron'::regclass
                           AND l.mode = 'RowShareLock' AND l.granted))"""
"""Whether the row ``c`` of ir_cron runs: it was begun since it was due (see ``_run_job`` in
``odoo/addons/base/models/ir_cron.py``), and somebody holds a row of the table, as who runs one
does. Which row is not told: it is locked by several transactions at once."""

_OVERDUE = f"""
    SELECT c.cron_name, extract(epoch FROM now() - c.nextcall AT TIME ZONE 'UTC')::float8, {RUNS}
      FROM ir_cron c
     WHERE c.active AND c.nextcall < now() AT TIME ZONE 'UTC'
     ORDER BY c.nextcall
"""


def run(context: Context) -> Result:
    if not present(context, "ir_cron"):
        return Result(PASS, "This database has no scheduled actions.")
    overdue = context.rows(_OVERDUE)
    return judged(overdue, last_stop(context) if overdue else None)


def judged(
    overdue: list[tuple[str, float, bool]], stop: tuple[float, float] | None = None
) -> Result:
    """``overdue``: name, seconds since it was due, whether it runs now; the oldest first.
    ``stop``: see :func:`last_stop`."""
    running = [name for name, _seconds, runs in overdue if runs]
    waiting = [(name, seconds) for name, seconds, runs in overdue if not runs]
    if not waiting:
        return Result(PASS, value=0, unit="s")
    name, seconds = waiting[0][0], late(waiting[0][1], stop)
    if seconds < LATE:
        return Result(PASS, value=round(seconds), unit="s")
    words = f"{counted(len(waiting), 'scheduled action')} late, “{name}” by {lasting(seconds)}."
    if running:
        words += f" Meanwhile “{running[0]}” runs."
    return Result(FAIL if seconds >= VERY_LATE else WARN, words, REMEDY, round(seconds), "s")


CHECK = Check("cron:lag", "Scheduled actions in time", run, kind="system", late=WARN)
