"""Licences: that Odoo knows them, that we take them, and that they fit together."""

from __future__ import annotations

from collections.abc import Iterator

from manifests import licenses
from manifests.addon import Addon
from manifests.addons import Addons
from manifests.finding import Edit, Problem
from manifests.rule import correctness, policy
from manifests.suggest import did_you_mean


@correctness(remedy=f"write one of {', '.join(sorted(licenses.KNOWN))}", fixes=True)
def license_unknown(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The licence is none of Odoo's selection.

    Writing it to ir.module.module raises: "Update Apps List" then fails for all modules. --fix
    writes Odoo's name for a licence that is only written otherwise.
    """
    entry = addon.manifest.entry("license")
    name = addon.manifest.text("license")
    if not entry or not name or name in licenses.KNOWN:
        return
    edits: tuple[Edit, ...] = ()
    if right := licenses.same(name):
        edits = addon.manifest.replace(entry.value_node, right)
    hint = f" (did you mean {right!r}?)" if right else did_you_mean(name, licenses.KNOWN)
    message = f"Odoo does not know the licence {name!r}{hint}"
    yield addon.manifest.problem(entry.value_node, message, edits=edits)


@policy(remedy="use an open licence", any_addon=True)
def license_not_allowed(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The licence is a proprietary one. Everything in this repository can be passed on."""
    name = addon.manifest.text("license")
    if name in licenses.KNOWN - licenses.OPEN:
        yield addon.manifest.problem("license", f"{name} is no open licence")


@policy(
    remedy="change the licence, or do not depend on that module", severity="error", any_addon=True
)
def license_incompatible(addon: Addon, addons: Addons) -> Iterator[Problem]:
    """The addon depends, directly or not, on one whose licence does not allow it.

    An LGPL-3 addon must not build upon an AGPL-3 one, and an open one not upon Enterprise.
    """
    own = addon.manifest.text("license")
    for name, node in addon.manifest.strings("depends"):
        for via in _ways(name, addons):
            if not licenses.may_depend(own, other := addons.license_of(via[-1])):
                way = " → ".join(via)
                message = f"{own} must not depend on {other}: {way}"
                yield addon.manifest.problem(node, message)
                break


def _ways(start: str, addons: Addons) -> Iterator[tuple[str, ...]]:
    """From a dependency to each of its own, direct and indirect, by a shortest way."""
    seen = {start}
    pending: list[tuple[str, ...]] = [(start,)]
    for way in pending:
        yield way
        other = addons.get(way[-1])
        if other is None or other.manifest.unreadable:
            continue
        for name in other.depends:
            if name not in seen:
                seen.add(name)
                pending.append((*way, name))
