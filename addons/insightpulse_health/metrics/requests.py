"""Count requests and their seconds, at the WSGI application."""

import threading
from time import perf_counter

from . import busy, labels, state, storage

ROUTE = "insightpulse.route"
"""Key of the environ; a dictionary, because Odoo copies the environ when it reroutes."""

MOST = 200
"""Label sets of a process. All that come later count for the route ``other``."""


def measured(app):
    """``app``, counted: a WSGI application, or a class's method that is one.

    The time ends when the answer begins: a stream or a websocket then stays open as it likes.
    """

    def answer(*args):
        *owner, environ, start_response = args
        found = environ[ROUTE] = {}
        path, line = environ.get("PATH_INFO", ""), ""

        def started(status, headers, *exc_info):
            nonlocal line
            line = status
            return start_response(status, headers, *exc_info)

        began = perf_counter()
        try:
            return app(*owner, environ, started)
        finally:
            seconds = perf_counter() - began
            route = labels.route(found.get("rule"), path)
            method = labels.method(environ.get("REQUEST_METHOD"))
            _count(route, method, labels.status_class(line or "500"), seconds)

    return answer


def matched(environ, rule):
    """Note the rule of Odoo's router that a request has matched."""
    if (found := environ.get(ROUTE)) is not None:
        found["rule"] = rule
        busy.tell(rule)


class _Seen:
    """The label sets in this process's file; it may have them from a process before."""

    def __init__(self):
        self._slot = self._bounded = None
        self._lock = threading.Lock()

    def admits(self, label_set):
        slot = state.slots.own()
        with self._lock:
            if slot != self._slot:
                path = state.slots.folder / f"histogram_{slot}.db"
                known = {
                    (each["route"], each["method"], each["status"])
                    for _sample, each in storage.keys(path)
                    if each.get("route", labels.OTHER) != labels.OTHER
                }
                self._bounded = labels.Bounded(MOST, known)
                self._slot = slot
            return self._bounded.admits(label_set)


_seen = _Seen()


@state.never_fails
def _count(route, method, status, seconds):
    from . import counted

    if not _seen.admits((route, method, status)):
        route = labels.OTHER
    counted.requests.labels(route, method, status).observe(seconds)
