"""How many connections are left, of the server's, of this database's and of this role's."""

from __future__ import annotations

from .borrowed import FAIL, PASS, WARN, Check, Context, Result

MANY, TOO_MANY = 0.80, 0.95
"""Shares of the limit: a deployment starts the new instance beside the old one, and needs room."""

REMEDY = (
    "Lower ODOO_DB_MAXCONN (connections of each process), ODOO_WORKERS or ODOO_MAX_CRON_THREADS; "
    "end what else uses this server; or put a pooler between (POSTGRES_PORT of the pooler, "
    "POSTGRES_SESSION_PORT of the database)."
)
# a role without pg_read_all_stats does not see of others' sessions what they are
_COUNTS = """
    SELECT current_setting('max_connections')::int
           - current_setting('superuser_reserved_connections')::int,
           (SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL
               AND coalesce(backend_type, 'client backend') = 'client backend'),
           (SELECT datconnlimit FROM pg_database WHERE datname = current_database()),
           (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
               AND coalesce(backend_type, 'client backend') = 'client backend'),
           (SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user),
           (SELECT count(*) FROM pg_stat_activity WHERE usename = current_user
               AND coalesce(backend_type, 'client backend') = 'client backend')
"""


def run(context: Context) -> Result:
    [[server, of_server, database, of_database, role, of_role]] = context.rows(_COUNTS)
    counts = [
        (of_server, server, "the server"),
        (of_database, database, "this database"),
        (of_role, role, "this role"),
    ]
    # -1: no limit of its own
    used, limit, whose = max(
        (count for count in counts if count[1] > 0), key=lambda count: count[0] / count[1]
    )
    words = f"{used} of the {limit} connections of {whose} are in use."
    if used < MANY * limit:
        return Result(PASS, words, value=used, unit="connections")
    return Result(FAIL if used >= TOO_MANY * limit else WARN, words, REMEDY, used, "connections")


CHECK = Check("database:connections", "Database connections", run, kind="datastore", late=WARN)
