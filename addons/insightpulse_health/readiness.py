"""Whether requests should come here: the database answers, the registry is loaded, no module waits
to be upgraded, files can be reached, and this process is not ending.

One query, at most twice a second, however many ask.
"""

import threading
import time

import psycopg2
from odoo.service import server

from .checking import FAIL, Away
from .checks.file_store import CHECK as FILE_STORE

FRESH = 0.5
"""Seconds for which an answer is given again."""

WITHIN = 1.0
"""Seconds in which the database has to answer."""

WAITING = (
    "SELECT name FROM ir_module_module"
    " WHERE state IN ('to install', 'to upgrade', 'to remove') ORDER BY name LIMIT 1"
)

_ending = threading.Event()


class Readiness:
    def __init__(self, context, runner):
        self._context = context
        self._runner = runner
        self._turn = threading.Lock()
        self._asked = 0.0
        self._reason = "not asked yet"

    def reason(self):
        """Why this process is not ready, in words without secrets; empty: it is."""
        if _ending.is_set():
            return "this process is ending"
        if not self._context.database:
            return "no database is chosen: db_name is empty"
        if not self._turn.acquire(timeout=WITHIN):
            return f"the database gave no answer within {WITHIN:g} seconds"
        try:
            if time.monotonic() - self._asked >= FRESH:
                self._reason = self._look()
                self._asked = time.monotonic()
            return self._reason
        finally:
            self._turn.release()

    def _look(self):
        try:
            waiting = self._context.rows(WAITING, seconds=WITHIN)
        except Away as error:
            return str(error)
        except psycopg2.Error:
            return "the database holds no Odoo"
        if waiting:
            return f"the module {waiting[0][0]} waits to be installed, upgraded or removed"
        registry = self._context.registry
        if registry is None or not registry.ready:
            return "the registry is not loaded"
        files = self._runner.latest(FILE_STORE.name)
        if files and files.status == FAIL:
            return "; ".join(result.output for result in files.results if result.output)
        return ""


def apply():
    """Notice the signal that ends this worker. Upstream: ``Worker.signal_handler`` in
    ``odoo/service/server.py`` only says it to the worker."""
    signal_handler = server.Worker.signal_handler

    def notice(self, *args):
        _ending.set()
        signal_handler(self, *args)

    server.Worker.signal_handler = notice
