"""What a run yields: exactly one of ``Answered``, ``Asked`` and ``Stopped`` ends it.

A provider's failure ends it instead with that :class:`~providers.ProviderError`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .record import Record
from .talking import Delta


@dataclass(frozen=True)
class Thought:
    """Said on the way. The ``Delta`` events since the last other event were this, no answer."""

    text: str


@dataclass(frozen=True)
class ToolStarted:
    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class ToolResult:
    """``text``: what the model is told of it. ``ok``: the tool ran and gave a result; otherwise it
    says why not, and the tool may never have started."""

    tool: str
    text: str
    ok: bool = True


@dataclass(frozen=True)
class Proposed:
    """For a person to decide; nothing was done. Arguments as JSON, with a :class:`Record` wherever
    one is meant; ``reference``: what whoever keeps it knows it by."""

    tool: str
    arguments: dict[str, Any]
    notes: tuple[str, ...] = ()
    reference: Any = None


@dataclass(frozen=True)
class Asked:
    """Several records have the name, or a similar one. What the person answers is the next message
    of the conversation, and begins a new run."""

    question: str
    candidates: tuple[Record, ...]


@dataclass(frozen=True)
class Answered:
    """``tools``: those whose results the answer could use. Empty: it comes from the model alone.
    ``complete``: it was not cut off by the server's limit."""

    text: str
    tools: tuple[str, ...] = ()
    complete: bool = True


Reason = Literal["cancelled", "steps", "empty", "unreadable"]


@dataclass(frozen=True)
class Stopped:
    """Ended without an answer: it was cancelled; the model called tools for ever; it says nothing;
    what it says is neither an answer nor a call."""

    reason: Reason


Event = Delta | Thought | ToolStarted | ToolResult | Proposed | Asked | Answered | Stopped
