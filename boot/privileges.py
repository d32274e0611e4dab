"""Who else could read Odoo's tables: the roles of Supabase's Data API.

Supabase publishes what its roles ``anon`` and ``authenticated`` may read in the schema ``public``
of the project's own database, and there they may read every new table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from boot.settings import Settings

OUTSIDERS = ("anon", "authenticated")
_PROBE = "insightpulse_probe"

# Relations of extensions (PostGIS, pg_stat_statements) are theirs, and hold none of our data.
_READABLE = """
    SELECT DISTINCT relation.relname
      FROM pg_class relation
      JOIN pg_namespace ON pg_namespace.oid = relation.relnamespace AND nspname = 'public'
      JOIN pg_roles ON rolname IN ('anon', 'authenticated')
     WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
       AND has_schema_privilege(pg_roles.oid, pg_namespace.oid, 'USAGE')
       AND (has_table_privilege(pg_roles.oid, relation.oid, 'SELECT')
            OR has_any_column_privilege(pg_roles.oid, relation.oid, 'SELECT'))
       AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
                       AND objid = relation.oid AND deptype = 'e')
     ORDER BY 1
"""


def faults(cursor: Any, settings: Settings) -> list[str]:
    """A sentence with its remedy when outsiders can read tables, or could read new ones.

    Whether they could is tried: a table is made, looked at, and rolled back.
    """
    import psycopg2

    cursor.execute(
        "SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated') ORDER BY 1"
    )
    roles = [name for (name,) in cursor.fetchall()]
    if not roles:
        return []
    cursor.execute("BEGIN")
    try:
        cursor.execute("SAVEPOINT before")
        try:
            cursor.execute(f"CREATE TABLE public.{_PROBE} ()")
        except psycopg2.Error:  # not allowed: then what is there counts
            cursor.execute("ROLLBACK TO SAVEPOINT before")
        cursor.execute(_READABLE)
        readable = [name for (name,) in cursor.fetchall()]
    finally:
        cursor.execute("ROLLBACK")
    if not readable:
        return []
    existing = [name for name in readable if name != _PROBE]
    what = []
    if existing:
        more = f" and {len(existing) - 3} more" if len(existing) > 3 else ""
        what.append(f"can read {', '.join(existing[:3])}{more}")
    if _PROBE in readable:
        what.append("may read every new table")
    cursor.execute("SELECT current_user")  # a pooler's name for it can be a longer one
    return [
        f"database {settings.postgres_db}: {' or '.join(roles)} {' and '.join(what)} in the schema "
        "public, so Supabase's Data API would publish Odoo's data. Give Odoo a separate database "
        "(POSTGRES_DB), or run as the owner of the tables: "
        f"{remedy(cursor.fetchone()[0], roles)}"
    ]


def remedy(user: str, roles: Sequence[str] = OUTSIDERS) -> str:
    """SQL after which ``roles`` read nothing in ``public``, now or later."""
    role = '"' + user.replace('"', '""') + '"'
    theirs = f"FROM {', '.join(roles)}, PUBLIC;"
    defaults = f"ALTER DEFAULT PRIVILEGES FOR ROLE {role}"
    return (
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public {theirs} "
        f"{defaults} IN SCHEMA public REVOKE ALL ON TABLES {theirs} "
        f"{defaults} REVOKE ALL ON TABLES {theirs}"
    )
