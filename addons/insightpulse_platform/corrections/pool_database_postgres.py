"""Keep connections to Odoo's own database, even if that is called ``postgres``.

Upstream, ``odoo/sql_db.py``, ``Cursor._close``: connections to a database of that name are never
given back to the pool, so each request opens a new one. Managed PostgreSQL often has no other.
"""

from odoo import sql_db
from odoo.tools import config


def apply():
    give_back = sql_db.ConnectionPool.give_back

    def give_back_own(self, connection, keep_in_pool=True):
        own = not connection.closed and connection.info.dbname in (config["db_name"] or ())
        return give_back(self, connection, keep_in_pool or own)

    sql_db.ConnectionPool.give_back = give_back_own
