"""Whether a database has what a check looks at: the module is server-wide, the database is any."""

from __future__ import annotations

from .borrowed import Context


def present(context: Context, *tables: str) -> bool:
    """Whether the schema ``public`` has all of these tables."""
    asked = ", ".join(f"to_regclass('public.{table}') IS NOT NULL" for table in tables)
    [found] = context.rows(f"SELECT {asked}")
    return all(found)


def parameter(context: Context, key: str) -> str | None:
    """A system parameter, also where Odoo's own cache is stale."""
    if not present(context, "ir_config_parameter"):
        return None
    rows = context.rows("SELECT value FROM ir_config_parameter WHERE key = %s", (key,))
    return rows[0][0] if rows else None
