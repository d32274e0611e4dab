"""What a chat yields, in this order: ``Delta*``, ``Called*``, then exactly one ``Finished``.

A chat that fails raises a :class:`~.errors.ProviderError` instead of finishing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .messages import Call

Reason = Literal["stop", "length", "tool_calls", "cancelled"]


@dataclass(frozen=True)
class Delta:
    """The next piece of the answer's text."""

    text: str


@dataclass(frozen=True)
class Called:
    """The model asks for a tool."""

    call: Call


@dataclass(frozen=True)
class Finished:
    """The end. Tokens are ``None`` where the server did not count them. ``truncated``: as far as
    its count tells, the server has read the end of the prompt only."""

    model: str
    reason: Reason
    prompt_tokens: int | None
    completion_tokens: int | None
    truncated: bool = False


Event = Delta | Called | Finished
