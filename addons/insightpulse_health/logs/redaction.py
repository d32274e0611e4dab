"""Take secrets out of text: this instance's own by their values, anybody's by their shape."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MASK = "***"

SHORTEST = 8
"""Characters. A shorter value of ours may be a word of its own ("odoo"): only shapes hide it."""

# What introduces a secret, wherever a name ends so: csrf_token=, 'db_password': , Set-Cookie:
_NAME = (
    r"passw(?:or)?d|passphrase|pwd|secret(?:[_-]?key)?|token|(?:api|access|private)[_-]?key"
    r"|authorization|cookie|session[_-]?id|\bsid"
)
_SEPARATOR = r"[\"'\]\\]{0,3}\s{0,4}[:=]{1,2}>?\s{0,4}(?:b?\\?[\"'])?"
_VALUE = (
    r"(?:(?<=\")(?:[^\"\\\n]|\\.)*"
    r"|(?<=')(?:[^'\\\n]|\\.)*"
    r"|(?<![\"'])(?:(?:bearer|basic|digest|token)\s{1,4})?[^\s&;\"'<>]+)"
)
# Each alternative has one group at most: what stays before the mask.
_SHAPES = re.compile(
    rf"((?:{_NAME}){_SEPARATOR}){_VALUE}"
    r"|(bearer\s{1,4})[\w.~+/=-]{8,}"
    r"|(basic\s{1,4})(?=[a-z+/]*[0-9=])[a-z0-9+/]{8,}={0,2}"
    r"|(://[^\s/:@]{0,256}:)[^\s/]{1,512}(?=@)"
    r"|\bsk-[\w-]{16,}"  # OpenAI and others
    r"|\bdop_v1_\w{16,}"  # DigitalOcean
    r"|\bakia[0-9a-z]{16}\b"  # AWS
    r"|\beyj[\w-]{8,}\.[\w-]{8,}\.[\w-]*"  # JSON web token
    r"|(-----begin [a-z ]{0,32}private key-----)[^-]*",
    re.IGNORECASE | re.ASCII,
)
# Most records have none of these, which costs less to see than to look for shapes.
_HINTS = (
    "passw", "passphrase", "pwd", "secret", "token", "key", "authorization", "cookie", "session",
    "sid", "bearer", "basic", "://", "sk-", "dop_v1_", "akia", "eyj",
)  # fmt: skip


class Redaction:
    """Called with a text, returns it with a mask instead of each secret.

    ``own``: secrets to know by their value, in whatever form they are written down.
    """

    def __init__(self, own: Iterable[str] = ()) -> None:
        self._forms = sorted(
            {form for secret in own if len(secret) >= SHORTEST for form in _forms(secret)},
            key=len, reverse=True,
        )  # fmt: skip
        self._own = re.compile("|".join(map(re.escape, self._forms)) or r"(?!)")

    def __call__(self, text: str) -> str:
        for form in self._forms:  # a search for each is faster than one for all
            if form in text:
                text = self._own.sub(MASK, text)
                break
        lowered = text.lower()
        for hint in _HINTS:
            if hint in lowered:
                return _SHAPES.sub(_masked, text)
        return text


def _masked(match: re.Match[str]) -> str:
    return (match[match.lastindex] if match.lastindex else "") + MASK


def _forms(secret: str) -> set[str]:
    raw = secret.encode("utf-8", "surrogateescape")
    forms = {
        secret,
        quote(raw),
        quote(raw, safe=""),
        quote_plus(raw),
        repr(secret)[1:-1],
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        base64.b64encode(raw).decode().rstrip("="),
    }
    return {form for form in forms if len(form) >= SHORTEST}
