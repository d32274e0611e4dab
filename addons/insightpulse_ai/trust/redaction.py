"""Texts without what is personal: for ever, or until an answer gets it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .patterns import Kind


def redacted(text: str, kinds: Sequence[Kind]) -> str:
    """``text`` with the kind's name instead of what was found.

    >>> from .patterns import KINDS
    >>> redacted("Pay BE71 0961 2345 6769 or ask a.b@example.org", list(KINDS.values()))
    'Pay [IBAN] or ask [e-mail]'
    """
    return "".join(f"[{kind.name}]" if kind else part for part, kind in _parts(text, kinds))


class Veil:
    """Hides what is personal in the texts of one chat, and gives it back in the answer.

    One value has one mark, in all texts. A mark that a text has of itself is never given out.

    >>> from .patterns import KINDS
    >>> veil = Veil(list(KINDS.values()), ["Write to a@example.org, not to b@example.org."])
    >>> veil.hide("Write to a@example.org, not to b@example.org.")
    'Write to [e-mail 1], not to [e-mail 2].'
    >>> veil.reveal("Dear [e-mail 2]")
    'Dear b@example.org'
    """

    def __init__(self, kinds: Sequence[Kind], texts: Sequence[str] = ()) -> None:
        self._kinds, self._texts = kinds, texts
        self._marks: dict[tuple[str, str], str] = {}
        self._values: dict[str, str] = {}

    def hide(self, text: str) -> str:
        return "".join(
            self._mark(kind.name, part) if kind else part
            for part, kind in _parts(text, self._kinds)
        )

    def hide_in(self, value: Any) -> Any:
        """``value``, which is JSON's, with its texts hidden."""
        return mapped(value, self.hide)

    def reveal(self, text: str) -> str:
        revealing = self.revealing()
        return revealing.hear(text) + revealing.rest()

    def reveal_in(self, value: Any) -> Any:
        return mapped(value, self.reveal)

    def revealing(self) -> Revealing:
        return Revealing(self._values)

    def _mark(self, name: str, value: str) -> str:
        if (name, value) not in self._marks:
            number = 1
            while (mark := f"[{name} {number}]") in self._values or self._is_taken(mark):
                number += 1
            self._marks[name, value] = mark
            self._values[mark] = value
        return self._marks[name, value]

    def _is_taken(self, mark: str) -> bool:
        return any(mark in text for text in self._texts)


class Revealing:
    """Reveals a text that arrives in pieces: a mark may be cut anywhere."""

    def __init__(self, values: dict[str, str]) -> None:
        self._values = values
        self._longest = max(map(len, values), default=0)
        self._kept = ""

    def hear(self, piece: str) -> str:
        """What can be told by now."""
        text = self._kept + piece
        told: list[str] = []
        while (start := text.find("[")) >= 0:
            told.append(text[:start])
            text = text[start:]
            mark = next((mark for mark in self._values if text.startswith(mark)), None)
            if mark:
                told.append(self._values[mark])
                text = text[len(mark) :]
            elif len(text) < self._longest and any(m.startswith(text) for m in self._values):
                self._kept = text
                return "".join(told)
            else:
                told.append("[")
                text = text[1:]
        self._kept = ""
        return "".join([*told, text])

    def rest(self) -> str:
        """What was kept, when nothing comes any more."""
        kept, self._kept = self._kept, ""
        return kept


def _parts(text: str, kinds: Sequence[Kind]) -> Iterator[tuple[str, Kind | None]]:
    """The parts of ``text``, and of which kind each is. Earlier kinds go first."""
    if not kinds:
        if text:
            yield text, None
        return
    end = 0
    for start, stop in kinds[0].find(text):
        yield from _parts(text[end:start], kinds[1:])
        yield text[start:stop], kinds[0]
        end = stop
    yield from _parts(text[end:], kinds[1:])


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """``value``, which is JSON's, with each text in it changed; keys stay.

    >>> mapped({"a": ["b", 1]}, str.upper)
    {'a': ['B', 1]}
    """
    match value:
        case str():
            return change(value)
        case dict():
            return {key: mapped(one, change) for key, one in value.items()}
        case list():
            return [mapped(one, change) for one in value]
    return value
