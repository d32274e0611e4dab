"""Look at all checks each minute, and write down what was found, in the database if it is there.

In one process of an instance: the evented one, or the only one where there are no workers.
"""

import logging
import threading
import time

import psycopg2
from odoo import SUPERUSER_ID, api
from odoo.addons.insightpulse_platform.connection import AWAY, first_line
from odoo.addons.insightpulse_platform.corrections.fork_evented_process import WorkerEvented
from odoo.modules.registry import Registry
from odoo.service import server
from odoo.sql_db import PoolError

from . import health, measuring, settings
from .keeping import Ledger, findings

_logger = logging.getLogger(__name__)

FIRST, EVERY = 5.0, 60.0
"""Seconds from the start to the first look, and from one look to the next."""

PATIENCE = 2.0
"""Seconds in which somebody else who looks has written that down, or is not waited for."""

HANGS = 5.0
"""Seconds after which a write goes on without the look that began it. Odoo's pool asks a connection
whether it lives, and waits for the answer as long as the network likes."""

LOCK = 0x6865616C7468
"""Advisory lock of whoever writes: "health"."""

_NOT_NOW = (*AWAY, PoolError)


class Sampler:
    """What this process saw, and the way from there into the database."""

    def __init__(self, observe, database, instance):
        self._observe, self._database, self._instance = observe, database, instance
        self._turn = threading.Lock()
        self.ledger = Ledger()
        self._said = self._writes = None

    def look(self, *, sample=False):
        """The findings of a fresh look, which are written down where that is possible now."""
        found = findings(self._observe(), self._instance())
        if self._turn.acquire(timeout=PATIENCE):  # a database that hangs may hold up the other
            try:
                self.ledger.note(found, time.time())
                self._write_beside(found, sample)
            finally:
                self._turn.release()
        return found

    def known(self):
        """What was written down, and what others found; as ``health.state`` has both."""
        registry = self.registry()
        if registry is None:
            return {}, []
        try:
            with registry.cursor(readonly=True) as cr:
                states = api.Environment(cr, SUPERUSER_ID, {})["health.state"]
                return states._known(), states._of_others(self._instance())
        except _NOT_NOW:
            return {}, []

    def registry(self):
        """The target database's, if it is loaded in this process and has this addon; or None."""
        registry = Registry.registries.snapshot.get(self._database())
        if registry is None or not registry.ready or "health.state" not in registry:
            return None
        return registry

    def run(self):
        """Go on until the process ends."""
        time.sleep(FIRST)
        while True:
            begun = time.monotonic()
            try:
                health.readiness().reason()  # for /metrics; where nobody probes, nobody else asks
                self.look(sample=True)
            except Exception:  # the next look may succeed, and this thread is the only one
                _logger.warning("health could not be looked at", exc_info=True)
            time.sleep(max(1.0, EVERY - (time.monotonic() - begun)))

    def _write_beside(self, found, sample):
        """In a thread of its own, one at a time: what is found meanwhile is remembered."""
        if self._writes and self._writes.is_alive():
            self._say("the database hangs", "the write before has not ended")
            return
        self._writes = threading.Thread(
            target=self._try_to_write, args=(found, sample), daemon=True, name="health writes"
        )
        self._writes.start()
        self._writes.join(HANGS)

    def _try_to_write(self, found, sample):
        try:
            self._write(found, sample)
            self._said = None
        except _NOT_NOW as error:
            self._say("the database is away", first_line(error))
        except psycopg2.Error as error:  # it is read-only, or being upgraded
            self._say("the database refuses it", first_line(error))
        except Exception:  # the next look may succeed
            _logger.warning("health could not be written down", exc_info=True)

    def _write(self, found, sample):
        registry = self.registry()
        if registry is None:
            return
        with registry.cursor() as cr:
            cr.execute("SET LOCAL statement_timeout = '5s'")
            cr.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,))
            if not cr.fetchone()[0]:  # another instance writes; what is to count waits
                return
            env = api.Environment(cr, SUPERUSER_ID, {})
            stretches = list(self.ledger.stretches)
            env["health.state"]._note(found, self.ledger.changes, self._instance())
            env["health.day"]._count(stretches)
        self.ledger.written(stretches)
        if sample:  # by itself: a database that is slow to measure still has its history
            with registry.cursor() as cr:
                cr.execute("SET LOCAL statement_timeout = '30s'")
                cr.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,))
                if cr.fetchone()[0]:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    env["health.sample"]._add_due(measuring.values)

    def _say(self, why, details):
        if self._said != (said := (why, details)):
            self._said = said
            _logger.warning("health is not written down: %s: %s", why, details)


SAMPLER = Sampler(lambda: health.runner().observe(), settings.target_database, settings.instance)


def apply():
    """Start the thread with the process that is to have it."""
    for one in (WorkerEvented, server.GeventServer, server.ThreadedServer):
        _sample_in(one)


def _sample_in(process):
    start = process.start

    def start_sampling(self, *args, **options):
        if not options.get("stop"):  # --stop-after-init
            threading.Thread(target=SAMPLER.run, name="health sampler", daemon=True).start()
        return start(self, *args, **options)

    process.start = start_sampling
