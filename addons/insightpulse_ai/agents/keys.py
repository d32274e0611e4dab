"""Which parameter a model means by a key: by another name, camelCase, without its ``_id``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .folding import folded, nearest, words

# Words that models add to names, and leave out.
_GENERIC = {"id", "ids", "name", "names", "value", "date", "number", "list", "the"}
_LONGEST, _MOST = 80, 50


def match(keys: Iterable[str], properties: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """``{key: parameter}`` for those keys of which it is clear; no parameter is given twice.

    ``properties`` as in a schema, where ``x-also`` has a parameter's other names.

    >>> match(["partnerName", "dateFrom", "sort"], {"partner_id": {}, "date_from": {}})
    {'dateFrom': 'date_from', 'partnerName': 'partner_id'}
    """
    open_keys = [key for key in keys if len(key) <= _LONGEST][:_MOST]
    found: dict[str, str] = {}
    for rule in (_same, _folded, _stripped, _within, _near):
        for key in list(open_keys):
            free = {name: p for name, p in properties.items() if name not in found.values()}
            meant = {name for name, p in free.items() if any(rule(key, n) for n in _names(name, p))}
            if len(meant) == 1:
                found[key] = meant.pop()
                open_keys.remove(key)
    return found


def _names(name: str, schema: Mapping[str, Any]) -> list[str]:
    return [name, *schema.get("x-also", ())]


def _same(key: str, name: str) -> bool:
    return key == name


def _folded(key: str, name: str) -> bool:
    return folded(key) == folded(name)


def _core(text: str) -> set[str]:
    return {word.rstrip("s") or word for word in words(text) if word not in _GENERIC}


def _stripped(key: str, name: str) -> bool:
    return bool(_core(key)) and _core(key) == _core(name)


def _within(key: str, name: str) -> bool:
    return bool(_core(name)) and _core(name) < _core(key)


def _near(key: str, name: str) -> bool:
    return bool(nearest(key, [name], 1, 0.85))
