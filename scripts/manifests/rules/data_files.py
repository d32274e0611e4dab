"""The files in `data` and `demo`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.rule import correctness, policy
from manifests.suggest import did_you_mean

_LOADED = ("data", "demo", "init_xml")
_EXTENSIONS = (".csv", ".sql", ".xml", ".js")
_NOT_DATA = ("static/", "tests/", "migrations/", "upgrades/", "doc/", "docs/", "readme/")
_RECORDS = re.compile(r"<(odoo|openerp|data)\b[^>]*>")


def _listed(addon: Addon) -> Iterator[tuple[str, str, ast.expr]]:
    for key in _LOADED:
        for path, node in addon.manifest.strings(key):
            yield key, path, node


@correctness(remedy="correct the path, which starts in the addon's folder, or add the file")
def data_file_missing(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A file in `data` or `demo` does not exist. The installation fails there."""
    for key, path, node in _listed(addon):
        if not addon.tree.has(path):
            near = [name for name in addon.tree.files if name.endswith(_EXTENSIONS)]
            hint = did_you_mean(path, near)
            if addon.manifest.is_joined(node):
                hint = " (is there a comma missing?)"
            yield addon.manifest.problem(node, f"{key} lists {path!r}, which does not exist{hint}")


@correctness(remedy="list only .xml, .csv and .sql files")
def data_file_type(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A file in `data` or `demo` has an extension that Odoo cannot load. The installation fails."""
    for key, path, node in _listed(addon):
        if addon.tree.has(path) and not path.lower().endswith(_EXTENSIONS):
            yield addon.manifest.problem(node, f"{key} lists {path!r}, of a type Odoo cannot load")


@policy(remedy="list it once")
def data_file_twice(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A file is loaded twice by the same list. Odoo warns of it, and loses time."""
    seen: set[tuple[str, str]] = set()
    for key, path, node in _listed(addon):
        if (key, path) in seen:
            yield addon.manifest.problem(node, f"{path!r} is already in {key!r}")
        seen.add((key, path))


@correctness(remedy="list it in `data` or `demo`, or delete it", severity="warning")
def data_file_unlisted(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A data file is there, but neither the manifest lists it nor does any code name it.

    Odoo never loads it: views, rights or records are missing without a word. A file that a comment
    in the manifest names was left out on purpose.
    """
    manifest = addon.manifest.source.decode("utf-8", "replace")
    listed = {re.sub(r"^(\./)+", "", path) for path in addon.data_files}
    for path in sorted(addon.tree.files - listed):
        if not _is_data(addon, path) or path in manifest:
            continue
        name = path.rpartition("/")[2]
        if not any(name in source.text for source in addon.sources.values()):
            yield addon.problem(
                path, 1, f"{addon.name} has {path}, but its manifest does not list it"
            )


def _is_data(addon: Addon, path: str) -> bool:
    if path.startswith(_NOT_DATA) or "/static/" in path:
        return False
    if path.endswith(".xml"):
        return _RECORDS.search(addon.text(path)[:4096]) is not None
    return path.endswith(".csv") and path.startswith("security/")
