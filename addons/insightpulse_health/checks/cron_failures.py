"""Whether scheduled actions end well."""

from __future__ import annotations

from .borrowed import FAIL, PASS, WARN, Check, Context, Result
from .tables import present
from .wording import counted, listed

LASTING = 5
"""Failures in a row, after which (and a week) Odoo switches an action off."""

REMEDY = (
    "Settings ‣ Technical ‣ Automation ‣ Scheduled Actions (developer mode): open it and press "
    "“Run Manually”, which shows the error. Repair what it names, or archive the action if nobody "
    "needs it."
)


def run(context: Context) -> Result:
    if not present(context, "ir_cron"):
        return Result(PASS, "This database has no scheduled actions.")
    rows = context.rows(
        "SELECT cron_name, failure_count FROM ir_cron WHERE active AND failure_count > 0 "
        "ORDER BY failure_count DESC, cron_name"
    )
    if not rows:
        return Result(PASS, value=0, unit="actions")
    names = listed([f"“{name}” ({counted(times, 'time')} in a row)" for name, times in rows])
    lasts = rows[0][1] >= LASTING
    words = f"{counted(len(rows), 'scheduled action')} failed: {names}."
    if lasts:
        words += " Odoo switches an action off when it has failed for a week."
    return Result(FAIL if lasts else WARN, words, REMEDY, len(rows), "actions")


CHECK = Check("cron:failures", "Scheduled actions that fail", run, kind="system", late=WARN)
