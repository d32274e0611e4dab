"""Whether a transaction pooler stands before the database, and whether that was provided for."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from . import deployment
from .borrowed import FAIL, PASS, WARN, Check, Context, Result

REMEDY = (
    "Set POSTGRES_SESSION_PORT to the port of the database itself, or of a pool in session mode "
    "(Supabase: 5432), and restart."
)

ROUNDS = 5
"""Of three round trips each, where sessions are kept; two connections cost some more."""


def run(context: Context) -> Result:
    if not context.database:
        return Result(PASS, "No database is chosen.")
    if keeps_sessions(context.database):
        return Result(PASS, "Each connection has a server process of its own.", value="session")
    port = deployment.session_port()
    if not port:
        words = (
            "A transaction pooler stands before the database, and no session port is set: live "
            "notifications, scheduled actions and background jobs are delayed or lost."
        )
        return Result(FAIL, words, REMEDY, "transaction")
    words = f"A transaction pooler stands before the database; port {port} keeps sessions."
    return Result(PASS, words, value="transaction")


def keeps_sessions(database: str, port: int | None = None) -> bool:
    """While the first connection is open, the second holds a transaction. Only a transaction
    pooler gives it the first one's server process, or then has to give the first one another. It
    may not, where other clients come in between: so this is asked several times.

    :raise Away: when the database is
    """
    with (
        closing(deployment.connect(database, port)) as first,
        closing(deployment.connect(database, port)) as second,
    ):
        before = _process(first)
        for _ in range(ROUNDS):
            [[other]] = _asked(second, "BEGIN; SELECT pg_backend_pid()")
            if other == before or _process(first) != before:
                return False
            _asked(second, "ROLLBACK")
        return True


def _process(connection: Any) -> int:
    return int(_asked(connection, "SELECT pg_backend_pid()")[0][0])


def _asked(connection: Any, sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []


CHECK = Check(
    "database:pooler",
    "Connection pooler",
    run,
    kind="datastore",
    late=WARN,
    seconds=8.0,
    every=300.0,
)
