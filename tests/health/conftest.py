"""A real PostgreSQL, and PgBouncer before it, as the tests of ``boot`` have them."""

from __future__ import annotations

from ..boot.conftest import books, pooler, server

__all__ = ["books", "pooler", "server"]
