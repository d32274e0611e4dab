"""Take secrets out of a text that leaves the house."""

from __future__ import annotations

import re
from collections.abc import Iterable

HIDDEN = "…"
_SHAPES = (
    (re.compile(r"(\w+://)[^/\s@]+@"), rf"\1{HIDDEN}@"),  # who logs in at an address
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), rf"\1 {HIDDEN}"),
    (
        re.compile(r"(?i)\b(\w*(?:passw(?:or)?d|token|secret|api_?key|login|user))(\s*[=:]\s*)\S+"),
        rf"\1\2{HIDDEN}",
    ),
    (re.compile(r"(?i)\b(user|role|login) (\"[^\"]+\"|'[^']+')"), rf"\1 {HIDDEN}"),
    (re.compile(r"\b[\w.+-]+@[\w-]+(\.[\w-]+)+"), HIDDEN),  # addresses of people
    (re.compile(r"\bsk-[\w-]{8,}"), HIDDEN),
)


def discreet(text: str, secrets: Iterable[str] = ()) -> str:
    """``text`` without the ``secrets``, and without what looks like one.

    >>> discreet('FATAL: password authentication failed for user "odoo"')
    'FATAL: password authentication failed for user …'
    >>> discreet("postgres://odoo:secret@db:5432 refused, token=secret")  # detect: secret
    'postgres://…@db:5432 refused, token=…'
    """
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        if len(secret) >= 4:  # shorter ones are in ordinary words
            text = text.replace(secret, HIDDEN)
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return text
