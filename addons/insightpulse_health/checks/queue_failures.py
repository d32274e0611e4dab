"""Background jobs that failed for good, by channel."""

from __future__ import annotations

from .borrowed import PASS, WARN, Check, Context, Result
from .tables import present
from .wording import counted, listed

REMEDY = (
    "Job Queue ‣ Queue ‣ Jobs (group Job Queue Manager), filter “Failed”: each shows its error. "
    "When the cause is gone, choose them and Actions ‣ Requeue Jobs, or set them to done."
)
# a failed job has no time of its failure; it was started shortly before
_FAILED = """
    SELECT coalesce(channel, 'root'), count(*), array_agg(DISTINCT coalesce(exc_name, 'no error'))
      FROM queue_job
     WHERE state = 'failed' AND coalesce(date_started, date_enqueued, date_created)
           > now() AT TIME ZONE 'UTC' - interval '1 day'
     GROUP BY 1 ORDER BY 1
"""


def run(context: Context) -> Result | list[Result]:
    if not present(context, "queue_job"):
        return Result(PASS, "This database has no job queue.")
    return [judged(*row) for row in context.rows(_FAILED)] or Result(PASS, value=0, unit="jobs")


def judged(channel: str, jobs: int, errors: list[str]) -> Result:
    """``errors``: classes of exceptions; their words may hold anything and stay in Odoo."""
    words = (
        f"{counted(jobs, 'background job')} of the channel {channel} failed in the last day: "
        f"{listed(sorted(errors))}."
    )
    return Result(WARN, words, REMEDY, jobs, "jobs", channel)


CHECK = Check(
    "queue:failures", "Background jobs that failed", run, kind="system", late=WARN, every=60.0
)
