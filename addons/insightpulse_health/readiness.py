"""Whether requests should come here: the database answers, the registry is loaded, no module waits
to be upgraded, files can be reached, and this process is not ending.

One query, at most twice a second, however many ask.
"""

import threading

import psycopg2
from odoo.modules.registry import Registry
from odoo.service import server

from .checking import FAIL, PASS, Check, Result, Runner
from .checks.file_store import CHECK as FILE_STORE

FRESH = 0.5
"""Seconds for which an answer is given again."""

WITHIN = 1.0
"""Seconds in which the database has to answer."""

WAITING = (
    "SELECT name FROM ir_module_module"
    " WHERE state IN ('to install', 'to upgrade', 'to remove') ORDER BY name LIMIT 1"
)

_is_ending = False


class Readiness:
    """``context``: with a connection of its own, so that no check holds up a probe; ``runner``: of
    the other checks."""

    def __init__(self, context, runner):
        self._context = context
        self._others = runner
        check = Check("instance:ready", "Ready", self._look, seconds=WITHIN, every=FRESH)
        self._runner = Runner(lambda: (check,), context)
        self._loading = None

    def reason(self):
        """Why this process is not ready, in words without secrets; empty: it is."""
        if _is_ending:
            return "this process is ending"
        if not self._context.database:
            return "no database is chosen: db_name is empty"
        [observed] = self._runner.observe()
        return observed.results[0].output

    def _look(self, context):
        try:
            waiting = context.rows(WAITING, seconds=WITHIN)
        except psycopg2.Error:
            return Result(FAIL, "the database holds no Odoo")
        if waiting:
            words = f"the module {waiting[0][0]} waits to be installed, upgraded or removed"
            return Result(FAIL, words)
        registry = context.registry
        if registry is None or not registry.ready:
            self._load()
            return Result(FAIL, "the registry is not loaded")
        files = self._others.latest(FILE_STORE.name)
        for result in files.results if files else ():
            if result.status == FAIL and result.value is None:  # not: there is little space
                return Result(FAIL, result.output)
        return Result(PASS)

    def _load(self):
        """As the first request would, which does not come to who is not ready."""
        if not (self._loading and self._loading.is_alive()):
            self._loading = threading.Thread(
                target=Registry, args=(self._context.database,), daemon=True, name="health loads"
            )
            self._loading.start()


def apply():
    """Notice the signal that ends this worker. Upstream: ``Worker.signal_handler`` in
    ``odoo/service/server.py`` only says it to the worker."""
    signal_handler = server.Worker.signal_handler

    def notice(self, *args):
        global _is_ending
        _is_ending = True
        signal_handler(self, *args)

    server.Worker.signal_handler = notice
