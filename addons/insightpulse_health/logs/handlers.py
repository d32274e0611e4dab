"""Formats and filters on the handlers that there are (Odoo's come from odoo/netsvc.py).

Workers are forks of the process in which this is done, and keep it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from .access import WithoutProbes
from .formats import JSON, Redact, Text
from .message import exception, message
from .uncaught import log_uncaught


def set_up(redact: Redact, *, as_json: bool) -> None:
    """Once or again."""
    for handler in set(_handlers()):
        if handler.formatter or isinstance(handler, logging.StreamHandler):
            inner = handler.formatter or logging.Formatter()
            if isinstance(inner, Text):
                inner = inner.inner
            handler.setFormatter(JSON(redact) if as_json else Text(inner, redact))
        else:  # it takes a record apart by itself, as odoo.netsvc.PostgreSQLHandler does
            handler.filters = [one for one in handler.filters if not isinstance(one, _Redacted)]
            handler.addFilter(_Redacted(redact))
    access = logging.getLogger("werkzeug")
    if not any(isinstance(one, WithoutProbes) for one in access.filters):
        access.addFilter(WithoutProbes())
    if as_json:
        log_uncaught()


def _handlers() -> Iterator[logging.Handler]:
    yield from logging.getLogger().handlers
    for logger in list(logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            yield from logger.handlers


class _Redacted(logging.Filter):
    def __init__(self, redact: Redact) -> None:
        super().__init__()
        self._redact = redact

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._redact(message(record)), None
        record.exc_text = self._redact(exception(record)) or None
        return True
