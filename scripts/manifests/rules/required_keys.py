"""Keys that we ask for."""

from __future__ import annotations

from collections.abc import Iterator

from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Problem
from manifests.keys import DEVELOPMENT_STATUSES, RECOMMENDED, REQUIRED
from manifests.rule import policy


@policy(remedy="add it", severity="error")
def required_key(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """One of name, version, category, summary, author, license, website, depends is not there.

    Odoo fills them in with values that nobody chose: LGPL-3, Uncategorized, 1.0, base.
    """
    for key in REQUIRED:
        if not addon.manifest.values.get(key):
            state = "is empty" if key in addon.manifest.values else "is missing"
            yield addon.manifest.problem(key, f"the key {key!r} {state}", remedy=f"add {key!r}")


@policy(remedy="add it", severity="note")
def recommended_key(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """`development_status` or `maintainers` is not there.

    They tell who installs the addon how far it can be trusted, and whom to ask.
    """
    for key, why in RECOMMENDED.items():
        if not addon.manifest.values.get(key):
            yield addon.manifest.problem(key, f"the key {key!r} is missing, which says {why}")


@policy(remedy=f"write one of {', '.join(DEVELOPMENT_STATUSES)}")
def development_status(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """`development_status` is none of the OCA's four."""
    status = addon.manifest.text("development_status")
    if status and status not in DEVELOPMENT_STATUSES:
        yield addon.manifest.problem("development_status", f"{status!r} is no development status")
