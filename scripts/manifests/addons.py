"""The set of all addons: those to check, those beside them, and what is known of core's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from manifests import core, graph
from manifests.access import Granted, granted_models
from manifests.addon import Addon


class Closure(NamedTuple):
    """An addon's direct and indirect dependencies; ``complete`` if every one's own are known."""

    names: frozenset[str]
    complete: bool


class Addons:
    """``checked`` get findings. ``beside`` are only looked up, and come after them in the path.

    ``locked`` are names of addons that a lock promises to install. ``requirements`` are, for each
    folder of addons, the distributions that its requirement files name; a folder without any such
    file is not in it.
    """

    def __init__(
        self,
        checked: Sequence[Addon],
        beside: Sequence[Addon] = (),
        *,
        locked: Iterable[str] = (),
        requirements: dict[Path, frozenset[str]] | None = None,
    ) -> None:
        self.checked = tuple(checked)
        self.beside = tuple(beside)
        self.locked = frozenset(locked)
        self.requirements = requirements or {}
        self._by_name: dict[str, Addon] = {}
        for addon in (*self.checked, *self.beside):
            self._by_name.setdefault(addon.name, addon)
        self._closures: dict[str, Closure] = {}

    def with_checked(self, checked: Sequence[Addon]) -> Addons:
        """The same set, with other versions of the checked addons."""
        return Addons(checked, self.beside, locked=self.locked, requirements=self.requirements)

    def get(self, name: str) -> Addon | None:
        """The addon that Odoo would load as ``name``, if its folder is at hand."""
        return self._by_name.get(name)

    def exists(self, name: str) -> bool:
        """Whether there is such an addon: at hand, in a lock, or among core's."""
        return name in self._by_name or name in self.locked or name in core.names()

    def is_ours(self, addon: Addon) -> bool:
        """Whether it is written here: neither installed from a lock, nor one of Odoo's own."""
        return addon.name not in self.locked and not core.is_core(addon.path)

    def everywhere(self) -> Iterable[Addon]:
        return self._by_name.values()

    def names(self) -> list[str]:
        """Every name that a dependency may have."""
        return sorted({*self._by_name, *self.locked, *core.names()})

    def license_of(self, name: str) -> str:
        """As the manifest says; for core's addons as their edition says. Empty if unknown."""
        if known := core.license_of(name):
            return known
        addon = self.get(name)
        return addon.manifest.text("license") if addon else ""

    def closure(self, name: str) -> Closure:
        """What is installed when ``name`` is."""
        if name not in self._closures:
            found: set[str] = set()
            pending, complete = [name], True
            while pending:
                addon = self.get(pending.pop())
                if addon is None or addon.manifest.unreadable:
                    complete = False
                    continue
                new = [dependency for dependency in addon.depends if dependency not in found]
                found.update(new)
                pending.extend(new)
            self._closures[name] = Closure(frozenset(found | {"base"}), complete)
        return self._closures[name]

    def look_up(self) -> None:
        """Find out at once what would else be found out when the first rule asks."""
        _ = self.cycles, self.bundles, self.granted

    @cached_property
    def cycles(self) -> list[tuple[str, ...]]:
        """Every circle of dependencies once, from its alphabetically first member."""
        return graph.cycles({addon.name: addon.depends for addon in self.everywhere()})

    @cached_property
    def bundles(self) -> frozenset[str]:
        """The asset bundles that some addon at hand fills."""
        return frozenset(
            bundle for addon in self.everywhere() for bundle, _ in addon.manifest.mapping("assets")
        )

    @cached_property
    def granted(self) -> Granted:
        """The models that some addon at hand gives access rights to."""
        names: set[str] = set()
        return Granted(names.union(*(granted_models(addon) for addon in self.everywhere())))
