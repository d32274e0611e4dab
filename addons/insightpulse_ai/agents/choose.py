"""How a model is offered tools and how it chooses: two ways, one interface.

:class:`Native` is the protocol's own, for models that can do it. :class:`Choice` is for small ones:
a few tools that fit the question, and one JSON object under a schema that allows nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from . import loose_json, written
from .folding import folded
from .relevance import relevant
from .schema import shown, told
from .talking import Call, Called, Delta, Finished, Message
from .tool import Tool
from .toolbox import Toolbox

Chat = Callable[..., Iterator[Any]]
"""``provider.chat`` of one model, with its deadline and cancel: messages, tools=, schema=."""

ANSWER = "answer"
_HELD_BACK = "{[<`"  # what begins so may be a call


@dataclass(frozen=True)
class Wanted:
    """A call that a model wants. ``raw``: its words, if it wrote it into its text."""

    name: str
    arguments: Any
    id: str = ""
    raw: str = ""


@dataclass(frozen=True)
class Turn:
    """What one answer of a model came to: calls, or a text for the person."""

    text: str
    calls: tuple[Wanted, ...] = ()
    thought: str = ""
    reason: str = "stop"


class Way(Protocol):
    def ask(
        self, messages: Sequence[Message], tools: Sequence[Tool], repairing: Tool | None
    ) -> Iterator[Delta | Turn]:
        """``Delta*`` of what may be the answer, then one ``Turn``. ``repairing``: the tool whose
        arguments were at fault just now."""

    def results(self, turn: Turn, results: Sequence[tuple[Wanted, str]]) -> list[Message]:
        """What is added to the conversation after a turn with calls: they, and what they gave."""


def _last_question(messages: Sequence[Message]) -> str:
    return next((message.text for message in reversed(messages) if message.role == "user"), "")


@dataclass
class _Hearing:
    """Listens to one chat: passes on what can be shown at once, and reads the rest at the end."""

    text: str = ""
    calls: list[Call] = field(default_factory=list)
    reason: str = "stop"
    shown: bool = False

    def listen(self, chat: Iterator[Any]) -> Iterator[Delta]:
        for event in chat:
            if isinstance(event, Delta):
                self.text += event.text
                if self.shown:
                    yield event
                elif self.text.lstrip()[:1] not in _HELD_BACK or ">" in event.text:
                    said, _thought = written.without_thoughts(self.text)
                    if said and said[0] not in _HELD_BACK:
                        self.shown = True
                        yield Delta(said)
            elif isinstance(event, Called):
                self.calls.append(event.call)
            elif isinstance(event, Finished):
                self.reason = event.reason


class Native:
    """Tools as the protocol has them. What a model writes into its text instead is understood, too."""

    def __init__(self, chat: Chat, toolbox: Toolbox) -> None:
        self._chat, self._toolbox = chat, toolbox

    def ask(
        self, messages: Sequence[Message], tools: Sequence[Tool], repairing: Tool | None
    ) -> Iterator[Delta | Turn]:
        hearing = _Hearing()
        yield from hearing.listen(self._chat(messages, tools=[tool.offered for tool in tools]))
        said, thought = written.without_thoughts(hearing.text)
        said = said.rstrip()
        wanted = tuple(Wanted(call.name, call.arguments, call.id) for call in hearing.calls)
        wanted = wanted or read(said, self._toolbox, repairing, cut=hearing.reason == "length")
        if said and not wanted and not hearing.shown:
            yield Delta(said)
        yield Turn(said, wanted, thought, hearing.reason)

    def results(self, turn: Turn, results: Sequence[tuple[Wanted, str]]) -> list[Message]:
        if any(wanted.raw for wanted, _text in results):
            return in_words(results)
        calls = tuple(
            Call(wanted.id, wanted.name, wanted.arguments) for wanted, _text in results
        )
        return [
            Message("assistant", turn.text, calls=calls),
            *(Message("tool", text, call_id=w.id, tool=w.name) for w, text in results),
        ]


class Choice:
    """A few tools, and a schema that allows the choice among them or an answer.

    Where the arguments of the choice are at fault, they are asked for by the tool's own schema. An
    answer is then asked for without any, so that it arrives as text, and in pieces.
    """

    def __init__(self, chat: Chat, toolbox: Toolbox, most: int = 5) -> None:
        self._chat, self._toolbox, self._most = chat, toolbox, most
        self._question = ""

    def ask(
        self, messages: Sequence[Message], tools: Sequence[Tool], repairing: Tool | None
    ) -> Iterator[Delta | Turn]:
        if not tools:
            yield from self._answer(messages)
            return
        self._question = self._question or _last_question(messages)
        few = relevant(self._question, tools, self._most)
        schema = shown(repairing.parameters) if repairing else choice_schema(few)
        hearing = _Hearing()
        for _piece in hearing.listen(self._chat(_instructed(messages, few, repairing), schema=schema)):
            pass
        said, thought = written.without_thoughts(hearing.text)
        said = said.rstrip()
        chosen = _chosen_answer(said)
        if chosen == "":
            yield from self._answer(messages)
        elif chosen is not None:
            yield Delta(chosen)
            yield Turn(chosen, (), thought, hearing.reason)
        else:
            wanted = read(said, self._toolbox, repairing, cut=hearing.reason == "length")
            if said and not wanted:  # a server that does not keep to the schema
                yield Delta(said)
            yield Turn(said, wanted, thought, hearing.reason)

    def _answer(self, messages: Sequence[Message]) -> Iterator[Delta | Turn]:
        yield from Native(self._chat, self._toolbox).ask(messages, (), None)

    def results(self, turn: Turn, results: Sequence[tuple[Wanted, str]]) -> list[Message]:
        return in_words(results)


def read(said: str, toolbox: Toolbox, repairing: Tool | None, *, cut: bool) -> tuple[Wanted, ...]:
    """The calls that a text is."""
    found = written.calls(said, toolbox, cut=cut)
    if found:
        return tuple(Wanted(call.name, call.arguments, raw=call.raw) for call in found)
    if repairing and not cut:
        arguments = loose_json.whole(said)
        if isinstance(arguments, dict):
            return (Wanted(repairing.name, arguments, raw=said),)
    fitting = [] if cut else written.bare_arguments(said, toolbox)
    return tuple(Wanted(*fitting[0], raw=said) for _one in fitting if len(fitting) == 1)


def in_words(results: Sequence[tuple[Wanted, str]]) -> list[Message]:
    """Calls and results for a model whose template may know no tools. Of what it said, only the calls
    stay: the rest may be an observation, or an answer, that it made up."""
    calls = "\n".join(
        json.dumps({"tool": wanted.name, "arguments": wanted.arguments}, default=str)
        for wanted, _text in results
    )
    given = "\n\n".join(f"{wanted.name}: {text}" for wanted, text in results)
    return [Message("assistant", calls), Message("user", given)]


def choice_schema(tools: Sequence[Tool]) -> dict[str, Any]:
    names = [*(tool.name for tool in tools), ANSWER]
    return {
        "type": "object",
        "properties": {
            "tool": {"type": "string", "enum": names},
            "arguments": {"type": "object"},
        },
        "required": ["tool", "arguments"],
    }


def _instructed(
    messages: Sequence[Message], tools: Sequence[Tool], repairing: Tool | None
) -> list[Message]:
    """The conversation, with what is asked for at the end of the system's message."""
    if repairing:
        text = f"Give the arguments of {described(repairing)}\nReply with one JSON object of them."
    else:
        text = "\n".join(
            [
                'Choose one tool, and reply with one JSON object: {"tool": …, "arguments": {…}}.',
                *(f"- {described(tool)}" for tool in tools),
                f"- {ANSWER}(): you know the answer now, or no tool helps.",
            ]
        )
    first, *rest = messages if messages and messages[0].role == "system" else [None, *messages]
    system = f"{first.text}\n\n{text}" if first else text
    return [Message("system", system), *(message for message in rest if message)]


def described(tool: Tool) -> str:
    """One line for a model.

    ``sales(year: a whole number; compare?: true or false) - Sales of each month.``
    """
    needed = tool.parameters["required"]
    parameters = "; ".join(
        f"{name}{'' if name in needed else '?'}: {told(schema)}"
        for name, schema in tool.parameters["properties"].items()
    )
    return f"{tool.name}({parameters}) - {tool.description}"


def _chosen_answer(said: str) -> str | None:
    """The text of ``{"tool": "answer", …}``, perhaps empty; ``None`` if it is not that."""
    for found in loose_json.find(said):
        value = found.value
        if isinstance(value, dict) and folded(str(value.get("tool", ""))) == ANSWER:
            inner = value.get("arguments")
            texts = [inner] if isinstance(inner, str) else []
            for part in (inner, value):
                if isinstance(part, dict):
                    texts += [part[k] for k in ("text", ANSWER, "message", "content") if k in part]
            return next((text.strip() for text in texts if isinstance(text, str)), "")
    return None
