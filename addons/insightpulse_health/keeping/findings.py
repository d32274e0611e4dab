"""What the checks found, one thing at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

BY_WEIGHT = ("pass", "warn", "fail")
"""The statuses, the lightest first."""


@dataclass(frozen=True)
class Finding:
    """One result of one check: what :class:`Observed` has of it, flat."""

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

    @property
    def key(self) -> tuple[str, str]:
        return self.name, self.component


def findings(observed: Iterable[Any]) -> list[Finding]:
    """Each result of each check, in their order."""
    return [
        Finding(
            one.check.name, result.component, one.check.title, one.check.kind, result.status,
            result.output, result.remedy, result.value, result.unit, one.time,
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
