"""Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

from __future__ import annotations

import json
from typing import Any

COMMENT = b":\n\n"
"""Ignored by browsers; shows whether somebody still listens."""


def event(name: str, data: Any) -> bytes:
    """
    >>> event("delta", {"text": "a\\nb"})
    b'event: delta\\ndata: {"text": "a\\\\nb"}\\n\\n'
    """
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
