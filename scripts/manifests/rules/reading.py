"""Manifests that Odoo cannot read: it hides the module, or none can be installed any more."""

from __future__ import annotations

from collections.abc import Iterator

from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.rule import correctness


def _unreadable(addon: Addon, kind: str) -> Iterator[Problem]:
    why = addon.manifest.unreadable
    if why and why.kind == kind:
        yield Problem(
            addon.manifest.path, why.line, f"Odoo cannot read it: {why.message}", edits=why.edits
        )


@correctness(remedy="make it a text file in UTF-8 that can be read", any_manifest=True)
def manifest_unreadable(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The manifest cannot be read: no file, no UTF-8, a link in a circle, or of absurd size.

    Odoo logs that at DEBUG level and goes on without the module, as if it were not there.
    """
    yield from _unreadable(addon, "file")


@correctness(remedy="correct the syntax", fixes=True, any_manifest=True)
def manifest_syntax(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The manifest is no valid Python expression.

    Odoo logs that at DEBUG level and goes on without the module, as if it were not there. A byte
    order mark is such an error too, and can be removed by --fix.
    """
    yield from _unreadable(addon, "syntax")


@correctness(remedy="write the value out, as one literal dict", any_manifest=True)
def manifest_not_literal(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The manifest is not one literal dict.

    Odoo reads it with ast.literal_eval: no calls, names, operators or f-strings. What is no literal
    hides the module; a literal that is no dict breaks "Update Apps List" for all modules.
    """
    yield from _unreadable(addon, "literal")


@correctness(remedy="write a __manifest__.py", any_manifest=True)
def manifest_missing(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A folder that looks like an addon has no __manifest__.py.

    Odoo does not see it. The names of earlier series, such as __openerp__.py, are not
    read any more.
    """
    why = addon.manifest.unreadable
    if why and why.kind == "missing":
        name = addon.manifest.path.name
        yield Problem(addon.manifest.path, 1, f"{addon.name} has no __manifest__.py, only {name}")
