"""The database before Odoo's first start: reachable, there, and with the wanted modules."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

from boot.settings import Settings

_RETRY_SECONDS = 2.0


def connect(settings: Settings, database: str) -> Any:
    """A psycopg2 connection in autocommit mode; raises ``psycopg2.OperationalError``."""
    import psycopg2  # brought by Odoo; not needed to render a configuration

    connection = psycopg2.connect(
        host=settings.postgres_host,
        port=settings.postgres_port,
        user=settings.postgres_user,
        password=settings.postgres_password,
        dbname=database,
        sslmode=settings.sslmode,
        connect_timeout=10,
    )
    connection.autocommit = True
    return connection


def wait_for_database(settings: Settings, report: Callable[[str], None]) -> None:
    """Return once the database answers; create it where it is missing.

    Waits without end: a database that is down at boot is the platform's to bring back, and an
    exit would only start the same wait anew. A refusal (password, missing right to create) is
    reported on every try, so that the log says what to do.
    """
    import psycopg2

    said = ""
    while True:
        try:
            connect(settings, settings.postgres_db).close()
            return
        except psycopg2.OperationalError as error:
            if f'database "{settings.postgres_db}" does not exist' in str(error):
                problem = _create_database(settings)
                if problem is None:
                    report(f"created database {settings.postgres_db}")
                    continue
            else:
                problem = _first_line(error)
        if problem != said:
            report(
                f"waiting for database {settings.postgres_db} at "
                f"{settings.postgres_host}:{settings.postgres_port}: {problem}"
            )
            said = problem
        time.sleep(_RETRY_SECONDS)


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
        return f"it does not exist and could not be created: {_first_line(error)}"
    return None


def missing_modules(settings: Settings) -> list[str]:
    """Those of ``ODOO_INIT_MODULES`` (and ``base``) that are not installed yet."""
    wanted = ["base", *settings.odoo_init_modules]
    with (
        closing(connect(settings, settings.postgres_db)) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT to_regclass('ir_module_module')")
        if cursor.fetchone()[0] is None:
            return wanted
        cursor.execute("SELECT name FROM ir_module_module WHERE state = 'installed'")
        return _without(wanted, (name for (name,) in cursor.fetchall()))


def _without(wanted: list[str], installed: Iterable[str]) -> list[str]:
    there = set(installed)
    return [name for name in wanted if name not in there]


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
