"""The fields of one record: asked for, read, and what was wrong asked for once more."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .answer_schema import of_answer
from .borrowed import shown
from .field import Field
from .reading import Directories, Proposed, read
from .wording import Said, again

Chat = Callable[[list[Said], dict[str, Any]], str]
"""What a model says to messages under a JSON schema."""


_DATA = re.compile(r"<(record|data)>(.*?)</\1>", re.DOTALL)


@dataclass(frozen=True)
class Filled:
    """``proposed`` by field; ``faults``: what is wrong with the rest, in words; ``said``: the
    model's last words; ``unread``: what it was not told of, or has not read, in words."""

    proposed: dict[str, Proposed]
    faults: tuple[str, ...]
    said: str
    unread: tuple[str, ...] = ()


def fill(
    chat: Chat, messages: list[Said], fields: Sequence[Field], directories: Directories, today: date
) -> Filled:
    """Whatever ``chat`` raises goes through. Only data may be quoted: no task, no hint."""
    source = "\n".join(found[2] for text in _texts(messages) for found in _DATA.finditer(text))
    schema = shown(of_answer(fields))
    said = chat(messages, schema)
    first = read(said, fields, source, directories, today)
    if not first.faults:
        return Filled(first.proposed, (), said)
    said = chat([*messages, *again(said, first.faults)], schema)
    second = read(said, fields, source, directories, today)
    return Filled(first.proposed | second.proposed, tuple(second.faults), said)


def _texts(messages: Sequence[Said]) -> list[str]:
    return [message["text"] for message in messages if message["role"] == "user"]
