"""Answer probes before Odoo sees them: no session, no cookie, no cursor of Odoo's.

Upstream, ``odoo/http.py``, ``Application.__call__`` opens a session for every request.
"""

from odoo import http

from .. import readiness, status_page
from . import full, live, ready
from .answer import Answer

ROUTES = {
    "/web/health": live.core,
    "/health/live": live.live,
    "/health/ready": ready.ready,
    "/health": full.full,
    "/status": status_page.answer,
}

ONLY_READ = Answer(405, b"GET and HEAD only.\n", headers={"Allow": "GET, HEAD"})


def apply():
    call = http.Application.__call__

    def answer_or_call(self, environ, start_response):
        route = ROUTES.get(environ.get("PATH_INFO"))
        answer = route and route(environ)
        if answer is None:
            return call(self, environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            answer = ONLY_READ
        return answer(environ, start_response)

    http.Application.__call__ = answer_or_call
    readiness.apply()
