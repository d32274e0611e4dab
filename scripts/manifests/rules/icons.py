"""The icon."""

from __future__ import annotations

from collections.abc import Iterator

from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.rule import correctness, policy

ICON = "static/description/icon.png"


@correctness(remedy="correct the path: my_module/static/description/icon.png")
def icon_not_found(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """`icon` names a file that does not exist. Odoo shows base's icon instead, without a word."""
    path = addon.manifest.text("icon").lstrip("/")
    name, _, rest = path.partition("/")
    other = addons.get(name)
    if path and (not addons.exists(name) or (other and not other.tree.has(rest))):
        yield addon.manifest.problem("icon", f"the icon {path!r} does not exist")


@policy(remedy=f"add {ICON}, 128 × 128 pixels")
def icon_missing(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The addon has no icon. Odoo shows base's instead, as for anything unfinished."""
    if ICON not in addon.tree.files and not addon.manifest.text("icon"):
        yield addon.manifest.problem(1, f"there is no {ICON}")
