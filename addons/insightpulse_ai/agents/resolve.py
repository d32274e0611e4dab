"""From the names that a model gives to records: never a guess between two, never an id made up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import dropwhile
from typing import Any, Protocol

from .folding import folded, words
from .record import Record
from .schema import Schema

_KINDS = {
    "the", "our", "my", "customer", "client", "vendor", "supplier", "contact", "partner", "company",
    "invoice", "bill", "account", "product", "order", "journal", "named", "called",
}  # fmt: skip
_NUMBERED = re.compile(r"(?P<name>.+?)\s*#(?P<id>\d{1,10})")
_MOST_CANDIDATES = 8
_ALIKE = 0.7


class Directory(Protocol):
    """Where names are looked up: with the rights of the person who asks, and no more than some tens
    of hits."""

    def name_search(self, model: str, text: str) -> Sequence[tuple[int, str]]: ...


@dataclass(frozen=True)
class Question:
    """Which of ``candidates`` is meant by ``text``: for a person to say."""

    parameter: str
    text: str
    candidates: tuple[Record, ...]

    def __str__(self) -> str:
        names = "; ".join(record.name for record in self.candidates)
        if len(self.candidates) == 1:
            return f'There is no "{self.text}". Do you mean {names}?'
        return f'Which "{self.text}" do you mean: {names}?'


@dataclass(frozen=True)
class Resolved:
    """Arguments with a :class:`Record` for each name; or faults, or questions."""

    arguments: dict[str, Any]
    faults: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def resolve(
    schema: Schema,
    arguments: dict[str, Any],
    directory: Directory,
    known: Collection[Record] = (),
    *,
    is_asking: bool = True,
) -> Resolved:
    """``arguments`` as :func:`~.coerce.coerce` gives them. ``known``: the records that the model
    was shown, which it may also name by their numbers. ``is_asking``: a person answers the
    questions, who chooses among records of one name by their numbers."""
    work = _Resolution(directory, known, is_asking)
    found = work.value(schema, arguments, "")
    return Resolved(found, tuple(work.faults), tuple(work.questions))


class _Resolution:
    def __init__(self, directory: Directory, known: Collection[Record], is_asking: bool) -> None:
        self.directory, self.known, self.is_asking = directory, known, is_asking
        self.faults: list[str] = []
        self.questions: list[Question] = []

    def value(self, schema: Schema, value: Any, path: str) -> Any:
        if isinstance(value, dict):
            inner = schema.get("properties", {})
            prefix = f"{path}." if path else ""
            return {
                name: self.value(inner.get(name, {}), item, prefix + name)
                for name, item in value.items()
            }
        if isinstance(value, list):
            items = schema.get("items", {})
            if "x-model" in items:
                value = [part for item in value for part in self.parts(items["x-model"], item)]
            return [self.value(items, item, path) for item in value]
        if "x-model" in schema and isinstance(value, str):
            return self.record(schema["x-model"], value, path)
        return value

    def parts(self, model: str, text: Any) -> list[Any]:
        """``A, B`` in a list are two, unless there is a record of that name."""
        if not isinstance(text, str) or not any(sign in text for sign in ",;\n"):
            return [text]
        if self.directory.name_search(model, text.strip()):
            return [text]
        parts = text.replace(";", ",").replace("\n", ",").split(",")
        return [part.strip() for part in parts if part.strip()]

    def record(self, model: str, text: str, path: str) -> Record | None:
        text = text.strip().strip("\"'`")
        if number := text.removeprefix("#").strip():
            for record in self.known:
                if record.model == model and str(record.id) == number:
                    return record
        hits = self.search(model, text)
        if not hits and self.is_asking and (chosen := self.numbered(model, text)):
            return chosen
        if not hits and (bare := _without_kind(text)):
            text, hits = bare, self.search(model, bare)
        if text.isdecimal():  # part of a telephone number is no name
            hits = [record for record in hits if text in words(record.name)]
            if not hits:
                self.faults.append(
                    f'"{path}" is {text}, a number that nobody has shown you: give the name.'
                )
                return None
        exact = [record for record in hits if folded(record.name) == folded(text)]
        if len(exact) == 1 or len(hits) == 1:
            return (exact or hits)[0]
        if not hits:
            hits = self.alike(model, text)
        if hits:
            candidates = tuple(exact or hits)
            if self.is_asking:
                candidates = _distinct(candidates)
            candidates = candidates[:_MOST_CANDIDATES]
            self.questions.append(Question(path, text, candidates))
        else:
            self.faults.append(
                f'"{path}": nothing is called "{text}". Use the name as it was given.'
            )
        return None

    def search(self, model: str, text: str) -> list[Record]:
        if not text:  # every record has it
            return []
        return [Record(model, id_, name) for id_, name in self.directory.name_search(model, text)]

    def numbered(self, model: str, text: str) -> Record | None:
        """``Azure #12``: the record that was chosen among those of one name."""
        if not (said := _NUMBERED.fullmatch(text)):
            return None
        named = self.search(model, said["name"])
        return next((record for record in named if str(record.id) == said["id"]), None)

    def alike(self, model: str, text: str) -> list[Record]:
        """Records whose names look like ``text``, the most alike first: found by its words, whole
        and from their beginnings."""
        found: dict[int, tuple[float, Record]] = {}
        for part in _parts(text):
            for id_, name in self.directory.name_search(model, part):
                likeness = SequenceMatcher(None, folded(text), folded(name)[:200]).ratio()
                if likeness >= _ALIKE:
                    found[id_] = (likeness, Record(model, id_, name))
        ordered = sorted(found.values(), key=lambda pair: (-pair[0], pair[1].name, pair[1].id))
        return [record for _likeness, record in ordered]


def _distinct(records: Sequence[Record]) -> tuple[Record, ...]:
    """``records``, with their numbers where there are several of one name."""
    names = [folded(record.name) for record in records]
    return tuple(
        replace(record, name=f"{record.name} #{record.id}")
        if names.count(folded(record.name)) > 1
        else record
        for record in records
    )


def _without_kind(text: str) -> str:
    """``the customer Azure`` → ``Azure``; empty if there is nothing to take off."""
    pieces = text.split()
    kept = [*dropwhile(lambda piece: piece.lower() in _KINDS, pieces)]
    return " ".join(kept) if len(kept) < len(pieces) else ""


def _parts(text: str) -> Iterable[str]:
    pieces = [piece for piece in text[:100].split() if len(piece) >= 3][:4]
    return dict.fromkeys([*pieces, *(piece[:4] for piece in pieces), *(p[:3] for p in pieces)])
