"""Whether a database takes no writes: a replica, or one that was closed to them."""

from __future__ import annotations

from typing import Any

from boot.settings import Settings


def fault(cursor: Any, settings: Settings) -> str | None:
    """A sentence with its remedy."""
    cursor.execute("SELECT pg_is_in_recovery(), current_setting('transaction_read_only') = 'on'")
    replica, closed = cursor.fetchone()
    if replica:
        return (
            f"{settings.postgres_db} at {settings.postgres_host} is a replica, and takes no "
            "writes. Set POSTGRES_HOST to the primary server."
        )
    if closed:
        name = settings.postgres_db
        return (
            f"{name} is read-only. On Supabase its disk is full: free space, or take a larger "
            f'plan. Elsewhere, as its owner: ALTER DATABASE "{name}" RESET '
            "default_transaction_read_only;"
        )
    return None
