"""What an HTTP status with its body means: pure."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from .errors import (
    BadAnswer,
    ModelMissing,
    ProviderError,
    RateLimited,
    RefusedAddress,
    RefusedRequest,
    ServerFailed,
    Unauthorised,
)
from .secret import Secret

_WORDS = 300


def problem(
    shown: str, status: int, headers: Mapping[str, str], body: bytes, key: Secret
) -> ProviderError:
    """The error that ``status``, which is not 2xx, of ``shown`` (host and port) stands for.

    ``headers`` are looked up in lower case; ``body`` is its first bytes, ``key`` what must not be
    quoted from it.
    """
    said = words(body, key)
    says = f'{shown} says: "{said}" (HTTP {status}).' if said else f"{shown} answers HTTP {status}."
    if 300 <= status < 400:
        return RefusedAddress(
            f"{shown} sends elsewhere (HTTP {status}), which is not followed.",
            "Set the address of the AI server itself, with its path.",
        )
    if status in (401, 403):
        return Unauthorised(says)
    if status == 404 and "model" in said.lower():
        return ModelMissing(says)
    if status in (404, 405):
        return BadAnswer(f"{says} It does not seem to be an AI server of this kind.")
    if status == 429:
        return RateLimited(says, retry_after=retry_after(headers.get("retry-after", "")))
    if status >= 500:
        return ServerFailed(says)
    return RefusedRequest(says)


def words(body: bytes, key: Secret) -> str:
    """The error's text in ``body``, on one line and bounded: Ollama's ``{"error": text}`` or
    OpenAI's ``{"error": {"message": text}}``; nothing of an HTML page."""
    text = body.decode("utf-8", "replace").strip()
    try:
        found = json.loads(text)
    except ValueError:
        return "" if text.startswith("<") else clean(text, key)
    if isinstance(found, dict):
        found = found.get("error", found.get("message", found.get("detail", "")))
    if isinstance(found, dict):
        found = found.get("message", "")
    return clean(found, key) if isinstance(found, str) else ""


def clean(text: str, key: Secret) -> str:
    """``text`` for a person: one line, no control characters, no key, at most 300 characters."""
    text = key.hidden_in(text)
    printable = "".join(c if c.isprintable() else " " for c in text[: _WORDS * 4])
    line = " ".join(printable.split())
    return line if len(line) <= _WORDS else line[: _WORDS - 1] + "…"


def retry_after(value: str) -> float | None:
    """Seconds asked for by a Retry-After header (RFC 9110, 10.2.3), if it says so.

    >>> retry_after("7"), retry_after("Mon, 01 Jan 2001 00:00:00 GMT"), retry_after("soon")
    (7.0, 0.0, None)
    """
    value = value.strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    try:
        seconds = parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, seconds) if math.isfinite(seconds) else None
