"""The version of an addon."""

from __future__ import annotations

from collections.abc import Iterator

from manifests import versions
from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Edit, Problem
from manifests.rule import correctness, policy
from manifests.series import SERIES


def _written(addon: Addon) -> str | None:
    """The version that decides; none where a type or a missing key is the finding."""
    value = addon.manifest.values.get("version")
    return value if isinstance(value, str) and addon.manifest.installable else None


def _stored(version: str) -> str | None:
    try:
        return versions.stored(version)
    except ValueError:
        return None


@correctness(remedy=f"write {SERIES}.x.y.z")
def version_unparsable(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """Odoo cannot parse the version.

    adapt_version in odoo/modules/module.py takes 2 to 5 numbers. Anything else raises while the
    addons path is listed: "Update Apps List" then fails for all modules.
    """
    version = _written(addon)
    if version is None:
        return
    try:
        versions.stored(version)
    except ValueError as error:
        yield addon.manifest.problem("version", f"Odoo cannot parse the version: {error}")


@correctness(remedy=f"port the addon to {SERIES}, then write {SERIES}.x.y.z")
def version_of_other_series(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The version is one that Odoo 19 takes for another series.

    So is 18.0.1.0.0, but also 1.0.0.0, and 19.0 alone. Odoo then sets installable to False, with a
    warning in its log.
    """
    version = _written(addon)
    stored = _stored(version) if version is not None else None
    if stored and not versions.of_this_series(stored):
        message = f"Odoo {SERIES} makes a module of version {version!r} uninstallable"
        yield addon.manifest.problem("version", message)


@policy(remedy=f"write {SERIES}.x.y.z", fixes=True)
def version_style(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The version is not 19.0.x.y.z.

    Odoo reads x.y and x.y.z as of its own series, so that the same file claims to fit the next one.
    --fix writes them out.
    """
    version = _written(addon)
    stored = _stored(version) if version is not None else None
    if not version or not stored or not versions.of_this_series(stored):
        return
    if versions.STYLE.fullmatch(version):
        return
    edits: tuple[Edit, ...] = ()
    better, remedy = versions.in_style(version), ""
    entry = addon.manifest.entry("version")
    if better and entry:
        edits = addon.manifest.replace(entry.value_node, better)
        remedy = f"write {better}, as Odoo reads it"
    message = f"the version {version!r} is not {SERIES}.x.y.z"
    yield addon.manifest.problem("version", message, remedy=remedy, edits=edits)
