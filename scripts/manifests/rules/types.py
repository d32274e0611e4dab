"""Values of another type than Odoo expects."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Edit, Problem
from manifests.keys import MANY, OF_STRINGS, TYPES
from manifests.manifest import Entry, Manifest
from manifests.rule import correctness

_NAMES = {str: "a string", bool: "True or False", dict: "a dict", list: "a list", int: "a number"}
_EXTERNAL = {"python": MANY, "bin": MANY, "deb": MANY, "rpm": MANY, "apt": (dict,)}


@correctness(remedy="write a value of that type", fixes=True)
def wrong_type(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A value has a type that Odoo does not expect there.

    A list as category, or a sequence that is no number, breaks "Update Apps List" for all modules;
    a string where a list belongs is read letter by letter; "False" as installable is true; a
    version such as 1.10 becomes the number 1.1. --fix puts a single file into a list, quotes a
    version, and writes 1 and 0 as True and False.
    """
    manifest = addon.manifest
    for entry in manifest.entries:
        expected = TYPES.get(entry.key) if isinstance(entry.key, str) else None
        if not expected or entry.key == "depends":
            continue
        if not _is(entry.value, expected):
            message = f"{entry.key!r} must be {_names(expected)}, and is {_shown(entry.value)}"
            yield manifest.problem(entry.value_node, message, edits=_repair(manifest, entry))
        elif entry.key in OF_STRINGS:
            yield from _items(manifest, str(entry.key), entry.value_node)
        elif entry.key == "assets":
            yield from _bundles(manifest, entry.value_node)
        elif entry.key == "external_dependencies":
            yield from _external(manifest, entry.value_node)


@correctness(remedy="write a list of strings", fixes=True)
def depends_not_list(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """`depends` is no list.

    Odoo takes any collection: the string "base" becomes the dependencies b, a, s and e.
    """
    entry = addon.manifest.entry("depends")
    if not entry:
        return
    if isinstance(entry.value, MANY):
        yield from _items(addon.manifest, "depends", entry.value_node)
        return
    message = f"'depends' must be a list, and is {_shown(entry.value)}"
    if isinstance(entry.value, str) and len(entry.value) > 1:
        message += f": Odoo reads the dependencies {', '.join(entry.value[:4])}, …"
    edits: tuple[Edit, ...] = ()
    if isinstance(entry.value, str) and entry.value.isidentifier():
        edits = addon.manifest.bracket(entry.value_node)
    yield addon.manifest.problem(entry.value_node, message, edits=edits)


def _is(value: object, expected: tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return bool in expected
    return isinstance(value, expected)


def _names(expected: tuple[type, ...]) -> str:
    return " or ".join(dict.fromkeys(_NAMES[t] for t in expected if t in _NAMES))


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"


def _items(manifest: Manifest, key: str, node: ast.expr) -> Iterator[Problem]:
    for item in getattr(node, "elts", []):
        if not (isinstance(item, ast.Constant) and isinstance(item.value, str)):
            shown = _shown(ast.literal_eval(item))
            yield manifest.problem(
                item, f"the items of {key!r} must be strings, and one is {shown}"
            )


def _bundles(manifest: Manifest, node: ast.expr) -> Iterator[Problem]:
    if not isinstance(node, ast.Dict):
        return
    for name, entries in zip(node.keys, node.values):
        if name is None or not isinstance(ast.literal_eval(name), str):
            yield manifest.problem(name or entries, "the name of an asset bundle must be a string")
        elif isinstance(entries, ast.Set) and len(entries.elts) > 1:
            bundle = ast.literal_eval(name)
            message = f"the bundle {bundle!r} is a set, whose order changes with each start"
            yield manifest.problem(entries, message)
        elif not isinstance(entries, (ast.List, ast.Tuple, ast.Set)):
            shown = _shown(ast.literal_eval(entries))
            bundle = ast.literal_eval(name)
            message = f"the bundle {bundle!r} must be a list of paths, and is {shown}"
            edits: tuple[Edit, ...] = ()
            if isinstance(entries, ast.Constant) and isinstance(entries.value, str):
                edits = manifest.bracket(entries)
            yield manifest.problem(entries, message, edits=edits)


def _external(manifest: Manifest, node: ast.expr) -> Iterator[Problem]:
    if not isinstance(node, ast.Dict):
        return
    for name, value in zip(node.keys, node.values):
        kind = ast.literal_eval(name) if name else None
        expected = _EXTERNAL.get(kind) if isinstance(kind, str) else None
        if expected is None:
            known = ", ".join(_EXTERNAL)
            message = f"Odoo knows no external dependencies of the kind {kind!r}: {known}"
            yield manifest.problem(name or value, message)
        elif not _is(ast.literal_eval(value), expected):
            shown = _shown(ast.literal_eval(value))
            message = f"external dependencies {kind!r} must be {_names(expected)}, and are {shown}"
            edits: tuple[Edit, ...] = ()
            if (
                expected == MANY
                and isinstance(value, ast.Constant)
                and isinstance(value.value, str)
            ):
                edits = manifest.bracket(value)
            yield manifest.problem(value, message, edits=edits)
        elif expected == MANY:
            yield from _items(manifest, str(kind), value)


def _repair(manifest: Manifest, entry: Entry) -> tuple[Edit, ...]:
    node, value = entry.value_node, entry.value
    if entry.key == "version" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return manifest.replace(node, manifest.written(node).decode())
    if TYPES[str(entry.key)] == (bool,) and type(value) is int and value in (0, 1):
        return (Edit(*manifest.span(node), str(bool(value)).encode()),)
    if entry.key in ("data", "demo", "images") and isinstance(value, str) and value:
        return manifest.bracket(node)
    return ()
