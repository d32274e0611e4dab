"""What the checks found, one thing at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Key = tuple[str, str, str]
"""Name, component and instance."""

BY_WEIGHT = ("pass", "warn", "fail")
"""The statuses, the lightest first."""


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


def findings(observed: Iterable[Any], instance: str = "") -> list[Finding]:
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


def worst(statuses: Iterable[str]) -> str:
    """
    >>> worst(["pass", "fail", "warn"]), worst([])
    ('fail', 'pass')
    """
    return max(statuses, key=BY_WEIGHT.index, default=BY_WEIGHT[0])
