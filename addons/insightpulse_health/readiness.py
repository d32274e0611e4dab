"""Whether requests should come here: the database answers, the registry is loaded, no module waits
to be upgraded, files can be reached, and this process is not ending.

One query, at most twice a second, however many ask.
"""

import logging
import math
import threading
import time

import psycopg2
from odoo.addons.insightpulse_platform.corrections.fork_evented_process import WorkerEvented
from odoo.modules.registry import Registry
from odoo.service import server

from .checking import FAIL, Away
from .checks.file_store import CHECK as FILE_STORE

_logger = logging.getLogger(__name__)

FRESH = 0.5
"""Seconds for which an answer is given again."""

LATELY = 150.0
"""Seconds for which it is known afterwards: the sampler asks each minute, and may be held up."""

WITHIN = 1.0
"""Seconds in which the database has to answer."""

WAITING = (
    "SELECT name FROM ir_module_module"
    " WHERE state IN ('to install', 'to upgrade', 'to remove') ORDER BY name LIMIT 1"
)

_is_ending = False


class Readiness:
    """``context``: with a connection of its own, so that no check holds up a probe; ``runner``: of
    the checks."""

    def __init__(self, context, runner):
        self._context = context
        self._runner = runner
        self._turn = threading.Lock()
        self._kept = "", -math.inf  # what was found, and when
        self._loading = None

    def reason(self):
        """Why this process is not ready, in words without secrets; empty: it is."""
        if known := self._without_a_look():
            return known
        with self._turn:  # all that come meanwhile get the same answer
            if not self._is_younger_than(FRESH):
                found = self._look()
                self._kept = found, time.monotonic()
            return self._kept[0]

    def last(self):
        """The same, as it was found last, for who may neither look nor wait; None: nobody has
        asked lately."""
        if known := self._without_a_look():
            return known
        return self._kept[0] if self._is_younger_than(LATELY) else None

    def _without_a_look(self):
        if _is_ending:
            return "this process is ending"
        if not self._context.database:
            return "no database is chosen: db_name is empty"
        return ""

    def _is_younger_than(self, seconds):
        return time.monotonic() - self._kept[1] < seconds

    def _look(self):
        try:
            waiting = self._context.rows(WAITING, seconds=WITHIN)
        except Away as error:
            return str(error)
        except psycopg2.Error:
            return "the database holds no Odoo"
        except Exception:
            _logger.exception("readiness could not be looked at")
            return "readiness could not be looked at; Odoo's log says why"
        if waiting:
            return f"the module {waiting[0][0]} waits to be installed, upgraded or removed"
        registry = self._context.registry
        if registry is None or not registry.ready:
            self._load()
            return "the registry is not loaded"
        files = self._runner.latest(FILE_STORE.name, seconds=WITHIN)
        if files is None:
            return "the file storage has not been looked at yet"
        for result in files.results:
            if result.status == FAIL and result.value is None:  # not: there is little space
                return result.output
        return ""

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

    stop = WorkerEvented.stop

    def stop_unready(self):
        global _is_ending
        _is_ending = True  # also of one that ends because it has grown
        stop(self)

    server.Worker.signal_handler = notice
    WorkerEvented.stop = stop_unready
