"""The addon's Python files, as far as they must be read at all."""

from __future__ import annotations

import os
from collections.abc import Iterator

from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.rule import correctness, policy


@correctness(remedy="correct the file")
def code_unreadable(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A Python file cannot be compiled. Odoo cannot load the module, and may not start at all.

    Tests and migrations are not looked at: they are not loaded with the module.
    """
    for source in addon.imported:
        if source.broken:
            message = f"this code cannot be read: {source.broken.message}"
            yield addon.problem(source.path, source.broken.line, message)


@correctness(remedy="remove the link", any_manifest=True)
def link_circle(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A symbolic link leads back to a folder that it lies in, or to itself.

    Patterns of assets with `**` then find the same files dozens of times, or never end.
    """
    for path in addon.tree.circles:
        yield addon.problem(path, 1, "the symbolic link leads in a circle")


@policy(remedy="correct or remove the link", any_manifest=True)
def link_dangling(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A symbolic link leads nowhere. What lies outside the checkout is not in the image."""
    for path in addon.tree.dangling:
        target = os.readlink(addon.path / path)
        yield addon.problem(path, 1, f"the symbolic link to {target} leads nowhere")
