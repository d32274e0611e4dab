"""What the checks found, one thing at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING or __name__ == "keeping.findings":
    from checking.check import BY_WEIGHT, Observed, worst
else:
    from ..checking.check import BY_WEIGHT, Observed, worst

__all__ = ["BY_WEIGHT", "Finding", "Key", "findings", "worst"]

Key = tuple[str, str, str]
"""Name, component and instance."""


@dataclass(frozen=True)
class Finding:
    """One result of one check: what :class:`Observed` has of it, flat.

    ``instance``: which one it is about; empty where it is the same for all on one database.
    """

    name: str
    component: str
    title: str
    kind: str
    status: str
    output: str
    remedy: str
    value: float | int | str | None
    unit: str
    time: float
    instance: str = ""

    @property
    def key(self) -> Key:
        return self.name, self.component, self.instance


def findings(observed: Iterable[Observed], instance: str = "") -> list[Finding]:
    """Each result of each check, in their order; ``instance``: who looked."""
    return [
        Finding(
            one.check.name, result.component, one.check.title, one.check.kind, result.status,
            result.output, result.remedy, result.value, result.unit, one.time,
            instance if one.check.of_instance else "",
        )
        for one in observed
        for result in one.results
    ]  # fmt: skip
