"""The models that an addon's classes define, read from the syntax tree."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from manifests.addon import Addon
from manifests.source import Source

_BASES = {"Model", "TransientModel", "BaseModel"}
_CLASS = re.compile(rf"(?:^|\n)class\b[^:]*\b(?:{'|'.join(_BASES)})\b")
_NAME = re.compile(r"\n[ \t]+_name\s*(?::[^=\n]+)?=\s*[\"']([^\"'\n]*)")


class Model(NamedTuple):
    """A new model with a table or without one; not an abstract one, nor an extension."""

    name: str
    source: Source
    line: int


def new_models(addon: Addon, but: Collection[str] = ()) -> Iterator[Model]:
    """The models that need access rights: regular and transient ones, whatever `_auto` is.

    Files without a class of those kinds, or with models of the names ``but`` alone, are not even
    parsed.
    """
    for source in addon.imported:
        text = source.text
        if all(name in but for name in _NAME.findall(text)) or not _CLASS.search(text):
            continue
        for statement in source.tree.body:
            name = _new_name(statement) if isinstance(statement, ast.ClassDef) else ""
            if name and name not in but:
                yield Model(name, source, statement.lineno)


def _new_name(definition: ast.ClassDef) -> str:
    if not any(_base(base) in _BASES for base in definition.bases):
        return ""
    attributes = _attributes(definition)
    name, inherit = attributes.get("_name"), attributes.get("_inherit", ())
    parents = (inherit,) if isinstance(inherit, str) else inherit
    if (
        not isinstance(name, str)
        or attributes.get("_abstract")
        or not isinstance(parents, (list, tuple))
    ):
        return ""
    if attributes.get("_register", True) is False:
        return ""
    return "" if name in parents else name


def _base(node: ast.expr) -> str:
    """`Model` of `models.Model`, and of `Model` itself."""
    if isinstance(node, ast.Attribute):
        return node.attr if isinstance(node.value, ast.Name) and node.value.id == "models" else ""
    return node.id if isinstance(node, ast.Name) else ""


def _attributes(definition: ast.ClassDef) -> dict[str, object]:
    found: dict[str, object] = {}
    for statement in definition.body:
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value:
            targets, value = [statement.target], statement.value
        for target in targets:
            if isinstance(target, ast.Name) and target.id.startswith("_"):
                try:
                    found[target.id] = ast.literal_eval(value)
                except ValueError:
                    found[target.id] = None
    return found
