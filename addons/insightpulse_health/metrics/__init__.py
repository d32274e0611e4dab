"""Metrics of all processes of the server, for Prometheus.

``prepare`` once, before any fork; then ``measured`` around the WSGI application, and ``exposition``
for a scraper. What Odoo does is counted by ``patches``, what addons tell by ``events``.
"""

import functools
import logging

_logger = logging.getLogger(__name__)


def prepare():
    """Begin to count. Called by post_load; a server that cannot count says so, and serves."""
    from .server import begin

    try:
        begin()
    except Exception:
        _logger.exception("there are no metrics of this server")


def measured(app):
    """The WSGI application ``app``, its requests counted."""
    from .requests import measured as wrap

    return wrap(app)


def exposition(environ):
    """``(content type, bytes)`` of all metrics, in the format that the request accepts."""
    from .exposition import expose

    return expose(environ.get("HTTP_ACCEPT", ""), _collectors())


@functools.cache
def _collectors():
    from .server import collectors

    return collectors()
