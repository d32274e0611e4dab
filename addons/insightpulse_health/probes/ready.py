"""/health/ready: 200, or 503 while requests should go elsewhere. Why is in Odoo's log, and in
/health for who has the token."""

import logging

from .. import health
from . import bearer
from .answer import Answer

_logger = logging.getLogger(__name__)
_said = ""


def ready(environ):
    global _said
    reason = health.readiness().reason()
    if reason != _said:
        if reason:
            _logger.warning("not ready: %s", reason)
        else:
            _logger.info("ready")
        _said = reason
    data = {"status": "fail" if reason else "pass"}
    token = bearer.given(environ)
    if reason and token is not None and bearer.is_right(token):
        data["output"] = health.redaction()(reason)
    return Answer.of_json(503 if reason else 200, data, "application/health+json")
