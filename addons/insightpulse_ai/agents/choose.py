"""Tools for small models: a few that fit the question, and a choice under a schema."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from . import loose_json, written
from .folding import folded
from .hearing import Hearing, read
from .native import Native
from .relevance import relevant
from .schema import shown, told
from .talking import Delta, Message
from .tool import Tool
from .toolbox import Toolbox
from .turn import Chat, Turn, Wanted, in_words

ANSWER = "answer"


class Choice:
    """A few tools, and a schema that allows the choice among them or an answer.

    Where the arguments of the choice are at fault, they are asked for by the tool's own schema. An
    answer is then asked for without any, so that it arrives as text, and in pieces.
    """

    def __init__(self, chat: Chat, toolbox: Toolbox, most: int = 5) -> None:
        self._chat, self._toolbox, self._most = chat, toolbox, most
        self._question = ""
        self._puzzled = False  # it made neither a choice nor an answer

    def ask(
        self, messages: Sequence[Message], tools: Sequence[Tool], repairing: Tool | None
    ) -> Iterator[Delta | Turn]:
        if not tools:
            yield from self._answer(messages)
            return
        self._question = self._question or last_question(messages)
        few = relevant(self._question, tools, self._most)
        schema = shown(repairing.parameters) if repairing else choice_schema(few)
        hearing = Hearing()
        for _piece in hearing.listen(
            self._chat(_instructed(messages, few, repairing), schema=schema)
        ):
            pass
        said, thought = written.without_thoughts(hearing.text)
        said = said.rstrip()
        chosen = _chosen_answer(said)
        wanted = hearing.wanted() or read(
            said, self._toolbox, repairing, cut=hearing.reason == "length"
        )
        if loose_json.whole(said) is not None:  # this is how a choice is made: it is not written
            wanted = tuple(replace(call, raw="") for call in wanted)
        puzzled = not wanted and chosen is None and (not said or loose_json.begins(said))
        if chosen == "":
            wanted = _for_a_tool(said, few)
        if wanted and not chosen:
            yield Turn("", wanted, thought, hearing.reason)
        elif chosen == "" or (puzzled and self._puzzled):
            yield from self._answer(messages)
        else:
            self._puzzled |= puzzled
            text = "" if puzzled else chosen or said  # a text: the server keeps to no schema
            if text:
                yield Delta(text)
            yield Turn(text, (), thought, hearing.reason, loose=bool(text) and chosen is None)

    def _answer(self, messages: Sequence[Message]) -> Iterator[Delta | Turn]:
        yield from Native(self._chat, self._toolbox).ask(messages, (), None)

    def results(self, turn: Turn, results: Sequence[tuple[Wanted, str]]) -> list[Message]:
        return in_words(results)


def choice_schema(tools: Sequence[Tool]) -> dict[str, Any]:
    """One of the tools, and arguments that one of them takes: a root that is no object, by which
    the two could be tied together, is refused by some servers."""
    names = [*(tool.name for tool in tools), ANSWER]
    arguments = [_with_dates_in_words(shown(tool.parameters)) for tool in tools]
    nothing = {"type": "object", "properties": {}, "additionalProperties": False}
    return {
        "type": "object",
        "properties": {
            "tool": {"type": "string", "enum": names},
            "arguments": {"anyOf": [*arguments, nothing]},
        },
        "required": ["tool", "arguments"],
    }


def _with_dates_in_words(schema: Any) -> Any:
    """Small models reckon badly: ``yesterday`` may stay a word, see :mod:`~.dates`."""
    if isinstance(schema, dict):
        words = schema.get("format") == "date"
        return {
            key: _with_dates_in_words(value)
            for key, value in schema.items()
            if not (words and key == "format")
        }
    return [_with_dates_in_words(v) for v in schema] if isinstance(schema, list) else schema


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


def _for_a_tool(said: str, few: Sequence[Tool]) -> tuple[Wanted, ...]:
    """``{"tool": "answer", …}`` with the arguments of a tool: of those that read and take them, the
    one that fits the question most."""
    value = loose_json.whole(said)
    given = value.get("arguments") if isinstance(value, dict) else None
    if not isinstance(given, dict) or not given:
        return ()
    fitting = (
        tool
        for tool in few
        if tool.kind == "read"
        and set(tool.parameters["required"]) <= set(given) <= set(tool.parameters["properties"])
    )
    return tuple(Wanted(tool.name, given) for tool in islice(fitting, 1))


def last_question(messages: Sequence[Message]) -> str:
    return next((message.text for message in reversed(messages) if message.role == "user"), "")
