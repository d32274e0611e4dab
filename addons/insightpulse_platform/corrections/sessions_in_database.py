"""Tell OCA ``session_db`` which database: Odoo's own.

Upstream, ``odoo/http.py``, ``Application.session_store`` keeps sessions in files, and a new
container begins without them: everybody is logged out. ``session_db`` keeps them in PostgreSQL,
in a database whose URI it takes from the environment variable SESSION_DB_URI. A password that is
there is handed on to every process that Odoo starts (the evented one, wkhtmltopdf), so the store
is given its URI without it.
"""

import threading
from contextlib import suppress
from functools import cached_property, partial
from urllib.parse import quote, urlencode

from odoo import http, sql_db
from odoo.tools import config
from psycopg2 import errors

from ..connection import ALIVE


def uri(info):
    """libpq's URI for the keywords of a connection.

    >>> uri({"database": "o", "user": "u", "password": "secret/1", "host": "/run", "port": 5432})
    'postgresql://u:secret%2F1@/o?host=%2Frun&port=5432'
    """
    info = dict(info)
    login = quote(info.pop("user", ""), safe="")
    if password := info.pop("password", ""):
        login = f"{login}:{quote(password, safe='')}"
    database = quote(info.pop("database"), safe="")
    info.pop("application_name", None)  # Odoo adds it again
    return f"postgresql://{login}@/{database}?{urlencode(info)}"


def apply():
    if "session_db" not in config["server_wide_modules"] or not config["db_name"]:
        return
    _name, info = sql_db.connection_info_for(config["db_name"][0])
    address = uri({**ALIVE, **info})

    from odoo.addons.session_db import pg_session_store
    from odoo.addons.session_db.pg_session_store import PGSessionStore

    # It has one cursor, and no lock for it where there are workers: the process behind the evented
    # port has threads, and one would read the session that another has asked for.
    pg_session_store.lock = threading.RLock()

    open_connection, setup_db = PGSessionStore._open_connection, PGSessionStore._setup_db

    def open_connection_quietly(self):
        open_connection(self)
        # a failed statement would be logged with the session's secret id in it
        self._cr.execute = partial(self._cr.execute, log_exceptions=False)

    def setup_db_once(self):
        # another process may create the table at this very moment
        with suppress(errors.UniqueViolation, errors.DuplicateTable):
            setup_db(self)

    @cached_property
    def session_store(self):
        return PGSessionStore(address, session_class=http.Session)

    http.Application.session_store = session_store
    session_store.__set_name__(http.Application, "session_store")
    vars(http.root).pop("session_store", None)
    PGSessionStore._open_connection = open_connection_quietly
    PGSessionStore._setup_db = setup_db_once
