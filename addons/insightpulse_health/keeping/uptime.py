"""How long something worked, from what ``health.day`` has of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = 90
BRIEF = 60.0
"""Seconds of trouble that do not colour a day."""


@dataclass(frozen=True)
class Day:
    """Seconds of a day for which each status was seen; the rest nobody knows."""

    passed: float = 0.0
    warned: float = 0.0
    failed: float = 0.0

    @property
    def known(self) -> float:
        return self.passed + self.warned + self.failed

    @property
    def unknown(self) -> float:
        """Seconds of a whole day that nobody knows."""
        return max(0.0, 86400 - self.known)

    @property
    def status(self) -> str:
        """
        >>> Day().status, Day(80000, 100).status, Day(80000, 100, 59).status
        ('', 'warn', 'warn')
        """
        if self.failed >= BRIEF:
            return "fail"
        if self.warned >= BRIEF:
            return "warn"
        return "pass" if self.known else ""


def last_days(days: Mapping[date, Day], today: date) -> list[tuple[date, Day]]:
    """The last 90, the oldest first; a day of which nothing is known is empty."""
    dates = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    return [(one, days.get(one, Day())) for one in dates]


def uptime(days: Sequence[Day]) -> float | None:
    """The share of the known time in which it worked, be it impaired; None: nothing is known.

    >>> uptime([Day(900, 0, 100), Day(0, 1000)]), uptime([Day()])
    (0.95, None)
    """
    known = sum(day.known for day in days)
    return 1 - sum(day.failed for day in days) / known if known else None


def percent(share: float) -> str:
    """Never rounded up to 100 %.

    >>> percent(1), percent(0.999999), percent(0.9512)
    ('100 %', '99.99 %', '95.12 %')
    """
    return "100 %" if share == 1 else f"{int(share * 10000) / 100:.2f} %"
