"""What an addon depends on."""

from __future__ import annotations

from collections.abc import Iterator

from manifests import versions
from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.rule import correctness, policy
from manifests.suggest import did_you_mean


@correctness(remedy="correct the name, or add the module to the addons path or to the OCA lock")
def dependency_missing(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A dependency is nowhere: not in the addons path, not in a lock, not among core's addons.

    The module can then not be installed. Core's addons are known by name, of Community and of
    Enterprise; the rule on licences tells them apart.
    """
    for name, node in addon.manifest.strings("depends"):
        if not addons.exists(name):
            hint = did_you_mean(name, addons.names())
            if addon.manifest.is_joined(node):
                hint = " (is there a comma missing?)"
            yield addon.manifest.problem(node, f"there is no module {name!r}{hint}")


@correctness(remedy="make that module installable, or do not depend on it")
def dependency_uninstallable(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A dependency is there, but cannot be installed: by its own word, or by its version."""
    if not addon.manifest.installable:
        return
    for name, node in addon.manifest.strings("depends"):
        other = addons.get(name)
        if other is None:
            continue
        if other.manifest.unreadable:
            yield addon.manifest.problem(node, f"Odoo cannot read the manifest of {name!r}")
        elif not other.manifest.installable:
            yield addon.manifest.problem(node, f"{name!r} says `installable: False`")
        elif not _fits(other.manifest.text("version")):
            yield addon.manifest.problem(node, f"the version of {name!r} makes it uninstallable")


def _fits(version: str) -> bool:
    try:
        return not version or versions.of_this_series(versions.stored(version))
    except ValueError:
        return False


@correctness(remedy="remove one of these dependencies, or move what both need into a third module")
def dependency_cycle(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """Modules depend on each other in a circle. Odoo can load none of them."""
    for circle in addons.cycles:
        if addon.name not in circle or addons.get(addon.name) is not addon:
            continue
        position = circle.index(addon.name)
        after = circle[(position + 1) % len(circle)]
        way = " → ".join([*circle[position:], *circle[:position], addon.name])
        node = next(node for name, node in addon.manifest.strings("depends") if name == after)
        yield addon.manifest.problem(node, f"circular dependency: {way}")


@policy(remedy="name it once")
def dependency_twice(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """A dependency is named twice."""
    seen: set[str] = set()
    for name, node in addon.manifest.strings("depends"):
        if name in seen:
            yield addon.manifest.problem(node, f"{name!r} is already among the dependencies")
        seen.add(name)
