"""From a function's types to the JSON schema of its parameters, and from JSON back to its types.

========================================  ==========================================================
``str`` ``int`` ``float`` ``bool``        ``string`` ``integer`` ``number`` ``boolean``
``date``                                  ``string`` of format ``date``
``Literal["a", "b"]``                     ``string`` with ``enum``
``list[X]``                               ``array``
a ``TypedDict``                           ``object``
``Annotated[Record, Reference("…")]``     ``string``, a name; ``x-model`` has the model
``X | None``, or with a default           not required
``Annotated[X, "…", Also("…")]``          a description; ``x-also``: other names
========================================  ==========================================================

The keys that begin with ``x-`` are ours; :func:`shown` leaves them out.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable
from datetime import date
from typing import (
    Annotated,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from .record import Also, Record, Reference

Schema = dict[str, Any]
_SIMPLE: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
}
_KINDS = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}


def of_function(function: Callable[..., Any]) -> Schema:
    """The schema of all parameters but ``self``.

    :raise TypeError: a parameter has no type, or one that cannot be said in a schema
    """
    hints = get_type_hints(function, include_extras=True)
    properties: dict[str, Schema] = {}
    required = []
    for name, parameter in inspect.signature(function).parameters.items():
        if name == "self":
            continue
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise TypeError(f"{function.__qualname__}: *{name} cannot be told to a model: name it")
        if name not in hints:
            raise TypeError(f"{function.__qualname__}: the parameter {name} needs a type")
        where = f"{function.__qualname__}: {name}"
        properties[name], optional = _of(hints[name], where)
        if parameter.default not in (parameter.empty, None):
            properties[name]["default"] = parameter.default
        if parameter.default is parameter.empty and not optional:
            required.append(name)
    return _object(properties, required)


def _object(properties: dict[str, Schema], required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _of(hint: Any, where: str) -> tuple[Schema, bool]:
    """The schema of a type, and whether it may be left out."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = [argument for argument in get_args(hint) if argument is not type(None)]
        if len(inner) == 1:
            return _of(inner[0], where)[0], True
    elif get_origin(hint) is Annotated:
        inner_hint, *marks = get_args(hint)
        models = [mark.model for mark in marks if isinstance(mark, Reference)]
        if inner_hint is Record and models:
            schema: Schema = {"type": "string", "minLength": 1, "x-model": models[0]}
            optional = False
        else:
            schema, optional = _of(inner_hint, where)
        for mark in marks:
            if isinstance(mark, str):
                schema["description"] = mark
            elif isinstance(mark, Also):
                schema["x-also"] = list(mark.names)
        return schema, optional
    elif get_origin(hint) is Literal and all(isinstance(value, str) for value in get_args(hint)):
        return {"type": "string", "enum": list(get_args(hint))}, False
    elif get_origin(hint) is list:
        return {"type": "array", "items": _of(get_args(hint)[0], where)[0]}, False
    elif is_typeddict(hint):
        return _of_typed_dict(hint, where), False
    elif isinstance(hint, type) and hint in _SIMPLE:
        return dict(_SIMPLE[hint]), False
    raise TypeError(f"{where}: {hint} cannot be told to a model (see agents/schema.py)")


def _of_typed_dict(hint: Any, where: str) -> Schema:
    found = {
        name: _of(inner, f"{where}.{name}")
        for name, inner in get_type_hints(hint, include_extras=True).items()
    }
    needed = [
        n for n, (_s, optional) in found.items() if n in hint.__required_keys__ and not optional
    ]
    return _object({name: schema for name, (schema, _optional) in found.items()}, needed)


def shown(schema: Any) -> Any:
    """The schema as models and servers see it."""
    if isinstance(schema, dict):
        return {key: shown(value) for key, value in schema.items() if not key.startswith("x-")}
    return [shown(value) for value in schema] if isinstance(schema, list) else schema


def told(schema: Schema) -> str:
    """What is asked for, in words.

    >>> told({"type": "string", "enum": ["draft", "posted"]})
    'one of "draft", "posted"'
    """
    if "enum" in schema:
        return "one of " + ", ".join(f'"{value}"' for value in schema["enum"])
    if "x-model" in schema:
        return "the name of a record"
    if schema.get("format") == "date":
        return "a date, YYYY-MM-DD"
    if schema.get("type") == "array" and "items" in schema:
        return f"a list, each {told(schema['items'])}"
    return _KINDS.get(str(schema.get("type")), "a value")


def to_python(schema: Schema, value: Any) -> Any:
    """A coerced and resolved value as the function's types have it: dates are dates."""
    if isinstance(value, dict):
        inner = schema.get("properties", {})
        return {name: to_python(inner.get(name, {}), item) for name, item in value.items()}
    if isinstance(value, list):
        return [to_python(schema.get("items", {}), item) for item in value]
    if schema.get("format") == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    return value
