"""/status: what the operator chose to tell everybody (STATUS_PAGE), and nothing else."""

import threading
import time
from datetime import datetime, timezone

import psycopg2

from . import health, settings
from .checking import Away
from .database import Database
from .keeping.status_html import POLICY, Entry, page
from .keeping.uptime import DAYS, Day, last_days
from .probes.answer import Answer

AWAY = "Earlier days cannot be read at the moment; these are the last that are known."

DAYS_OF = (
    "SELECT name, date, pass_seconds, warn_seconds, fail_seconds FROM health_day"
    " WHERE name = ANY(%s) AND date > CURRENT_DATE - %s"
)


class StatusPage:
    """One page for everybody, made at most each few seconds."""

    FRESH = 5.0  # seconds

    def __init__(self, names, observe, rows):
        self._names, self._observe, self._rows = names, observe, rows
        self._turn = threading.Lock()
        self._made = float("-inf")
        self._body = b""
        self._days = {}
        self._note = ""

    def body(self):
        if self._turn.acquire(blocking=not self._body):  # meanwhile others see the page of before
            try:
                if time.monotonic() - self._made >= self.FRESH:
                    self._body = self._page().encode()
                    self._made = time.monotonic()
            finally:
                self._turn.release()
        return self._body

    def _page(self):
        self._read_days()
        known = {one.check.name: one for one in self._observe()}
        now = time.time()
        today = datetime.fromtimestamp(now, timezone.utc).date()
        entries = [
            Entry(one.check.title, one.status, last_days(self._days.get(name, {}), today))
            for name, one in known.items()
            if name in self._names
        ]
        # mistyped, or of an addon that is not loaded
        entries += [
            Entry(name, "", last_days(self._days.get(name, {}), today))
            for name in sorted(self._names - known.keys())
        ]
        return page(entries, now, self._note)

    def _read_days(self):
        try:
            rows = self._rows(DAYS_OF, (list(self._names), DAYS))
        except Away:
            self._note = AWAY
            return
        except psycopg2.Error:  # the addon is not installed in this database
            rows = []
        self._days, self._note = {}, ""
        for name, date, *seconds in rows:
            self._days.setdefault(name, {})[date] = Day(*map(float, seconds))


def _rows(sql, params):
    """On a connection that is closed again: the page may not be asked for in weeks."""
    database = Database(settings.target_database())
    try:
        return database.rows(sql, params)
    finally:
        database.close()


_pages = {}


def answer(environ):
    """For the table of probes/gate.py; None: the path is Odoo's, where nothing was chosen."""
    if not (names := frozenset(settings.status_page())):
        return None
    if names not in _pages:
        _pages[names] = StatusPage(names, lambda: health.runner().observe(), _rows)
    return Answer(
        200, _pages[names].body(), "text/html; charset=utf-8",
        {"Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'"},
    )  # fmt: skip
