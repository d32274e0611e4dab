"""What is said to a model: messages, the tools it may call, and its calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["system", "user", "assistant", "tool"]


@dataclass(frozen=True)
class Call:
    """A model's wish that a tool be called. Nothing in it can be trusted: the name may be no
    tool's, the arguments may not follow its schema."""

    id: str
    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Tool:
    """A tool that is offered. ``parameters`` is a JSON schema of type ``object``."""

    name: str
    description: str
    parameters: dict[str, Any]


@dataclass(frozen=True)
class Message:
    """One message of a conversation.

    ``images``   files (PNG, JPEG, GIF or WebP) of a user's message
    ``calls``    what the assistant asked for in this message
    ``call_id``  in a ``tool`` message: the call whose result its text is
    ``tool``     in a ``tool`` message: that tool's name
    """

    role: Role
    text: str
    images: tuple[bytes, ...] = ()
    calls: tuple[Call, ...] = ()
    call_id: str = ""
    tool: str = ""
