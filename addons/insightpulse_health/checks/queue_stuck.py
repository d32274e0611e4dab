"""Background jobs that are said to run, and that nobody runs."""

from __future__ import annotations

from .borrowed import PASS, WARN, Check, Context, Result
from .lateness import last_stop, late
from .tables import present
from .wording import counted, lasting

SECONDS = 600
"""The job runner finds a job whose process has died, and starts it again, within minutes."""

REMEDY = (
    "Their process has ended, or the job runner has: restart the instance, and they are started "
    "again. If it comes back, the log has “limit” or “Killed” near the time: a job needs more "
    "memory than the instance has."
)
# who runs a job holds its row in queue_job_lock: xmax is a transaction that still has its lock
_STUCK = """
    SELECT count(*), extract(epoch FROM
           now() - min(coalesce(j.date_started, j.date_enqueued)) AT TIME ZONE 'UTC')::float8
      FROM queue_job j LEFT JOIN queue_job_lock k ON k.queue_job_id = j.id
     WHERE j.state IN ('started', 'enqueued')
       AND coalesce(j.date_started, j.date_enqueued)
           < now() AT TIME ZONE 'UTC' - %s * interval '1 second'
       AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'transactionid' AND l.granted
                          AND l.transactionid = k.xmax)
"""


def run(context: Context) -> Result:
    if not present(context, "queue_job", "queue_job_lock"):
        return Result(PASS, "This database has no job queue.")
    [[jobs, seconds]] = context.rows(_STUCK, (SECONDS,))
    if not jobs or late(seconds, last_stop(context)) < SECONDS:
        return Result(PASS, value=0, unit="jobs")
    words = f"{counted(jobs, 'background job')} started and not running, since {lasting(seconds)}."
    return Result(WARN, words, REMEDY, jobs, "jobs")


CHECK = Check("queue:stuck", "Background jobs that hang", run, kind="system", late=WARN, every=60.0)
