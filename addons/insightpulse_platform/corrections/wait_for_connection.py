"""Let what is asked of one process at once wait for a connection, instead of failing.

Upstream, ``odoo/sql_db.py``, ``ConnectionPool.borrow``: when all connections are in use, it fails.
A worker has one request at a time and does not meet that; the process behind the evented port has
hundreds. Fifty websockets that are notified or subscribe together then lose some (closed with 1013,
``addons/bus/websocket.py``), each of which has to log in and subscribe anew.

Half of the connections are for who has none yet; who has one gets a second from the other half.
Else all could have one and wait for the second for ever.
"""

import threading
import time
import weakref

from odoo import sql_db
from psycopg2.pool import PoolError

PATIENCE = 10
PAUSE = 0.02
"""Seconds."""


class Attempt:
    """Counts as a connection while one is opened."""

    closed = 0


def apply():
    borrow, give_back = sql_db.ConnectionPool.borrow, sql_db.ConnectionPool.give_back
    holders = weakref.WeakKeyDictionary()  # connection → the thread, or greenlet, that has it

    def borrow_in_turn(self, connection_info):
        me, deadline = threading.get_ident(), time.monotonic() + PATIENCE
        attempt = Attempt()
        while True:
            held = [holder for connection, holder in list(holders.items()) if not connection.closed]
            others_hold = set(held) - {me}
            if me in held or len(held) < max(1, self._maxconn // 2):
                holders[attempt] = me
                try:
                    connection = borrow(self, connection_info)
                    holders[connection] = me
                    return connection
                except PoolError:
                    if not others_hold or time.monotonic() >= deadline:
                        raise
                finally:
                    del holders[attempt]
            elif time.monotonic() >= deadline:
                raise PoolError(f"no connection became free in {PATIENCE} s")
            time.sleep(PAUSE)

    def give_back_in_turn(self, connection, *args, **kwargs):
        holders.pop(connection, None)
        return give_back(self, connection, *args, **kwargs)

    sql_db.ConnectionPool.borrow = borrow_in_turn
    sql_db.ConnectionPool.give_back = give_back_in_turn
