"""Errors of the server that the web client is told in an answer that says 200.

Upstream, ``odoo/http.py``, ``JsonRPCDispatcher.handle_error``: whatever was raised becomes the
``error`` of the answer.
"""

from odoo.exceptions import RedirectWarning, UserError
from odoo.http import JsonRPCDispatcher, SessionExpiredException
from werkzeug.exceptions import HTTPException

from .. import counted, state

NOT_OURS = (UserError, RedirectWarning, HTTPException, SessionExpiredException)
"""What is said to a person on purpose, or is the request's own fault."""


@state.never_fails
def _failed():
    counted.rpc_errors.inc()


def apply():
    handle_error = JsonRPCDispatcher.handle_error

    def handle_and_count(self, exc):
        if not isinstance(exc, NOT_OURS):
            _failed()
        return handle_error(self, exc)

    JsonRPCDispatcher.handle_error = handle_and_count
