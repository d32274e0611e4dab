"""Modules of the same name."""

from __future__ import annotations

import os
from collections.abc import Iterator

from manifests import core
from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.rule import correctness


@correctness(remedy="rename or remove one of them", any_manifest=True)
def duplicate_module(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """Two folders of addons hold a module of the same name, or one of core's name.

    Odoo loads the one whose folder comes first in the addons path, and never sees the other.
    """
    first = addons.get(addon.name)
    if first and first is not addon and not os.path.samefile(first.path, addon.path):
        yield addon.manifest.problem(1, f"{addon.name} is also in {first.path.parent}")
    elif addon.name in core.names() and not core.is_core(addon.path):
        yield addon.manifest.problem(1, f"{addon.name} is the name of an addon of Odoo's own")
