"""Which request something is done for: an id of its own for each, the same in every log.

nginx makes it, or takes that of a trusted proxy (X-Request-ID); what reaches Odoo without one, as
jobs do, gets one here. It is kept on the thread, where clients of other services look for it.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")

Application = Callable[[Any, Any], Iterable[bytes]]


def accepted(environ: Mapping[str, object]) -> str:
    """The id that the WSGI request brings, or a new one where it brings none that is sane."""
    given = environ.get("HTTP_X_REQUEST_ID")
    if isinstance(given, str) and _SANE.fullmatch(given):
        return given
    return secrets.token_hex(16)


def current() -> str:
    """The id of the request that this thread is busy with; empty: with none."""
    return getattr(threading.current_thread(), "request_id", "")


def traced(app: Application) -> Application:
    """The WSGI application ``app``, its thread carrying the request's id until the answer is sent.

    The server writes its line of the access log, and a stream does its work, while it is sent.
    """

    def answer(environ: Any, start_response: Any) -> Iterable[bytes]:
        thread: Any = threading.current_thread()
        thread.request_id = accepted(environ)
        try:
            return _Body(app(environ, start_response), thread)
        except BaseException:
            thread.request_id = ""
            raise

    return answer


class _Body:
    def __init__(self, body: Iterable[bytes], thread: Any) -> None:
        self._body, self._thread = body, thread

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        try:
            if close := getattr(self._body, "close", None):
                close()
        finally:
            self._thread.request_id = ""
