"""The database before Odoo's first start: reachable, there, and with the wanted modules."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

from boot.settings import Settings

_RETRY_SECONDS = 2.0


# A peer that vanished silently is noticed after 35 seconds, also while a connection only waits.
_ALIVE = {
    "keepalives": 1,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


def connect(settings: Settings, database: str, port: int | None = None) -> Any:
    """A psycopg2 connection in autocommit mode; raises ``psycopg2.OperationalError``."""
    import psycopg2  # brought by Odoo; not needed to render a configuration

    connection = psycopg2.connect(
        host=settings.postgres_host,
        port=port or settings.postgres_port,
        user=settings.postgres_user,
        password=settings.postgres_password,
        dbname=database,
        sslmode=settings.sslmode,
        connect_timeout=10,
        **_ALIVE,
    )
    connection.autocommit = True
    return connection


def wait_for_database(settings: Settings, report: Callable[[str], None]) -> None:
    """Return once the database answers, on its session port too; create it where it is missing.

    Waits without end: a database that is down at boot is the platform's to bring back, and an
    exit would only start the same wait anew. A refusal (password, missing right to create) is
    reported once for each cause, so that the log says what to do.
    """
    for port in dict.fromkeys((settings.postgres_port, settings.session_port)):
        _wait(settings, port, report)


def _wait(settings: Settings, port: int, report: Callable[[str], None]) -> None:
    import psycopg2

    said = ""
    while True:
        try:
            connect(settings, settings.postgres_db, port).close()
            return
        except psycopg2.OperationalError as error:
            if is_missing(settings, error):
                problem = _create_database(settings)
                if problem is None:
                    report(f"created database {settings.postgres_db}")
                    continue
            else:
                problem = first_line(error)
        if problem != said:
            report(
                f"waiting for database {settings.postgres_db} at "
                f"{settings.postgres_host}:{port}: {problem}"
            )
            said = problem
        time.sleep(_RETRY_SECONDS)


def is_missing(settings: Settings, error: Exception) -> bool:
    """Whether a connection failed because the database does not exist."""
    return f'database "{settings.postgres_db}" does not exist' in str(error)


def _create_database(settings: Settings) -> str | None:
    import psycopg2
    from psycopg2 import sql

    try:
        with closing(connect(settings, "postgres")) as connection, connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(
                    sql.Identifier(settings.postgres_db)
                )
            )
    except psycopg2.errors.DuplicateDatabase:
        return None  # another instance was quicker
    except psycopg2.Error as error:
        return f"it does not exist and could not be created: {first_line(error)}"
    return None


def installed_modules(cursor: Any) -> set[str]:
    """What Odoo has installed; nothing in a database that it has not initialised yet."""
    cursor.execute("SELECT to_regclass('ir_module_module')")
    if cursor.fetchone()[0] is None:
        return set()
    cursor.execute("SELECT name FROM ir_module_module WHERE state = 'installed'")
    return {name for (name,) in cursor.fetchall()}


def waiting_modules(cursor: Any) -> list[str]:
    """What is to be installed, upgraded or removed: somebody has begun, and was stopped."""
    if not installed_modules(cursor):
        return []
    cursor.execute("SELECT name FROM ir_module_module WHERE state LIKE 'to %' ORDER BY name")
    return [name for (name,) in cursor.fetchall()]


def missing_modules(cursor: Any, settings: Settings) -> list[str]:
    """Those of ``ODOO_INIT_MODULES`` (and ``base``) that are not installed yet."""
    installed = installed_modules(cursor)
    return [name for name in ("base", *settings.odoo_init_modules) if name not in installed]


def parameter(cursor: Any, key: str) -> str | None:
    """A system parameter of a database that Odoo has initialised."""
    cursor.execute("SELECT value FROM ir_config_parameter WHERE key = %s", (key,))
    row = cursor.fetchone()
    return row[0] if row else None


def set_parameter(cursor: Any, key: str, value: str) -> None:
    cursor.execute(
        "INSERT INTO ir_config_parameter (key, value, create_uid, write_uid, create_date, "
        "write_date) VALUES (%s, %s, 1, 1, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC') "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value, write_date = excluded.write_date",
        (key, value),
    )


def error() -> type[Exception]:
    """``psycopg2.Error``, without which a configuration can be rendered all the same."""
    import psycopg2

    return psycopg2.Error  # type: ignore[no-any-return]


def first_line(error: Exception) -> str:
    """An error of psycopg2 in one line; it names the host and never the password."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
