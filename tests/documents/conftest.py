"""A real PostgreSQL, as the tests of ``boot`` have it."""

from ..boot.conftest import server

__all__ = ["server"]
