"""A connection whose session is kept, and the advisory lock that needs one.

A transaction pooler gives each transaction any server process that is free. Behind one, LISTEN
and SET are lost, and an advisory lock stays with whoever comes next: it would never be released.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from boot import database
from boot.settings import Settings

LOCK = 4_907_116_250_318_844_102  # ours among the advisory locks of the database
_RETRY_SECONDS = 1.0


class NoSession(Exception):
    """The session port is a transaction pooler's; the message says what to set."""


def fault(settings: Settings) -> str | None:
    """A sentence when POSTGRES_SESSION_PORT loses sessions; raises ``OperationalError``.

    While the first connection is open, the second holds a transaction. Only a transaction pooler
    gives it the first one's server process, or then has to give the first one another.
    """
    with (
        closing(connect(settings)) as first,
        closing(connect(settings)) as second,
        first.cursor() as one,
        second.cursor() as two,
    ):
        before = _server_process(one)
        two.execute("BEGIN")
        kept = _server_process(two) != before and _server_process(one) == before
        two.execute("ROLLBACK")
    if kept:
        return None
    return (
        f"POSTGRES_SESSION_PORT={settings.session_port} at {settings.postgres_host} is a "
        "transaction pooler's: notifications and locks are lost there. Set it to the port of the "
        "database itself, or of a pool in session mode (Supabase: 5432)."
    )


@contextmanager
def locked(settings: Settings, report: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of this database, waited for without end. Raises :class:`NoSession`.

    Asked for again and again rather than waited for in the server: so a signal ends the wait.
    """
    if sentence := fault(settings):
        raise NoSession(sentence)
    with closing(connect(settings)) as connection, connection.cursor() as cursor:
        said = False
        while True:
            cursor.execute(f"SELECT pg_try_advisory_lock({LOCK})")
            if cursor.fetchone()[0]:
                break
            if not said:
                report("another instance is installing or upgrading: waiting for it")
                said = True
            time.sleep(_RETRY_SECONDS)
        yield  # closing the connection releases the lock


def connect(settings: Settings) -> Any:
    """A connection to the database on its session port."""
    return database.connect(settings, settings.postgres_db, settings.session_port)


def _server_process(cursor: Any) -> int:
    cursor.execute("SELECT pg_backend_pid()")
    return int(cursor.fetchone()[0])
