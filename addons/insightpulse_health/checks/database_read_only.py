"""Whether the database can be written to."""

from __future__ import annotations

from .borrowed import FAIL, PASS, WARN, Check, Context, Result

# Not the mode of the session that asks, which may be older than the change: what new ones get, from
# the server's settings, and from those of the database and the role.
_MODE = """
    SELECT pg_is_in_recovery(),
           coalesce((SELECT reset_val = 'on' FROM pg_settings
                      WHERE name = 'default_transaction_read_only'), false)
           OR EXISTS (SELECT FROM pg_db_role_setting s, unnest(s.setconfig) config
                       WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database
                                                    WHERE datname = current_database()))
                         AND s.setrole IN (0, (SELECT oid FROM pg_roles
                                                WHERE rolname = current_user))
                         AND config ~* '^default_transaction_read_only=(on|true|yes|1)$')
"""
STANDBY = (
    "POSTGRES_HOST names a standby: set it to the primary, or wait until the provider has promoted "
    "this server."
)
SWITCHED = (
    "Providers do this when the disk is full: take a larger plan or make room first. Then, as the "
    "database's owner, `ALTER DATABASE … RESET default_transaction_read_only` (or `ALTER SYSTEM "
    "RESET …`, where it was set for the whole server)."
)


def run(context: Context) -> Result:
    [[standby, read_only]] = context.rows(_MODE)
    if standby:
        return Result(FAIL, "The database is a standby: nothing can be saved.", STANDBY, "standby")
    if read_only:
        words = "The database is read-only (default_transaction_read_only): nothing can be saved."
        return Result(FAIL, words, SWITCHED, "read-only")
    return Result(PASS, value="read-write")


CHECK = Check("database:mode", "Database writable", run, kind="datastore", late=WARN, every=5.0)
