"""Single values as a model gives them → values of a schema's type."""

from __future__ import annotations

import math
from typing import Any

from . import amounts
from .folding import folded
from .schema import Schema, told

_TRUE = {"true", "yes", "y", "1", "on", "ja", "oui", "si", "sim", "wahr", "vrai", "verdadero"}
_FALSE = {"false", "no", "n", "0", "off", "nein", "non", "nao", "nee", "falsch", "faux", "falso"}
_NOTHING = {"", "none", "null", "n/a", "undefined"}
_BOXES = ("value", "name", "default", "const", "id", "text")


class Wrong(Exception):
    """Why a value is none of its type, after "which": words for a sentence."""


def is_nothing(schema: Schema, value: Any) -> bool:
    """An optional parameter is left out in many ways; but a text may be any text."""
    if value is None:
        return True
    plain = schema.get("type") == "string" and not schema.keys() & {"enum", "format", "x-model"}
    if not isinstance(value, str) or plain or value in schema.get("enum", ()):
        return False
    return value.strip().lower() in _NOTHING


def is_echo(schema: Schema, value: Any) -> bool:
    """Whether it is no value, but what the model was told of it: ``the name of a record``."""
    if not isinstance(value, str):
        return False
    said = folded(value)
    told_of_it = {folded(told(schema)), folded(schema.get("description", ""))} - {""}
    return said in told_of_it or (schema.get("format") == "date" and said == "yyyymmdd")


def unboxed(given: Any) -> Any:
    """The value of ``{"type": "integer", "value": 3}``, or of a list of one."""
    for _layer in range(3):
        if isinstance(given, list) and len(given) == 1:
            given = given[0]
        elif isinstance(given, dict):
            box = next((name for name in _BOXES if name in given), None)
            if box is None:
                return given
            given = given[box]
    return given


def choice(values: list[str], text: str) -> str:
    if text in values:
        return text
    same = [value for value in values if folded(value) == folded(text)]
    if len(same) != 1:
        raise Wrong("which is none of them")
    return same[0]


def boolean(given: Any) -> bool:
    if isinstance(given, bool):
        return given
    word = folded(said(given)) if isinstance(given, (str, int)) else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise Wrong("which is neither true nor false")


def number(given: Any, *, whole: bool) -> int | float:
    if isinstance(given, str):
        given = amounts.parse(given, whole=whole)
    wrong = Wrong("which is no whole number" if whole else "which is no number")
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        raise wrong
    if isinstance(given, float) and (not math.isfinite(given) or (whole and given % 1)):
        raise wrong
    return int(given) if whole else given


def short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def said(value: Any) -> str:
    try:
        return str(value)
    except (ValueError, RecursionError):  # thousands of digits, or of brackets
        return "…"


def quoted(value: Any) -> str:
    return f'"{short(value)}"' if isinstance(value, str) else short(said(value))
