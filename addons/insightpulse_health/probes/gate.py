"""Answer probes before Odoo sees them: no session, no cookie, no cursor of Odoo's.

Upstream, ``odoo/http.py``, ``Application.__call__`` opens a session for every request.
"""

from functools import partial

from odoo import http

from .. import readiness, status_page
from ..metrics import measured
from . import full, live, ready, scrape
from .answer import Answer

ROUTES = {
    "/web/health": live.core,
    "/health/live": live.live,
    "/health/ready": ready.ready,
    "/health": full.full,
    "/metrics": scrape.metrics,
    "/status": status_page.answer,
}

ONLY_READ = Answer(405, b"GET and HEAD only.\n", headers={"Allow": "GET, HEAD"})


def apply():
    call = measured(http.Application.__call__)

    def answer_or_call(self, environ, start_response):
        route = ROUTES.get(environ.get("PATH_INFO"))
        answer = route and route(environ)
        if answer and environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            answer = ONLY_READ
        return (answer or partial(call, self))(environ, start_response)

    http.Application.__call__ = answer_or_call
    readiness.apply()
