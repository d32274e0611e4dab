"""The interface of all providers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .cancel import Cancel
from .deadline import Deadline
from .events import Event
from .messages import Message, Tool


@dataclass(frozen=True)
class Model:
    """A model that the server has.

    ``capabilities``  such as ``completion``, ``tools``, ``vision``, ``embedding``; empty where the
                      server tells none, as OpenAI's protocol does
    """

    name: str
    size_bytes: int | None = None
    families: tuple[str, ...] = ()
    capabilities: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Progress:
    """How far a download has come, in bytes where they are known."""

    status: str
    completed: int | None = None
    total: int | None = None


@dataclass(frozen=True)
class Health:
    """Whether the server answers; ``detail`` says in words why it does not."""

    ok: bool
    version: str = ""
    detail: str = ""


class Provider(Protocol):
    """A server with models. Every method but ``health`` raises a :class:`~.errors.ProviderError`
    when it fails, and takes no longer than its deadline."""

    @property
    def name(self) -> str: ...

    @property
    def endpoint(self) -> str:
        """Host and port, as shown to people."""

    @property
    def is_local(self) -> bool:
        """Whether the server is on this machine or in a private network, as its name resolves now;
        ``False`` where it does not. (What that server does with a prompt is its own affair.)"""

    def chat(
        self,
        model: str,
        messages: Sequence[Message],
        *,
        tools: Sequence[Tool] = (),
        schema: dict[str, Any] | None = None,
        deadline: Deadline,
        cancel: Cancel,
    ) -> Iterator[Event]:
        """The answer, as it is generated (see :mod:`~.events`). With ``schema``, a JSON schema, the
        text is JSON; whether it follows the schema is for the caller to check. Nothing is asked
        before the first event is. To leave early, close the iterator: the server stops, too."""

    def embed(self, model: str, texts: Sequence[str], *, deadline: Deadline) -> list[list[float]]:
        """One vector for each text, in their order, all finite and of one length."""

    def models(self, deadline: Deadline) -> list[Model]: ...

    def pull(self, model: str, deadline: Deadline, cancel: Cancel) -> Iterator[Progress]:
        """Let the server download a model. The last progress has the status ``success``, or
        ``cancelled``."""

    def health(self, deadline: Deadline) -> Health: ...
