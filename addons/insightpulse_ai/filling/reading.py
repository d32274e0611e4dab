"""What a model has answered → values for Odoo's fields, or what is wrong with them, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime
from typing import Any

from . import evidence
from .answer_schema import of_value, of_values
from .borrowed import (
    Directory,
    Record,
    coerce,
    loose_json,
    match,
    resolve,
    shortened,
    without_thoughts,
)
from .field import Field

Directories = Callable[[Field], Directory]
"""Where the names of a field's records are looked up."""
QUOTE_CHARACTERS = 300
_NOTHING = {"", "null", "none", "n/a", "unknown", "not specified", "not mentioned"}


@dataclass(frozen=True)
class Proposed:
    """``value`` as a write of the ORM takes it, but for many2many: a list of ids; ``confidence``:
    ``low``, ``medium`` or ``high``; ``quote``: the words that show it, if they stand there."""

    value: Any
    quote: str
    confidence: str


@dataclass
class Answer:
    """``proposed`` by field; the fields of which nothing is known are not in it."""

    proposed: dict[str, Proposed] = attribute(default_factory=dict)
    faults: list[str] = attribute(default_factory=list)


def read(
    said: str, fields: Sequence[Field], source: str, directories: Directories, today: date
) -> Answer:
    """Never raises, whatever a model has ``said``. ``source``: what it was told, and may
    quote.

    >>> city = Field("city", "City", "char")
    >>> said = '{"city": {"quote": "in Lyon", "value": "Lyon", "confidence": "high"}, "vip": true}'
    >>> read(said, [city], "They are in Lyon.", None, date(2026, 1, 1)).proposed
    {'city': Proposed(value='Lyon', quote='in Lyon', confidence='high')}
    """
    boxes = _boxes(said, fields)
    if boxes is None:
        names = ", ".join(field.name for field in fields)
        return Answer(faults=[f"The answer is no JSON object with: {names}."])
    answer = Answer()
    for field in fields:
        box = boxes.get(field.name)
        value, quote, sure = _opened(box)
        if _is_nothing(field, value):
            if field.required:
                answer.faults.append(f'"{field.name}" has no value: choose the most likely.')
            continue
        coerced = coerce(of_values([field]), {field.name: value}, today)
        answer.faults += coerced.faults
        if coerced.faults or field.name not in coerced.arguments:
            continue
        found, faults = _as_odoo(field, coerced.arguments[field.name], directories)
        answer.faults += faults
        if faults or found is None:
            continue
        backed = quote if evidence.stands_in(quote, source) else ""
        answer.proposed[field.name] = Proposed(
            found, backed, evidence.sureness(sure, quote, source)
        )
    return answer


def _boxes(said: str, fields: Sequence[Field]) -> dict[str, Any] | None:
    """What was said of each field; ``None`` if nothing was, in any form."""
    text, _thought = without_thoughts(said)
    properties = {field.name: of_value(field) for field in fields}
    for found in loose_json.find(text):
        value = found.value
        for _layer in range(2):  # {"fields": {…}}
            if not isinstance(value, dict):
                break
            meant = match(map(str, value), properties)
            if meant:
                return {meant[key]: inner for key, inner in value.items() if key in meant}
            value = next(iter(value.values())) if len(value) == 1 else None
    return None


def _opened(box: Any) -> tuple[Any, str, Any]:
    """``(value, quote, confidence)`` of what was said of a field, which may be the bare value."""
    if not isinstance(box, dict) or "value" not in box:
        return box, "", None
    quote = box.get("quote")
    text = " ".join(quote.split()) if isinstance(quote, str) else ""
    return box["value"], shortened(text, QUOTE_CHARACTERS), box.get("confidence")


def _is_nothing(field: Field, value: Any) -> bool:
    if isinstance(value, str):
        choices = field.choices or {}
        return value.strip().lower() in _NOTHING and value not in choices
    return value is None or value in ([], {})


def _as_odoo(field: Field, value: Any, directories: Directories) -> tuple[Any, list[str]]:
    """``(value, faults)`` of a coerced value."""
    choices = field.choices
    if choices is not None:
        if isinstance(value, list):
            return list(dict.fromkeys(choices[name] for name in value)), []
        return choices[value], []
    if field.model:
        return _records(field, value, directories(field))
    if field.type == "datetime":
        return _moment(field, value)
    if isinstance(value, str):
        value = value.replace("\x00", "").strip()
        if field.type == "char":
            value = " ".join(value.split())
        if field.size and len(value) > field.size:
            return None, [f'"{field.name}" has {len(value)} characters: give at most {field.size}.']
    return value, []


def _records(field: Field, value: Any, directory: Directory) -> tuple[Any, list[str]]:
    schema = {"type": "object", "properties": {field.name: of_value(field)}}
    resolved = resolve(schema, {field.name: value}, directory, is_asking=False)
    faults = [*resolved.faults, *map(str, resolved.questions)]
    if faults:
        return None, faults
    found = resolved.arguments[field.name]
    if isinstance(found, list):
        return [record.id for record in found if isinstance(record, Record)], []
    return (found.id if isinstance(found, Record) else None), []


def _moment(field: Field, value: str) -> tuple[Any, list[str]]:
    try:
        found = datetime.fromisoformat(value.strip().removesuffix("Z"))
    except ValueError:
        return None, [
            f'"{field.name}" is "{shortened(value, 60)}", which is no moment: give one such as '
            "2026-01-31 14:30."
        ]
    return found.replace(tzinfo=None).isoformat(" ", "seconds"), []
