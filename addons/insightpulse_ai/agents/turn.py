"""One answer of a model, as the run sees it; and the interface of the two ways to get one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .talking import Delta, Message
from .tool import Tool

Chat = Callable[..., Iterator[Any]]
"""``provider.chat`` of one model, with its deadline and cancel: messages, tools=, schema=."""


@dataclass(frozen=True)
class Wanted:
    """A call that a model wants. ``raw``: its words, if it wrote it into its text; ``cut``: they
    had no end, and the arguments are unknown."""

    name: str
    arguments: Any
    id: str = ""
    raw: str = ""
    cut: bool = False


@dataclass(frozen=True)
class Turn:
    """What one answer of a model came to: calls, or a text for the person. Beside calls, ``text``
    is what was shown until they were noticed. ``loose``: a choice by a schema was asked for, and
    the server kept to none."""

    text: str
    calls: tuple[Wanted, ...] = ()
    thought: str = ""
    reason: str = "stop"
    loose: bool = False


class Way(Protocol):
    def ask(
        self, messages: Sequence[Message], tools: Sequence[Tool], repairing: Tool | None
    ) -> Iterator[Delta | Turn]:
        """``Delta*`` of what may be the answer, then one ``Turn``. ``repairing``: the tool whose
        arguments were at fault just now."""

    def results(self, turn: Turn, results: Sequence[tuple[Wanted, str]]) -> list[Message]:
        """What is added to the conversation after a turn with calls: they, and what they gave."""


def in_words(results: Sequence[tuple[Wanted, str]]) -> list[Message]:
    """Calls and results for a model whose template may know no tools. Of what it said, only the
    calls stay: the rest may be an observation, or an answer, that it made up."""
    calls = "\n".join(
        json.dumps({"tool": wanted.name, "arguments": wanted.arguments}, default=str)
        for wanted, _text in results
    )
    given = "\n\n".join(f"{wanted.name}: {text}" for wanted, text in results)
    return [Message("assistant", calls), Message("user", given)]
