"""How large the database is, and in how many days it will be full."""

from __future__ import annotations

from . import deployment
from .borrowed import FAIL, PASS, WARN, Check, Context, Result
from .tables import present
from .wording import size

NEARLY_FULL, FULL = 0.80, 0.95
"""Shares of the limit. Providers make a full database read-only, and nobody can work then."""
SOON = 14
"""Days in which a larger plan can be had without hurry."""
LEAST_HISTORY = 3.0
"""Days of samples below which a growth says nothing about the weeks to come."""

REMEDY = (
    "Take a larger plan of the database and set POSTGRES_SIZE_LIMIT to it; or make room: keep "
    "attachments in S3 (ODOO_FILESTORE=s3, then `entrypoint.sh move-attachments`), delete old "
    "messages and logs."
)
# the line through all samples of the last weeks: bytes a day, and the days they span
_GROWTH = """
    SELECT regr_slope(database_bytes, extract(epoch FROM time)) * 86400,
           extract(epoch FROM max(time) - min(time)) / 86400
      FROM health_sample
     WHERE database_bytes > 0 AND time > now() AT TIME ZONE 'UTC' - interval '28 days'
"""


def run(context: Context) -> Result:
    [[found]] = context.rows("SELECT pg_database_size(current_database())", seconds=2.0)
    return judged(found, deployment.database_limit(), growth(context))


def growth(context: Context) -> float | None:
    """Bytes a day at present; None: not known."""
    if not present(context, "health_sample"):
        return None
    [[slope, days]] = context.rows(_GROWTH)
    return float(slope) if slope is not None and days >= LEAST_HISTORY else None


def judged(found: int, limit: int, grows: float | None) -> Result:
    """``grows``: bytes a day; None: not known.

    >>> judged(90, 100, None).status, judged(50, 100, 10.0).status, judged(50, 0, 10.0).status
    ('warn', 'warn', 'pass')
    """
    if not limit:
        words = f"{size(found)}; its limit is not known (POSTGRES_SIZE_LIMIT)."
        return Result(PASS, words, value=found, unit="bytes")
    share = found / limit
    days = max(0.0, (limit - found) / grows) if grows and grows > 0 else None
    words = f"{size(found)} of {size(limit)} ({share:.0%})"
    if days is not None and days < 3650:
        words += f", full in {days:.0f} days at the present growth"
    if share >= FULL:
        status = FAIL
    elif share >= NEARLY_FULL or (days is not None and days < SOON):
        status = WARN
    else:
        return Result(PASS, f"{words}.", value=found, unit="bytes")
    return Result(status, f"The database is nearly full: {words}.", REMEDY, found, "bytes")


CHECK = Check(
    "database:size", "Database size", run, kind="datastore", late=WARN, seconds=4.0, every=300.0
)
