"""Connections of a process to the database, in use and idle, when one is taken or given back.

Upstream, ``odoo/sql_db.py``, ``ConnectionPool.borrow``, ``give_back`` and ``close_all``.
"""

import functools

from odoo import sql_db

from .. import counted, state


@state.never_fails
def _tell(pool):
    mode = "read-only" if pool.readonly else "read-write"
    in_use = [bool(each._pool_in_use) for each in list(pool._connections) if not each.closed]
    counted.pool.labels(mode, "in use").set(sum(in_use))
    counted.pool.labels(mode, "idle").set(len(in_use) - sum(in_use))


def _telling(method):
    @functools.wraps(method)
    def wrapped(self, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        finally:
            _tell(self)

    return wrapped


def apply():
    pool = sql_db.ConnectionPool
    for name in ("borrow", "give_back", "close_all"):
        setattr(pool, name, _telling(getattr(pool, name)))
