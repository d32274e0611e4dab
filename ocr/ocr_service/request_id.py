"""The caller's id of a request (X-Request-ID), for the log: the caller's log has it, too."""

from __future__ import annotations

import re

PATTERN = "[A-Za-z0-9._-]{8,64}"


def sane(given: str | None) -> str:
    """`given` if it can stand in a line of a log, else a dash.

    >>> sane("request-of-tests"), sane("pages=2 seconds=0"), sane(None)
    ('request-of-tests', '-', '-')
    """
    return given if given and re.fullmatch(PATTERN, given) else "-"
