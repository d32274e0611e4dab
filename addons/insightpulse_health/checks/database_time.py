"""How fast the database answers."""

from __future__ import annotations

import time

from .borrowed import FAIL, PASS, WARN, Away, Check, Context, Result

SLOW = 200.0
"""Milliseconds. A page of Odoo asks some fifty questions: with this it takes ten seconds."""
TRIES = 3
"""The fastest counts: a question may have to wait for the one of another check."""

AWAY = (
    "See whether the database server runs (on a managed one: its provider's status page), and "
    "whether POSTGRES_HOST, POSTGRES_PORT and POSTGRES_PASSWORD are still its own. Odoo needs no "
    "restart: it goes on when the database is back."
)
DISTANT = (
    "Put Odoo and the database into the same region and data centre. If they are, look at the "
    "database server's processor: it may need a larger plan."
)


def run(context: Context) -> Result:
    try:
        milliseconds = min(_asked(context) for _try in range(TRIES))
    except Away as error:
        return Result(FAIL, f"The database does not answer: {error}", AWAY)
    found = round(milliseconds, 1)
    if milliseconds > SLOW:
        output = f"The database takes {milliseconds:.0f} ms for the smallest question."
        return Result(WARN, output, DISTANT, found, "ms")
    return Result(PASS, value=found, unit="ms")


def _asked(context: Context) -> float:
    began = time.monotonic()
    context.rows_apart("SELECT 1")
    return (time.monotonic() - began) * 1000


# as fresh as readiness: who sees the one fail looks here for the reason
CHECK = Check("database:responseTime", "Database", run, kind="datastore", seconds=2.0, every=0.5)
