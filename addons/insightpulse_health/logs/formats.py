"""A record as a line of text, or as a line of JSON; without secrets in both."""

from __future__ import annotations

import copy
import json
import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import Any

from .message import exception, message
from .request_id import current

LINE_BYTES = 16_000
"""Of JSON, at most: Docker cuts what it is told after 16 KiB, and half an object is no JSON."""

_LONGEST = (6_000, 1_500, 300)  # characters of a text, each tried until the line is short enough
_MOST_FIELDS, _FIELD_CHARACTERS = 20, 200
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

Redact = Callable[[str], str]


class Text(logging.Formatter):
    """As the formatter ``inner`` writes it, with the request's id behind the first line."""

    def __init__(self, inner: logging.Formatter, redact: Redact) -> None:
        super().__init__()
        self.inner, self._redact = inner, redact

    def format(self, record: logging.LogRecord) -> str:
        shown: Any = record
        if request_id := current():
            shown = copy.copy(record)
            perf = getattr(record, "perf_info", "")
            shown.perf_info = f"{perf} request_id={request_id}".lstrip()
        try:
            text = self.inner.format(shown)
        except Exception:  # logging would print the arguments as they are
            shown = copy.copy(shown)
            shown.msg, shown.args = message(record), None
            shown.exc_info, shown.exc_text = None, exception(record) or None
            text = self.inner.format(shown)
        return self._redact(text)


class JSON(logging.Formatter):
    """One object: ``time``, ``level``, ``logger``, ``message``, ``pid``; where they are known
    ``database``, ``request_id``, ``user`` (id), ``event``, ``fields``, ``exception``, ``stack``;
    of a request's line in the access log ``queries``, ``query_seconds``, ``other_seconds``.

    What is too long has a gap in its middle that says so.
    """

    def __init__(self, redact: Redact) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        texts = {
            "message": self._clean(message(record)),
            "exception": self._clean(exception(record)),
            "stack": self._clean(str(record.stack_info or "")),
        }
        rest = self._rest(record)
        for longest in _LONGEST:
            cut = {name: shortened(text, longest) for name, text in texts.items()}
            line = json.dumps(_head(record, cut.pop("message")) | rest | _known(cut))
            if len(line) <= LINE_BYTES:
                return line
            rest.pop("fields", None)
        return line

    def _rest(self, record: logging.LogRecord) -> dict[str, Any]:
        thread = threading.current_thread()
        database = getattr(record, "dbname", None)
        user = getattr(thread, "uid", None)
        event = getattr(record, "event", None)
        rest = {
            "database": self._short(database) if database and database != "?" else None,
            "request_id": current(),
            "user": user if isinstance(user, int) else None,
            "event": self._short(event) if event else None,
            "fields": self._fields(getattr(record, "fields", None)),
        }
        return _known(rest) | _perf(record)

    def _fields(self, fields: object) -> dict[str, Any]:
        if not isinstance(fields, Mapping):
            return {}
        return {
            self._short(name): value if _is_plain(value) else self._short(value)
            for name, value in list(fields.items())[:_MOST_FIELDS]
        }

    def _short(self, value: object) -> str:
        try:
            return shortened(self._clean(str(value)), _FIELD_CHARACTERS)
        except Exception:
            return f"<{type(value).__name__}>"

    def _clean(self, text: str) -> str:
        """Without secrets, colours, and halves of surrogate pairs (which JSON can hold, and many
        of its readers refuse)."""
        if "\x1b" in text:
            text = _COLOUR.sub("", text)
        return self._redact(text).encode("utf-8", "replace").decode("utf-8")


def shortened(text: str, longest: int) -> str:
    """``text``, or its beginning and its end, which of a traceback matters most."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]} [… {len(text) - 2 * half} characters …] {text[-half:]}"


def _head(record: logging.LogRecord, text: str) -> dict[str, Any]:
    return {
        "time": _time(record.created),
        "level": str(logging.getLevelName(record.levelno)),  # colours may be in its levelname
        "logger": str(record.name)[:_FIELD_CHARACTERS],
        "message": text,
        "pid": record.process,
    }


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", {})}


def _time(created: object) -> str:
    """RFC 3339, of seconds since 1970."""
    try:
        moment = datetime.fromtimestamp(created, timezone.utc)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError, OSError):
        moment = datetime.fromtimestamp(time.time(), timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _perf(record: logging.LogRecord) -> dict[str, Any]:
    """What odoo.netsvc.PerfFilter has written: "QUERIES SECONDS SECONDS [CURSOR]", or dashes."""
    parts = _COLOUR.sub("", str(getattr(record, "perf_info", ""))).split()
    try:
        queries, query_seconds, other_seconds = int(parts[0]), float(parts[1]), float(parts[2])
    except (IndexError, ValueError):
        return {}
    return {
        "queries": queries,
        "query_seconds": query_seconds,
        "other_seconds": other_seconds,
    }


def _is_plain(value: object) -> bool:
    """Neither NaN nor endless, nor a text."""
    return value is None or (isinstance(value, int | float) and -(2.0**63) < value < 2.0**63)
