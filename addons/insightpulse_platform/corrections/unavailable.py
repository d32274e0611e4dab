"""Answer 503 while the database is away, and log nobody out.

Upstream, ``odoo/http.py``: ``Application.__call__`` takes an unreachable database for a missing
one, logs the user out and answers 404 (or the login page); an error in the middle of a request is
a 500, or a 200 that carries a traceback.

The web client takes an answer of 503 that is no JSON for a lost connection: it says so, and tries
again by itself. https://www.rfc-editor.org/rfc/rfc9110#name-503-service-unavailable
"""

import logging

from odoo import http
from psycopg2 import errors
from psycopg2.pool import PoolError

from ..connection import AWAY, first_line

_logger = logging.getLogger(__name__)

RETRY_AFTER = 5
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>Back in a moment</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #374151; background: #f9fafb;
       display: grid; place-items: center; min-height: 90vh; margin: 0 16px; text-align: center }
h1 { font-size: 22px; font-weight: 600 }
</style>
</head>
<body>
<main>
<h1>The database does not answer at the moment</h1>
<p>You are still logged in, and what was saved is safe. This page tries again by itself.</p>
</main>
</body>
</html>
"""


def is_away(error):
    """Whether ``error`` says that no connection could be had, or that it broke.

    A lock that was not obtained, a deadlock or a cancelled statement is an OperationalError too,
    and the business of the one who asked.
    """
    if isinstance(error, PoolError):
        return True
    if not isinstance(error, AWAY) or isinstance(error, errors.QueryCanceled):
        return False
    code = getattr(error, "pgcode", None)
    # 08: connection exceptions. 57P: shut down or starting up. 53300: too many connections.
    # No code at all: the connection itself failed.
    return code is None or code[:2] == "08" or code[:3] == "57P" or code == "53300"


def away(error):
    """What says that the database is away: ``error``, or what it was raised from; else None.

    Whoever renders a page or loads a registry wraps what went wrong there.
    """
    while error and not is_away(error):
        error = error.__cause__
    return error


def unavailable():
    response = http.Response(PAGE, status=503, content_type="text/html; charset=utf-8")
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def apply():
    serve_db = http.Request._serve_db

    def serve_db_or_503(self):
        try:
            return serve_db(self)
        except Exception as error:
            reason = away(error)
            if not reason:
                raise
        _logger.warning("503 for %s: %s", self.httprequest.path, first_line(reason))
        return unavailable()

    post_init = http.Request._post_init

    def post_init_or_503(self):
        try:
            post_init(self)
        except (*AWAY, PoolError) as error:  # the session is in the database as well
            if is_away(error):
                error.error_response = unavailable()
                error.loglevel = logging.WARNING
            raise

    http.Request._serve_db = serve_db_or_503
    http.Request._post_init = post_init_or_503
