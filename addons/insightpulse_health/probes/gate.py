"""Answer probes before Odoo sees them: no session, no cookie, no cursor of Odoo's.

Upstream, ``odoo/http.py``, ``Application.__call__`` opens a session for every request.
"""

import logging
import threading
from functools import partial

from odoo import http
from odoo.addons.insightpulse_platform.corrections import fork_evented_process

from .. import readiness, status_page
from ..logs import request_id
from ..metrics import measured
from . import full, live, ready, scrape
from .answer import Answer

_logger = logging.getLogger(__name__)

ROUTES = {
    "/web/health": live.core,
    "/health/live": live.live,
    "/health/ready": ready.ready,
    "/health": full.full,
    "/metrics": scrape.metrics,
    "/status": status_page.answer,
}

STUMBLED = Answer(500, b"It could not be answered; Odoo's log says why.\n")
ONLY_READ = Answer(405, b"GET and HEAD only.\n", headers={"Allow": "GET, HEAD"})


def answer(environ):
    """The answer to a probe; None: it is none."""
    route = ROUTES.get(environ.get("PATH_INFO"))
    found = route and route(environ)
    return ONLY_READ if found and environ["REQUEST_METHOD"] not in ("GET", "HEAD") else found


def at_once(environ):
    """The same before any application: its log carries the request's id, and no error gets out."""
    threading.current_thread().request_id = request_id.accepted(environ)
    try:
        return answer(environ)
    except Exception:
        _logger.exception("a probe could not be answered")
        return STUMBLED


def apply():
    call = measured(http.Application.__call__)

    def answer_or_call(self, environ, start_response):
        return (answer(environ) or partial(call, self))(environ, start_response)

    http.Application.__call__ = answer_or_call
    fork_evented_process.at_once = at_once
    readiness.apply()
