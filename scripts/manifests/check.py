"""Run the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from manifests import core, parallel, rules, upstream
from manifests.addon import Addon
from manifests.addons import Addons
from manifests.disabling import Disabled
from manifests.finding import Finding
from manifests.rule import RULES
from manifests.screening import screen

__all__ = ["Result", "check", "rules"]

_WORTH_FORKING = 24  # addons; for fewer, a second process costs more than it saves


class Result(NamedTuple):
    """``findings`` by file and line; ``upstream`` are those that are so in Odoo itself."""

    findings: tuple[Finding, ...]
    upstream: tuple[Finding, ...]


def check(addons: Addons, without: Collection[str] = ()) -> Result:
    """Check the addons of ``addons.checked``. ``without`` are ids of rules that are left out.

    Raises ScreeningError.
    """
    processes = parallel.processors() if len(addons.checked) >= _WORTH_FORKING else 1
    if processes > 1:
        addons.look_up()

    def work(some: Sequence[Addon]) -> list[Finding]:
        if "code-unreadable" not in without:
            sources = [source for addon in some for source in addon.imported]
            screen(sources, threads=max(parallel.processors() // processes, 1))
        return [f for a in some for f in Disabled(a).filter(_findings(a, addons, without))]

    found = [f for part in parallel.spread(work, addons.checked, processes) for f in part]
    every = sorted({(f.file, f.line, f.rule, f.message): f for f in found}.values())
    shipped = {addon.name for addon in addons.checked if core.is_core(addon.path)}
    known = tuple(f for f in every if f.module in shipped and upstream.reason(f))
    return Result(tuple(f for f in every if f not in known), known)


def _findings(addon: Addon, addons: Addons, without: Collection[str]) -> Iterator[Finding]:
    for rule in RULES.values():
        if rule.id in without:
            continue
        try:
            yield from rule.findings(addon, addons)
        except Exception as error:  # one addon never stops the rest
            yield Finding(
                addon.manifest.path, 1, rule.id, f"the rule itself failed: {error!r}",
                rule.group, "error", addon.name, "report this as an error of validate-manifests",
            )  # fmt: skip
