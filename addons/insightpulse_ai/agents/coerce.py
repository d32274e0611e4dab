"""Arguments as a model gives them → arguments that follow the schema, or what is wrong with them.

What is clear is put right; what could be read in two ways, or is missing, is a fault. Nothing is
made up: no default is filled in, no name is resolved here (see :mod:`~.resolve`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from . import dates, keys, loose_json, values
from .schema import Schema, told

_WRAPPERS = ("arguments", "parameters", "properties", "params", "args", "kwargs", "input")
_SCHEMA_WORDS = {"type", "required", "additionalProperties", "title", "description", "$schema"}
_DEEPEST = 10


@dataclass(frozen=True)
class Coerced:
    """``faults`` and ``notes`` are sentences that a model and a person understand. With faults, the
    arguments must not be used; notes say what was left out, or read in one of two ways."""

    arguments: dict[str, Any]
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def coerce(schema: Schema, arguments: Any, today: date | None = None) -> Coerced:
    """Never raises, whatever ``arguments`` are; what is valid stays as it is.

    >>> year = {"type": "object", "properties": {"year": {"type": "integer"}}, "required": ["year"]}
    >>> found = coerce(year, {"parameters": {"Year": "2025", "sort": "asc"}})
    >>> found.arguments, found.faults, found.notes
    ({'year': 2025}, (), ('Left out, because there are no such parameters: "sort".',))
    >>> coerce(year, {"Year": "soon"}).faults
    ('"year" is "soon", which is no whole number: give a whole number.',)
    """
    work = _Coercion(today or date.today())
    properties = schema.get("properties", {})
    given = _unwrapped(arguments, properties)
    if not isinstance(given, dict):
        names = ", ".join(properties) or "none"
        return Coerced({}, (f"The arguments {values.quoted(given)} are no object with: {names}.",))
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

    def object(
        self, schema: Schema, given: dict[Any, Any], path: str, depth: int
    ) -> dict[str, Any]:
        properties, required = schema.get("properties", {}), schema.get("required", ())
        named = {str(key): value for key, value in given.items()}
        meant = keys.match(named, properties)
        self._lone(named, meant, properties, required)
        self._unknown([path + key for key in named if key not in meant])
        found: dict[str, Any] = {}
        wrong = set()
        for key, value in named.items():
            name = meant.get(key)
            if name is None:
                continue
            part = properties[name]
            if value is None or values.is_echo(part, value):
                continue
            if name not in required and values.is_nothing(part, value):
                continue
            try:
                found[name] = self.value(part, value, path + name, depth + 1)
            except values.Wrong as why:
                wrong.add(name)
                self.faults.append(
                    f'"{path}{name}" is {values.quoted(value)}, {why}: give {told(part)}.'
                )
        in_order = {name: found[name] for name in properties if name in found}
        for name in required:
            if name not in found and name not in wrong:
                self.faults.append(f'"{path}{name}" is missing: {told(properties.get(name, {}))}.')
        return in_order

    def _unknown(self, unknown: list[str]) -> None:
        if unknown:
            names = ", ".join(values.quoted(key) for key in unknown[:5])
            more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
            self.notes.append(f"Left out, because there are no such parameters: {names}{more}.")

    def _lone(
        self,
        named: dict[str, Any],
        meant: dict[str, str],
        properties: dict[str, Any],
        required: Any,
    ) -> None:
        """One unknown key, where the one required parameter is missing: that one, if its value
        fits."""
        unknown = [key for key in named if key not in meant]
        missing = [name for name in required if name not in meant.values()]
        if len(unknown) == len(missing) == 1 and len(required) == 1:
            trial = _Coercion(self.today)
            try:
                trial.value(properties[missing[0]], named[unknown[0]], "", 1)
            except values.Wrong:
                return
            if not trial.faults:
                meant[unknown[0]] = missing[0]
                self.notes.append(f'"{values.short(unknown[0])}" was read as "{missing[0]}".')

    def value(self, schema: Schema, given: Any, path: str, depth: int) -> Any:
        if depth > _DEEPEST:
            raise values.Wrong("which is nested too deeply")
        kind = schema.get("type")
        if kind == "object":
            inner = loose_json.whole(given) if isinstance(given, str) else given
            if not isinstance(inner, dict):
                raise values.Wrong("which is no object")
            return self.object(schema, inner, f"{path}.", depth)
        if kind == "array":
            return self._array(schema, given, path, depth)
        given = values.unboxed(given)
        if kind == "string":
            return self._string(schema, given, path)
        if kind == "boolean":
            return values.boolean(given)
        if kind in ("integer", "number"):
            return values.number(given, whole=kind == "integer")
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
            given = values.unboxed(given)
        listed = given if isinstance(given, list) else [given]
        return [
            self.value(items, value, f"{path}[{number}]", depth + 1)
            for number, value in enumerate(listed)
        ]

    def _string(self, schema: Schema, given: Any, path: str) -> str:
        if isinstance(given, bool) or not isinstance(given, (str, int, float)):
            raise values.Wrong("which is no text")
        text = given if isinstance(given, str) else values.said(given)
        if "enum" in schema:
            return values.choice(schema["enum"], text)
        if schema.get("format") == "date":
            found = dates.parse(text, self.today)
            if found is None:
                raise values.Wrong("which is no date")
            if dates.ambiguous(text):
                self.notes.append(
                    f'"{path}": {values.quoted(text)} was read as {found}, the day first.'
                )
            return found.isoformat()
        if len(text.strip() if schema.get("minLength") else text) < schema.get("minLength", 0):
            raise values.Wrong("which is empty")
        return text
