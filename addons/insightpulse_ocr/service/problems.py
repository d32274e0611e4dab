"""The errors in which a call to the OCR service may end.

Whether a new attempt makes sense is a property of the class, so callers never
look at status codes.
"""

from __future__ import annotations


class ServiceError(Exception):
    """Base class.

    ``code``     stable, machine-readable word
    ``detail``   what was seen, in the service's or the network's own words; untrusted,
                 bounded in length, free of control characters
    ``passing``  whether the same call may succeed later
    """

    code = "service_error"
    passing = False

    def __init__(self, detail: str = "", code: str | None = None):
        self.detail = clean(detail)
        if code:
            self.code = code
        super().__init__(f"{self.code}: {self.detail}" if self.detail else self.code)


class ServiceAway(ServiceError):
    """Refused, cut or timed out connection, or a server error: try again later.

    A service that was killed in the middle of a document looks exactly like this.
    """

    code = "service_away"
    passing = True


class Busy(ServiceAway):
    """503: its queue is full. ``retry_after`` are seconds, or ``None`` when not told."""

    code = "busy"

    def __init__(self, detail: str = "", retry_after: float | None = None):
        super().__init__(detail)
        self.retry_after = retry_after


class Unauthorized(ServiceError):
    """401 or 403: the token is missing or wrong."""

    code = "unauthorized"


class DocumentRefused(ServiceError):
    """Any other 4xx: this file will never be read; ``code`` is the service's own."""

    code = "refused"


def clean(text: str, limit: int = 300) -> str:
    """``text`` on one line, without control characters, at most ``limit`` characters."""
    printable = "".join(c if c.isprintable() else " " for c in text[: limit * 4])
    line = " ".join(printable.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
