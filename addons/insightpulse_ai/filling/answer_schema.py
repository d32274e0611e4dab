"""From fields to JSON schemas: of the whole answer, and of the values alone.

For each field a model gives the words that show it, then its value, then how sure it is: whoever
has to quote first, makes up less.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .borrowed import Schema
from .field import Field

SURE = ("low", "medium", "high")
CHARACTERS = 200
"""Of a quotation, and of a field that is one line."""
_SIMPLE: dict[str, Schema] = {
    "char": {"type": "string", "maxLength": CHARACTERS},
    "text": {"type": "string"},
    "html": {"type": "string"},
    "integer": {"type": "integer"},
    "float": {"type": "number"},
    "monetary": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
}


def of_value(field: Field) -> Schema:
    """The schema of a field's value, in the words of :mod:`agents.schema`.

    >>> of_value(Field("stage", "Stage", "selection", selection=(("a", "New"), ("b", "Won"))))
    {'type': 'string', 'enum': ['New', 'Won'], 'x-also': ['Stage']}
    >>> of_value(Field("partner_id", "Customer", "many2one", model="res.partner"))
    {'type': 'string', 'minLength': 1, 'x-model': 'res.partner', 'x-also': ['Customer']}

    :raise ValueError: fields of its type cannot be filled
    """
    schema: Schema
    choices = field.choices
    if choices is not None:
        schema = {"type": "string", "enum": list(choices)}
    elif field.type in ("many2one", "many2many"):
        schema = {"type": "string", "minLength": 1, "x-model": field.model}
    elif field.type in _SIMPLE:
        schema = dict(_SIMPLE[field.type])
    else:
        raise ValueError(f"{field.name}: a field of type {field.type} cannot be filled")
    if field.type == "many2many":
        schema = {"type": "array", "items": schema, "maxItems": 10}
    return schema | {"x-also": [field.label]}


def of_values(fields: Sequence[Field]) -> Schema:
    """What the values of an answer are held against; each may be left out."""
    return _object({field.name: of_value(field) for field in fields}, [])


def of_answer(fields: Sequence[Field]) -> Schema:
    """What a model's server is asked to keep to."""
    boxes = {}
    for field in fields:
        value = of_value(field)
        box = {
            "quote": {"type": "string", "maxLength": CHARACTERS},
            "value": value if _must(field) else {"anyOf": [value, {"type": "null"}]},
            "confidence": {"type": "string", "enum": list(SURE)},
        }
        boxes[field.name] = _object(box, list(box))
    return _object(boxes, list(boxes))


def _must(field: Field) -> bool:
    """Whether there has to be a value; of several records it may be none."""
    return field.required or field.type == "many2many"


def _object(properties: dict[str, Any], required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
