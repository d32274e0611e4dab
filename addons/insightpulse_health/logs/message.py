"""The text of a record, however odd it is: a log that fails tells nothing of what failed."""

from __future__ import annotations

import logging
import traceback

_SHOWN = 2000


def message(record: logging.LogRecord) -> str:
    """With the arguments in their places, or behind the message where they do not fit it."""
    try:
        return record.getMessage()
    except Exception:
        return f"{_shown(record.msg)} {_shown(record.args)}"


def exception(record: logging.LogRecord) -> str:
    """The traceback; empty: there is none."""
    if record.exc_text:
        return str(record.exc_text)
    if not isinstance(record.exc_info, tuple) or record.exc_info[1] is None:
        return ""
    try:
        return "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
    except Exception:
        return _shown(record.exc_info)


def _shown(value: object) -> str:
    try:
        text = value if isinstance(value, str) else repr(value)
    except Exception as error:
        text = f"<{type(value).__name__} whose text raises {type(error).__name__}>"
    return text[:_SHOWN]
