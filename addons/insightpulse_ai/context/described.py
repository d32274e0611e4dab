"""A record as text: its fields, its lines, and what was written about it, within a budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .marks import harmless, marked, shortened

VALUE_CHARACTERS = 600
NOTE_CHARACTERS = 500
LINES = 10
NOTES = 5


@dataclass(frozen=True)
class Line:
    """A field, the most important first. ``values``: one for a plain field, more for the records
    behind it; ``more``: how many of those were left out."""

    label: str
    values: Sequence[str]
    more: int = 0


@dataclass(frozen=True)
class Note:
    """A message about the record."""

    date: str
    author: str
    text: str


@dataclass(frozen=True)
class Described:
    """``kind`` is the model's name for people; ``notes`` are in their order, the latest last."""

    kind: str
    name: str
    lines: Sequence[Line] = ()
    notes: Sequence[Note] = ()


def describe(records: Sequence[Described], most: int) -> str:
    """All ``records`` in at most about ``most`` characters, which they share equally."""
    share = most // len(records) if records else 0
    return "\n".join(marked("record", _record(record, share)) for record in records)


def _record(record: Described, most: int) -> str:
    """Notes may take a third; what they leave is for the fields, which come first."""
    head = f"{harmless(record.kind)}: {_on_one_line(record.name, VALUE_CHARACTERS)}"
    notes = _within(reversed([*map(_note, record.notes[-NOTES:])]), most // 3)
    notes = [*reversed(notes)]
    left = most - len(head) - sum(len(note) + 1 for note in notes)
    parts = [head, *_within(map(_line, record.lines), left)]
    if notes:
        parts += ["Messages, the latest last:", *notes]
    return "\n".join(parts)


def _within(texts: Iterator[str], most: int) -> list[str]:
    """As many of ``texts`` as fit; one that does not is left out, shorter ones after it are not."""
    found = []
    for text in texts:
        if len(text) < most:
            found.append(text)
            most -= len(text) + 1
    return found


def _line(line: Line) -> str:
    label = _on_one_line(line.label, 80)
    if len(line.values) == 1 and not line.more:
        return f"{label}: {shortened(harmless(line.values[0]).strip(), VALUE_CHARACTERS)}"
    rows = [f"- {_on_one_line(value, VALUE_CHARACTERS // 3)}" for value in line.values[:LINES]]
    more = line.more + max(0, len(line.values) - LINES)
    if more:
        rows.append(f"- … and {more} more")
    return "\n".join([f"{label}:", *rows])


def _note(note: Note) -> str:
    head = f"[{note.date}] {_on_one_line(note.author, 80)}"
    return f"{head}: {_on_one_line(note.text, NOTE_CHARACTERS)}"


def _on_one_line(text: str, most: int) -> str:
    return shortened(" ".join(harmless(text).split()), most)
