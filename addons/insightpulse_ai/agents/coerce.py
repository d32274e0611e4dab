"""Arguments as a model gives them → arguments that follow the schema, or what is wrong with them.

What is clear is put right; what could be read in two ways, or is missing, is a fault. Nothing is
made up: no default is filled in, no name is resolved here (see :mod:`~.resolve`).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from . import amounts, dates, keys, loose_json
from .folding import folded
from .schema import Schema, told

_TRUE = {"true", "yes", "y", "1", "on", "ja", "oui", "si", "sim", "wahr", "vrai", "verdadero"}
_FALSE = {"false", "no", "n", "0", "off", "nein", "non", "nao", "nee", "falsch", "faux", "falso"}
_NOTHING = {"", "none", "null", "na", "undefined", "any", "optional", "nil"}
_WRAPPERS = ("arguments", "parameters", "properties", "params", "args", "kwargs", "input")
_SCHEMA_WORDS = {"type", "required", "additionalProperties", "title", "description", "$schema"}
_BOXES = ("value", "name", "default", "const", "id", "text")
_DEEPEST = 10


@dataclass(frozen=True)
class Coerced:
    """``faults`` and ``notes`` are sentences that a model and a person understand. With faults, the
    arguments must not be used; notes say what was left out, or read in one of two ways."""

    arguments: dict[str, Any]
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class _Wrong(Exception):
    pass


def coerce(schema: Schema, arguments: Any, today: date | None = None) -> Coerced:
    """Never raises, whatever ``arguments`` are; what is valid stays as it is.

    >>> year = {"type": "object", "properties": {"year": {"type": "integer"}}, "required": ["year"]}
    >>> coerce(year, {"parameters": {"Year": "2025", "sort": "asc"}})
    Coerced(arguments={'year': 2025}, faults=(), notes=('There is no parameter "sort": it was left out.',))
    >>> coerce(year, {}).faults
    ('"year" is missing: a whole number.',)
    """
    work = _Coercion(today or date.today())
    properties = schema.get("properties", {})
    given = _unwrapped(arguments, properties)
    if not isinstance(given, dict):
        names = ", ".join(properties) or "none"
        return Coerced({}, (f"The arguments {_quoted(given)} are no object with: {names}.",))
    found = work.object(schema, given, "", 0)
    return Coerced(found, tuple(work.faults), tuple(work.notes))


def _unwrapped(given: Any, properties: dict[str, Any]) -> Any:
    """What is inside of ``{"parameters": {…}}``, of a JSON string, of a filled-in schema."""
    for _layer in range(4):
        if isinstance(given, str):
            inner = loose_json.whole(given)
            if inner is None:
                # the only parameter's value, perhaps
                return {next(iter(properties)): given} if len(properties) == 1 else given
            given = inner
        elif isinstance(given, list):
            if len(given) == 1 and isinstance(given[0], dict):
                given = given[0]
            elif len(given) <= len(properties):  # in their order
                return dict(zip(properties, given))
            else:
                return given
        elif given is None:
            return {}
        elif isinstance(given, dict):
            wrapper = next((w for w in _WRAPPERS if w in given and w not in properties), None)
            if wrapper is None or not isinstance(given[wrapper], (dict, list, str)):
                return given
            if not set(given) - {wrapper} <= _SCHEMA_WORDS | {"name", "function", "tool", "id"}:
                return given
            given = given[wrapper]
        else:
            return given
    return given


@dataclass
class _Coercion:
    today: date
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def object(self, schema: Schema, given: dict[Any, Any], path: str, depth: int) -> dict[str, Any]:
        properties, required = schema.get("properties", {}), schema.get("required", ())
        named = {str(key): value for key, value in given.items()}
        meant = keys.match(named, properties)
        self._lone(named, meant, properties, required)
        found: dict[str, Any] = {}
        wrong = set()
        for key, value in named.items():
            name = meant.get(key)
            if name is None:
                self.notes.append(f'There is no parameter "{_short(path + key)}": it was left out.')
                continue
            part = properties[name]
            if value is None or (name not in required and _is_nothing(part, value)):
                continue
            try:
                found[name] = self.value(part, value, path + name, depth + 1)
            except _Wrong as why:
                wrong.add(name)
                self.faults.append(f'"{path}{name}" is {_quoted(value)}, {why}: give {told(part)}.')
        in_order = {name: found[name] for name in properties if name in found}
        for name in required:
            if name not in found and name not in wrong:
                self.faults.append(f'"{path}{name}" is missing: {told(properties.get(name, {}))}.')
        return in_order

    def _lone(
        self, named: dict[str, Any], meant: dict[str, str], properties: dict[str, Any], required: Any
    ) -> None:
        """One key that is unknown, where one parameter that is required is missing: that one, if its
        value fits."""
        unknown = [key for key in named if key not in meant]
        missing = [name for name in required if name not in meant.values()]
        if len(unknown) == len(missing) == 1 and len(required) == 1:
            trial = _Coercion(self.today)
            try:
                trial.value(properties[missing[0]], named[unknown[0]], "", 1)
            except _Wrong:
                return
            if not trial.faults:
                meant[unknown[0]] = missing[0]
                self.notes.append(f'"{_short(unknown[0])}" was read as "{missing[0]}".')

    def value(self, schema: Schema, given: Any, path: str, depth: int) -> Any:
        if depth > _DEEPEST:
            raise _Wrong("which is nested too deeply")
        kind = schema.get("type")
        if kind == "object":
            inner = loose_json.whole(given) if isinstance(given, str) else given
            if not isinstance(inner, dict):
                raise _Wrong("which is no object")
            return self.object(schema, inner, f"{path}.", depth)
        if kind == "array":
            return self._array(schema, given, path, depth)
        given = _unboxed(given)
        if kind == "string":
            return self._string(schema, given, path)
        if kind == "boolean":
            return _boolean(given)
        if kind in ("integer", "number"):
            return _number(given, whole=kind == "integer")
        return given

    def _array(self, schema: Schema, given: Any, path: str, depth: int) -> list[Any]:
        items = schema.get("items", {})
        if isinstance(given, str):
            inner = loose_json.whole(given)
            if isinstance(inner, list):
                given = inner
            elif "x-model" not in items and items.get("type") != "object":
                # (a record's name may hold a comma: see resolve.py)
                between = r"[,;\n]" if items.get("type") == "string" else r";|,\s|\n"
                given = [part.strip() for part in re.split(between, given) if part.strip()]
        if isinstance(given, dict) and items.get("type") != "object":
            given = _unboxed(given)
        values = given if isinstance(given, list) else [given]
        return [
            self.value(items, value, f"{path}[{number}]", depth + 1)
            for number, value in enumerate(values)
        ]

    def _string(self, schema: Schema, given: Any, path: str) -> str:
        if isinstance(given, bool) or not isinstance(given, (str, int, float)):
            raise _Wrong("which is no text")
        text = given if isinstance(given, str) else _said(given)
        if "enum" in schema:
            return _choice(schema["enum"], text)
        if schema.get("format") == "date":
            found = dates.parse(text, self.today)
            if found is None:
                raise _Wrong("which is no date")
            if dates.ambiguous(text):
                self.notes.append(f'"{path}": {_quoted(text)} was read as {found}, the day first.')
            return found.isoformat()
        if len(text.strip() if schema.get("minLength") else text) < schema.get("minLength", 0):
            raise _Wrong("which is empty")
        return text


def _is_nothing(schema: Schema, value: Any) -> bool:
    """An optional parameter is left out in many ways; but a text may be any text."""
    if value is None:
        return True
    plain = schema.get("type") == "string" and not schema.keys() & {"enum", "format", "x-model"}
    if not isinstance(value, str) or plain or value in schema.get("enum", ()):
        return False
    return folded(value) in _NOTHING


def _unboxed(given: Any) -> Any:
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


def _choice(values: list[str], text: str) -> str:
    if text in values:
        return text
    same = [value for value in values if folded(value) == folded(text)]
    if len(same) != 1:
        raise _Wrong("which is none of them")
    return same[0]


def _boolean(given: Any) -> bool:
    if isinstance(given, bool):
        return given
    word = folded(_said(given)) if isinstance(given, (str, int)) else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise _Wrong("which is neither true nor false")


def _number(given: Any, *, whole: bool) -> int | float:
    if isinstance(given, str):
        given = amounts.parse(given, whole=whole)
    wrong = _Wrong("which is no whole number" if whole else "which is no number")
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        raise wrong
    if isinstance(given, float) and (not math.isfinite(given) or (whole and given % 1)):
        raise wrong
    return int(given) if whole else given


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _said(value: Any) -> str:
    try:
        return str(value)
    except (ValueError, RecursionError):  # thousands of digits, or of brackets
        return "…"


def _quoted(value: Any) -> str:
    return f'"{_short(value)}"' if isinstance(value, str) else _short(_said(value))
