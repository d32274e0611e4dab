"""What the values of security headers tell a browser: read as it reads them, and no more kindly.

Each function takes the values of one header, as they came, and says what is wrong, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LEAST_MAX_AGE = 180 * 86400
"""Seconds; the least that Mozilla's Observatory accepts of Strict-Transport-Security."""

_REFERRER_POLICIES = {
    "no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin",
    "origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url",
}  # fmt: skip
_TELL_PATHS = {"unsafe-url", "no-referrer-when-downgrade"}
# A source of frame-ancestors that is everybody: of any scheme, or of one, with any port.
_EVERYBODY = re.compile(r"\*|https?:|(https?://)?\*(:(\*|\d+))?/?")


def content_type_options(values: Sequence[str]) -> str:
    """Fetch Standard, 2.2.5: the first of the values decides."""
    first = _separated(values)[:1]
    return "" if first == ["nosniff"] else _wrong(values, "it has to be nosniff")


def referrer_policy(values: Sequence[str]) -> str:
    """Referrer Policy, 8.1: the last one that the browser knows."""
    known = [value for value in _separated(values) if value in _REFERRER_POLICIES]
    if not known:
        return _wrong(values, "no policy is in it")
    return _wrong(values, "other sites see whole addresses") if known[-1] in _TELL_PATHS else ""


def framing(frame_options: Sequence[str], policies: Sequence[str]) -> str:
    """Where a Content-Security-Policy says ``frame-ancestors``, X-Frame-Options does not count.

    CSP Level 3, 6.4.2.2; of several policies each has to be kept.
    """
    named = [
        sources
        for policy in _split(policies, ",")
        if (sources := _frame_ancestors(policy)) is not None
    ]
    if any(not any(map(_EVERYBODY.fullmatch, sources)) for sources in named):
        return ""
    if named:
        return f"Content-Security-Policy has frame-ancestors {' '.join(named[0])}: every site"
    allowed = set(_separated(frame_options))
    if allowed in ({"sameorigin"}, {"deny"}):
        return ""
    return f"X-Frame-Options {_wrong(frame_options, 'it has to be SAMEORIGIN or DENY')}"


def transport_security(values: Sequence[str]) -> str:
    """RFC 6797, 6.1 and 8.1: the first header alone, and no directive twice."""
    directives: dict[str, str] = {}
    for directive in _split(values[:1], ";"):
        name, _sign, value = (part.strip() for part in directive.partition("="))
        if name.lower() in directives:
            return _wrong(values, f"{name} is there twice")
        directives[name.lower()] = value
    age = re.fullmatch(r'"(\d{1,18})"|(\d{1,18})', directives.get("max-age", ""), re.ASCII)
    if not age:
        return _wrong(values, "it has no max-age")
    if int(age[1] or age[2]) < LEAST_MAX_AGE:
        return _wrong(values, f"max-age has to be {LEAST_MAX_AGE} seconds or more")
    return ""


def _frame_ancestors(policy: str) -> list[str] | None:
    """The sources of ``frame-ancestors``, of which the first counts."""
    for directive in policy.split(";"):
        name, *sources = directive.lower().split()[:50] or [""]
        if name == "frame-ancestors":
            return sources
    return None


def _split(values: Sequence[str], sign: str) -> list[str]:
    return [part for value in values for part in value.split(sign) if part.strip()]


def _separated(values: Sequence[str]) -> list[str]:
    return [part.strip().lower() for part in _split(values, ",")]


def _wrong(values: Sequence[str], why: str) -> str:
    return f"is {', '.join(values)!r}: {why}" if any(values) else "is missing"
