"""Take people out of a text that leaves the house; secrets are ``logs.redaction``'s."""

from __future__ import annotations

import re

HIDDEN = "…"
_SHAPES = (
    (re.compile(r"(\w+://)[^/\s@]+@"), rf"\1{HIDDEN}@"),  # who logs in at an address
    (re.compile(r"(?i)\b((?:\w*_)?(?:user|login|username))(\s*[=:]\s*)\S+"), rf"\1\2{HIDDEN}"),
    (re.compile(r"(?i)\b(user|role|login) (\"[^\"]+\"|'[^']+')"), rf"\1 {HIDDEN}"),
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), HIDDEN),
)


def discreet(text: str) -> str:
    """``text`` without names of users and addresses of mail.

    >>> discreet('FATAL: password authentication failed for user "odoo"')
    'FATAL: password authentication failed for user …'
    >>> discreet("smtp://marc@mail:25 refused marc@example.com, user=marc")
    'smtp://…@mail:25 refused …, user=…'
    """
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return text
