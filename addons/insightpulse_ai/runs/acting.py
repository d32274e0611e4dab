"""An agent's run as the events of a chat, with its steps among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..agents import Answered, Asked, Proposed, Stopped, Thought, ToolResult, ToolStarted
from ..agents import Event as AgentEvent
from ..providers import Delta, Finished, Provider


@dataclass(frozen=True)
class Step:
    """Something that the agent did, as the browser is told: ``number``, ``kind``, ``title``,
    ``state`` (``running``, ``done``, ``failed``), and what belongs to the kind."""

    told: dict[str, Any]


@dataclass(frozen=True)
class Reset:
    """What was said until now is no part of the answer."""


class Unanswered(Exception):
    """``reason``: one of :data:`~..agents.events.Reason` but ``cancelled``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Counting:
    """A provider whose tokens are counted over several chats."""

    provider: Provider
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    model: str = field(default="")
    truncated: bool = False

    def chat(self, model: str, *arguments: Any, **options: Any) -> Iterator[Any]:
        for event in self.provider.chat(model, *arguments, **options):
            if isinstance(event, Finished):
                self.model = event.model
                self.truncated |= event.truncated
                self.prompt_tokens = _sum(self.prompt_tokens, event.prompt_tokens)
                self.completion_tokens = _sum(self.completion_tokens, event.completion_tokens)
            yield event

    def finished(self, reason: Any) -> Finished:
        return Finished(
            self.model, reason, self.prompt_tokens, self.completion_tokens, self.truncated
        )


class Desk(Protocol):
    """Where the agent's steps are kept; each method returns the step as the browser is told."""

    def started(self, tool: str, arguments: dict[str, Any]) -> dict[str, Any]: ...

    def ended(self, tool: str, text: str, ok: bool) -> dict[str, Any]: ...

    def proposed(self, reference: Any) -> dict[str, Any]: ...

    def asked(self, question: str, candidates: tuple[Any, ...]) -> dict[str, Any]: ...


def acting(
    events: Iterator[AgentEvent], desk: Desk, counting: Counting
) -> Iterator[Delta | Step | Reset | Finished]:
    """``events`` of :meth:`~..agents.Agent.run`, whose provider is ``counting``.

    :raise Unanswered: it ended without an answer
    """
    said = ""
    for event in events:
        match event:
            case Delta(text):
                said += text
                yield event
            case Thought(text):
                if said and text.strip() == said.strip():
                    said = ""
                    yield Reset()
            case ToolStarted(tool, arguments):
                yield Step(desk.started(tool, arguments))
            case ToolResult(tool, text, ok):
                yield Step(desk.ended(tool, text, ok))
            case Proposed():
                yield Step(desk.proposed(event.reference))
            case Asked(question, candidates):
                yield from _instead(said, question)
                yield Step(desk.asked(question, candidates))
            case Answered(text):
                yield from _instead(said, text)
            case Stopped("cancelled"):
                yield counting.finished("cancelled")
                return
            case Stopped(reason):
                raise Unanswered(reason)
    yield counting.finished("stop")


def _instead(said: str, text: str) -> Iterator[Delta | Reset]:
    if said.strip() != text.strip():
        if said:
            yield Reset()
        yield Delta(text)


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is other is None else (one or 0) + (other or 0)
