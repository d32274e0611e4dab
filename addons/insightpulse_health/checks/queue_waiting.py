"""How long background jobs wait, by channel."""

from __future__ import annotations

from .borrowed import FAIL, PASS, WARN, Check, Context, Result
from .lateness import last_stop, late
from .tables import present
from .wording import counted, lasting

LONG, TOO_LONG = 1800.0, 4 * 3600.0
"""Seconds. Fifty scans dropped at once take half an hour on one core; a job that has waited since
before lunch waits for nobody."""

REMEDY = (
    "Job Queue ‣ Queue ‣ Jobs (group Job Queue Manager) shows what runs in this channel. If many "
    "wait behind many, they will be done in time; if nothing runs, see that the OCR service or "
    "the AI server answers, then restart the instance: no job is lost by that."
)
_WAITING = """
    SELECT coalesce(channel, 'root'), count(*),
           extract(epoch FROM now() - min(greatest(date_created, eta)) AT TIME ZONE 'UTC')::float8
      FROM queue_job
     WHERE state IN ('pending', 'enqueued') AND (eta IS NULL OR eta <= now() AT TIME ZONE 'UTC')
     GROUP BY 1 ORDER BY 1
"""


def run(context: Context) -> Result | list[Result]:
    if not present(context, "queue_job"):
        return Result(PASS, "This database has no job queue.")
    channels = context.rows(_WAITING)
    stop = last_stop(context) if channels else None
    return [
        judged(channel, jobs, late(seconds, stop)) for channel, jobs, seconds in channels
    ] or Result(PASS, value=0, unit="s")


def judged(channel: str, jobs: int, seconds: float) -> Result:
    value = max(0, round(seconds))
    if seconds < LONG:
        return Result(PASS, value=value, unit="s", component=channel)
    words = f"{counted(jobs, 'job')} in the channel {channel}, the oldest for {lasting(seconds)}."
    status = FAIL if seconds >= TOO_LONG else WARN
    return Result(status, f"Background jobs wait: {words}", REMEDY, value, "s", channel)


CHECK = Check("queue:oldestPending", "Background jobs that wait", run, kind="system", late=WARN)
