"""How old the last backup is that `entrypoint.sh backup` made of this database."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

from . import deployment
from .borrowed import FAIL, PASS, WARN, Check, Context, Result
from .tables import parameter
from .wording import lasting

ENDED = "insightpulse.backup_ended"
"""Written by boot/backup.py: when it ended, and of which database."""
FAR_TOO_OLD = 3
"""Times BACKUP_DAYS, after which one that failed, or was never made, is no oversight any more."""

REMEDY = (
    "Run `entrypoint.sh backup FILE` in the web container, or repair what runs it (cron, the "
    "platform's scheduled job: its log says why it failed). If backups are made otherwise, set "
    "BACKUP_DAYS=0."
)


def run(context: Context) -> Result:
    days = deployment.backup_days()
    if not days:
        return Result(PASS, "Backups are made elsewhere (BACKUP_DAYS=0).")
    if parameter(context, "database.is_neutralized"):
        return Result(PASS, "This database is a neutralized copy; its original is backed up.")
    uuid = parameter(context, "database.uuid")
    ended = of_this(parameter(context, ENDED), context.database, uuid)
    created = moment(parameter(context, "database.create_date"))
    return judged(ended, created, days, datetime.now(timezone.utc))


def of_this(text: str | None, database: str | None, uuid: str | None) -> datetime | None:
    """When the backup ended, unless it is another database's, of which this one is a copy."""
    try:
        noted: dict[str, Any] = json.loads(text or "{}")
        if (noted["database"], noted["uuid"]) != (database, uuid):
            return None
        return moment(noted["ended"])
    except (ValueError, KeyError, TypeError):
        return None


def moment(text: str | None) -> datetime | None:
    """What Odoo and backups write; UTC where no zone is named."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def judged(ended: datetime | None, created: datetime | None, days: float, now: datetime) -> Result:
    """``created``: when the database was, which needs no backup older than itself."""
    if ended is None:
        if created and now - created < timedelta(days=days):
            return Result(PASS, "No backup has been made yet of this new database.")
        old = created and now - created > timedelta(days=FAR_TOO_OLD * days)
        words = "No backup of this database has been made yet."
        return Result(FAIL if old else WARN, words, REMEDY)
    seconds = max(0.0, (now - ended).total_seconds())
    age = round(seconds / 86400, 2)
    if age <= days:
        return Result(PASS, value=age, unit="days")
    words = f"The last backup is {lasting(seconds)} old; BACKUP_DAYS allows {days:g}."
    status = FAIL if age > FAR_TOO_OLD * days else WARN
    return Result(status, words, REMEDY, age, "days")


CHECK = Check("backup:age", "Backup", run, kind="system", late=WARN, every=60.0)
