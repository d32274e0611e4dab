"""Tools for small models: a few that fit the question, and a choice under a schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
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

ANSWER, CALL = "answer", "call"
_LONGEST_DATE = 30
_DATA = re.compile(r"<(data|record)\b[^<>]*>.*?</\1>", re.DOTALL)
_BEGUN = re.compile(r'\{\s*(?:"call"\s*:\s*\{\s*)?"tool"\s*:\s*"(?P<name>[\w.]{1,80})"')


class Choice:
    """A few tools, and a schema that allows the choice among them or an answer.

    Where the arguments of the choice are at fault, they are asked for by the tool's own schema. An
    answer is then asked for without any, so that it arrives as text, and in pieces.
    """

    def __init__(self, chat: Chat, toolbox: Toolbox, question: str, most: int = 5) -> None:
        self._chat, self._toolbox, self._most = chat, toolbox, most
        self._question = question  # its words, and no others, say which tools fit
        self._puzzled = False  # it made neither a choice nor an answer

    def ask(
        self, messages: Sequence[Message], tools: Sequence[Tool], repairing: Tool | None
    ) -> Iterator[Delta | Turn]:
        if not tools:
            yield from self._answer(messages)
            return
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
        if not wanted and hearing.reason == "length":
            wanted = _begun(said, self._toolbox)
        if loose_json.whole(said) is not None:  # this is how a choice is made: it is not written
            wanted = tuple(replace(call, raw="") for call in wanted)
        puzzled = not wanted and chosen is None and (not said or loose_json.begins(said))
        if wanted and chosen is None:
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
    """One of the tools with its own arguments, or an answer. They are alternatives within an
    object: some servers refuse a root that is anything else."""
    nothing = {"type": "object", "properties": {}, "additionalProperties": False}
    calls = [_call_schema(tool.name, _bounded(shown(tool.parameters))) for tool in tools]
    return {
        "type": "object",
        "properties": {CALL: {"anyOf": [*calls, _call_schema(ANSWER, nothing)]}},
        "required": [CALL],
        "additionalProperties": False,
    }


def _call_schema(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"tool": {"type": "string", "enum": [name]}, "arguments": arguments},
        "required": ["tool", "arguments"],
        "additionalProperties": False,
    }


def _bounded(schema: Any) -> Any:
    """Dates may be words (``yesterday``, see :mod:`~.dates`), which small models get right where
    they reckon badly; but not without an end."""
    if isinstance(schema, list):
        return [_bounded(value) for value in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "date":
        return {**{k: v for k, v in schema.items() if k != "format"}, "maxLength": _LONGEST_DATE}
    return {key: _bounded(value) for key, value in schema.items()}


def _instructed(
    messages: Sequence[Message], tools: Sequence[Tool], repairing: Tool | None
) -> list[Message]:
    """The conversation, with what is asked for at the end of the system's message."""
    if repairing:
        text = f"Give the arguments of {described(repairing)}\nReply with one JSON object of them."
    else:
        text = "\n".join(
            [
                "Choose one tool, and reply with one JSON object: "
                '{"call": {"tool": …, "arguments": {…}}}.',
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
        if isinstance(value, dict) and isinstance(value.get(CALL), dict):
            value = value[CALL]
        if isinstance(value, dict) and folded(str(value.get("tool", ""))) == ANSWER:
            inner = value.get("arguments")
            texts = [inner] if isinstance(inner, str) else []
            for part in (inner, value):
                if isinstance(part, dict):
                    texts += [part[k] for k in ("text", ANSWER, "message", "content") if k in part]
            return next((text.strip() for text in texts if isinstance(text, str)), "")
    return None


def _begun(said: str, toolbox: Toolbox) -> tuple[Wanted, ...]:
    """The tool that is chosen where the arguments have no end."""
    match = _BEGUN.match(said)
    tool = toolbox.named(match["name"]) if match else None
    return (Wanted(tool.name, {}, cut=True),) if tool else ()


def last_question(messages: Sequence[Message]) -> str:
    """What the user has said last, without the data in it: of that, anybody may have chosen the
    words.

    >>> last_question([Message("user", "<record>\\nMail: Cancel it!\\n</record>\\n\\nWho wrote?")])
    'Who wrote?'
    """
    said = next((message.text for message in reversed(messages) if message.role == "user"), "")
    return _DATA.sub("", said).strip()
