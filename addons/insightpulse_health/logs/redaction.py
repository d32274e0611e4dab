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

# What comes between a secret's name and the secret: = or : and quotes, also escaped ones.
_SEPARATOR = r"[\"'\]\\]{0,3}\s{0,4}[:=]{1,2}>?\s{0,4}(?:b?\\?[\"'])?"
_VALUE = (
    r"((?<=\")[^\"\\\n]*(?:\\.[^\"\\\n]*)*"
    r"|(?<=')[^'\\\n]*(?:\\.[^'\\\n]*)*"
    r"|(?<![\"'])(?:(?:bearer|basic|digest|token)\s{1,4})?[^\s&;\"'<>]+)"
)
# Names count wherever a longer one ends so: csrf_token=, 'db_password': , Set-Cookie:
_NAMES = (
    ("passw", "passw(?:or)?d"),
    ("passphrase", "passphrase"),
    ("pwd", "pwd"),
    ("secret", "secret(?:[_-]?key)?"),
    ("token", "token"),
    ("api", "api[_-]?key"),
    ("access", "access[_-]?key"),
    ("private", "private[_-]?key"),
    ("authorization", "authorization"),
    ("cookie", "cookie"),
    ("session", "session[_-]?id"),
    ("sid", r"sid(?<=\bsid)"),
)
# What each begins with, and the shape, in lower case, its one group being the secret: most texts
# have none of the beginnings, which costs less to see than to look for shapes.
_SHAPES = [
    (start, re.compile(shape, re.ASCII))
    for start, shape in (
        *((start, name + _SEPARATOR + _VALUE) for start, name in _NAMES),
        ("bearer", r"bearer\s{1,4}([\w.~+/=-]{8,})"),
        ("basic", r"basic\s{1,4}(?=[a-z+/]*[0-9=])([a-z0-9+/]{8,}={0,2})"),
        ("://", r"://[^\s/:@]{0,256}:([^\s/]{1,512})@"),
        ("sk-", r"sk-(?<=\bsk-)([\w-]{16,})"),  # OpenAI and others
        ("dop_v1_", r"dop_v1_(\w{16,})"),  # DigitalOcean
        ("akia", r"akia(?<=\bakia)([0-9a-z]{16})\b"),  # AWS
        ("eyj", r"eyj(?<=(?<![\w-])eyj)([\w-]{8,}\.[\w-]{8,}\.[\w-]*)"),  # JSON web token
        ("-----begin", r"-----begin [a-z ]{0,32}private key-----([^-]*)"),
    )
]


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
        lowered = _lowered(text)
        for start, shape in _SHAPES:
            if start in lowered and (hidden := _hidden(shape, text, lowered)) != text:
                text, lowered = hidden, _lowered(hidden)
        return text


def _lowered(text: str) -> str:
    """Of the same length: str.lower() makes two characters of some."""
    if text.isascii():
        return text.lower()
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


def _hidden(shape: re.Pattern[str], text: str, lowered: str) -> str:
    parts, end = [], 0
    for match in shape.finditer(lowered):
        parts += [text[end : match.start(1)], MASK]
        end = match.end(1)
    return "".join(parts) + text[end:]


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
