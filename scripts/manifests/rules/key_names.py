"""The keys themselves."""

from __future__ import annotations

from collections.abc import Iterator

from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.keys import OBSOLETE, TYPES
from manifests.rule import correctness
from manifests.suggest import did_you_mean


@correctness(remedy="keep one of them")
def duplicate_key(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A key is there twice. Python keeps the last value, and drops the others without a word."""
    first: dict[object, int] = {}
    for entry in addon.manifest.entries:
        line = entry.key_node.lineno
        if entry.key in first:
            message = f"{entry.key!r} is already in line {first[entry.key]}, which is dropped"
            yield addon.manifest.problem(entry.key_node, message)
        first[entry.key] = line


@correctness(remedy="correct the name, or remove it")
def unknown_key(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """Odoo 19 knows no such key, and ignores it without a word."""
    for entry in addon.manifest.entries:
        if not isinstance(entry.key, str):
            yield addon.manifest.problem(entry.key_node, f"the key {entry.key!r} is no string")
        elif entry.key not in TYPES and entry.key not in OBSOLETE:
            hint = did_you_mean(entry.key, TYPES)
            message = f"Odoo 19 does not know the key {entry.key!r}{hint}"
            yield addon.manifest.problem(entry.key_node, message)


@correctness(remedy="move its content to where Odoo 19 reads it")
def obsolete_key(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A key of an earlier series, that Odoo 19 ignores or warns of."""
    for entry in addon.manifest.entries:
        if isinstance(entry.key, str) and entry.key in OBSOLETE:
            message = f"{entry.key!r} is of an earlier series; {OBSOLETE[entry.key]}"
            yield addon.manifest.problem(entry.key_node, message)
