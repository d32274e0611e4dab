"""Let what is asked of one process at once wait for a connection, instead of failing.

Upstream, ``odoo/sql_db.py``, ``ConnectionPool.borrow``: when all connections are in use, it fails.
A worker has one request at a time and does not meet that; the process behind the evented port has
hundreds. Fifty websockets that are notified or subscribe together then lose some (closed with 1013,
``addons/bus/websocket.py``), each of which has to log in and subscribe anew.

Half of the connections are for who has none yet; who has one gets a second from the other half.
Else all could have one and wait for the second for ever.
"""

import itertools
import threading
import time

from odoo import sql_db
from psycopg2.pool import PoolError

PATIENCE = 10
PAUSE = 0.02
"""Seconds."""


def in_use(pool):
    """Who has a connection: threads, or greenlets."""
    return [
        getattr(connection, "holder", None)
        for connection in list(pool._connections)
        if connection._pool_in_use and not connection.closed and not hasattr(connection, "leaked")
    ]


def apply():
    borrow = sql_db.ConnectionPool.borrow
    opening = {}  # number of an attempt → who makes it
    numbers = itertools.count()
    lock = threading.Lock()  # not held while a connection is opened

    def borrow_in_turn(self, connection_info):
        me, deadline = threading.get_ident(), time.monotonic() + PATIENCE
        number = next(numbers)
        while True:
            with lock:
                held = [*in_use(self), *opening.values()]
                may = me in held or len(held) < max(1, self._maxconn // 2)
                if may:
                    opening[number] = me
            try:
                if may:
                    connection = borrow(self, connection_info)
                    connection.holder = me
                    return connection
            except PoolError:
                if not set(held) - {me}:
                    raise
            finally:
                opening.pop(number, None)
            if time.monotonic() >= deadline:
                raise PoolError(f"no connection became free in {PATIENCE} s")
            time.sleep(PAUSE)

    sql_db.ConnectionPool.borrow = borrow_in_turn
