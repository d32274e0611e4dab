"""JSON as models write it: single quotes, trailing commas, names without quotes, Python's words,
comments, a bracket that is missing at the end. Never code: nothing is evaluated."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

_WORDS = {"true": True, "false": False, "null": None, "none": None, "undefined": None}
_BARE = re.compile(r"[^\s,:{}\[\]\"']+")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?")
_SPACE = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’"}
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_HEX = re.compile("u([0-9a-fA-F]{4})")
_AFTER = re.compile(r"\s*(?:[,:}\]]|$)")
_BEGINNING = re.compile(r"[{\[][\s{\[]*(?:[\"']|\Z)")
_DEEPEST = 20
_LONGEST = 30_000  # characters; no call is as long
_TRIES = 30
_STRICT = json.JSONDecoder()


class _Unreadable(Exception):
    pass


@dataclass(frozen=True)
class Found:
    """An object or array at characters start:end of a text. ``closed``: no bracket is missing."""

    value: Any
    start: int
    end: int
    closed: bool


def find(text: str) -> Iterator[Found]:
    """The outermost objects and arrays of a text, in their order.

    >>> [found.value for found in find("Sure: {'year': 2025, 'all': True,} and {} [1, 2")]
    [{'year': 2025, 'all': True}, {}, [1, 2]]
    """
    text = text[:_LONGEST]
    at = tries = 0
    while (start := min((i for b in "{[" if (i := text.find(b, at)) >= 0), default=-1)) >= 0:
        tries += 1
        if tries > _TRIES:
            return
        found = _at(text, start)
        if found:
            yield found
        at = found.end if found else start + 1


def whole(text: str) -> Any:
    """The value that all of ``text`` is, or ``None``."""
    if len(text) > _LONGEST:
        return None
    for found in find(text):
        if not text[: found.start].strip() and not text[found.end :].strip():
            return found.value
        break
    return None


def begins(text: str) -> bool:
    """Whether ``text`` is a value, or the beginning of one that does not end; and no sentence that
    begins with a bracket.

    >>> [begins(text) for text in ("[1, 2]", '{"tool": "sa', "[1] is paid", "{Azure} owes 5")]
    [True, True, False, False]
    """
    if _BEGINNING.match(text):
        found = _at(text, 0)
        return found is None or not text[found.end :].strip()
    return text[:1] in ("{", "[") and whole(text) is not None


def _at(text: str, start: int) -> Found | None:
    with suppress(ValueError, RecursionError):
        value, end = _STRICT.raw_decode(text, start)
        return Found(value, start, end, True)
    reader = _Reader(text, start)
    try:
        value = reader.value(0)
    except _Unreadable:
        return None
    return Found(value, start, reader.at, reader.closed)


class _Reader:
    def __init__(self, text: str, at: int) -> None:
        self.text, self.at, self.closed = text, at, True

    def value(self, depth: int) -> Any:
        char = self.peek()
        if depth > _DEEPEST or not char:
            raise _Unreadable
        if char == "{":
            return dict(self.members("}", depth))
        if char == "[":
            return [value for _name, value in self.members("]", depth)]
        if char in _QUOTES:
            return self.string()
        found = _BARE.match(self.text, self.at)
        if not found:
            raise _Unreadable
        self.at = found.end()
        word = found.group()
        if _NUMBER.fullmatch(word):
            return float(word) if any(c in word for c in ".eE") else int(word)
        return _WORDS.get(word.lower(), word)

    def members(self, closing: str, depth: int) -> Iterator[tuple[str, Any]]:
        self.at += 1
        while (char := self.peek()) != closing:
            if not char:  # the end: what is complete may count
                self.closed = False
                return
            name = ""
            if closing == "}":
                key = self.value(_DEEPEST) if char not in "{[" else None
                if not isinstance(key, str) or self.peek() != ":":
                    raise _Unreadable
                self.at += 1
                name = key
            yield name, self.value(depth + 1)
            if self.peek() == ",":
                self.at += 1
            elif self.peek() not in ("", closing):
                raise _Unreadable
        self.at += 1

    def string(self) -> str:
        """A quote ends it where something follows that may follow a string."""
        closing, said = _QUOTES[self.text[self.at]], []
        self.at += 1
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char == "\\" and self.at < len(self.text):
                said.append(self.escaped())
            elif char == closing and _AFTER.match(self.text, self.at):
                return "".join(said)
            else:
                said.append(char)
        raise _Unreadable

    def escaped(self) -> str:
        if found := _HEX.match(self.text, self.at):
            self.at = found.end()
            return chr(int(found[1], 16))
        self.at += 1
        return _ESCAPED.get(self.text[self.at - 1], self.text[self.at - 1])

    def peek(self) -> str:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]
