"""A remark about a bill, as a code and its values; the models put it into the user's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Note:
    """`code` names the sentence (see `models/bill_words.py`), `values` fill it."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)
