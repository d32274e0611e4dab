"""Modules that install themselves."""

from __future__ import annotations

from collections.abc import Iterator

from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.keys import MANY
from manifests.rule import correctness


@correctness(remedy="name only modules that are in `depends`")
def auto_install_not_dependency(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """`auto_install` names a module that is not in `depends`.

    An assertion in odoo/modules/module.py then breaks "Update Apps List" for all modules.
    """
    for name, node in addon.manifest.strings("auto_install"):
        if name not in addon.depends:
            yield addon.manifest.problem(
                node, f"auto_install names {name!r}, which is no dependency"
            )


@correctness(remedy="write True, or name the dependencies that decide, or remove the key")
def auto_install_empty(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """`auto_install` is an empty list.

    Odoo does not read that as False: it installs the module always, in every database.
    """
    value = addon.manifest.values.get("auto_install")
    if isinstance(value, MANY) and not value:
        message = "an empty auto_install installs the module in every database"
        yield addon.manifest.problem("auto_install", message)
