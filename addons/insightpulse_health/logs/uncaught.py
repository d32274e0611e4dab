"""Exceptions that nobody caught, as records: Python prints them as text."""

from __future__ import annotations

import logging
import sys
import threading
from typing import Any

_logger = logging.getLogger(__name__)


def log_uncaught() -> None:
    sys.excepthook = _in_process
    threading.excepthook = _in_thread
    sys.unraisablehook = _unraisable


def _in_process(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        _logger.critical("the process ends", exc_info=(kind, error, trace))


def _in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is None or issubclass(args.exc_type, SystemExit):
        return
    name = args.thread.name if args.thread else "?"
    exc_info = (args.exc_type, args.exc_value, args.exc_traceback)
    _logger.error("thread %s ends", name, exc_info=exc_info)


def _unraisable(args: Any) -> None:
    exc_info = (args.exc_type, args.exc_value, args.exc_traceback)
    _logger.error("%s %r", args.err_msg or "exception ignored in", args.object, exc_info=exc_info)
