"""Connections for LISTEN: outside Odoo's pool, on a port where a session is kept."""

import psycopg2
import psycopg2.extensions
from odoo import sql_db

from . import settings

ALIVE = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
"""A peer that vanished silently is noticed after 35 seconds."""

AWAY = (psycopg2.OperationalError, psycopg2.InterfaceError)


def listen(channel):
    """A new connection in autocommit mode that listens to ``channel``.

    In a database ``postgres``, because Odoo sends its NOTIFYs there.

    :raise psycopg2.OperationalError: when the database is away
    """
    _name, info = sql_db.connection_info_for("postgres")
    if port := settings.session_port():
        info["port"] = port
    connection = psycopg2.connect(**{**ALIVE, **info})
    try:
        connection.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_AUTOCOMMIT)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery()")
            if not cursor.fetchone()[0]:  # a standby has neither LISTEN nor NOTIFY
                cursor.execute(f"LISTEN {channel}")
    except BaseException:
        connection.close()
        raise
    return connection


def probe(connection):
    """Ask the server for a sign of life.

    :raise psycopg2.OperationalError: when there is none
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def first_line(error):
    """An error of psycopg2 in one line; it names the host and never the password."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
