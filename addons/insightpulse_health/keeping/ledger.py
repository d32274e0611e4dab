"""What one process saw since it last wrote that down; it lasts through outages of the database."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone

from .findings import Finding, Key, worst

LONGEST = 150.0
"""Seconds between two looks after which nobody knows what was in between."""

MOST = 1000
"""Stretches that are kept while nothing can be written."""


@dataclass(frozen=True)
class Stretch:
    """A time (unix seconds) during which each check had one status."""

    start: float
    end: float
    statuses: Mapping[str, str]

    def after(self, moment: float) -> Stretch | None:
        """What of it is later than ``moment``."""
        return replace(self, start=max(self.start, moment)) if moment < self.end else None

    def days(self) -> Iterator[tuple[date, float]]:
        """The days (UTC) that it touches, with its seconds in each."""
        start = self.start
        while start < self.end:
            day = datetime.fromtimestamp(start, timezone.utc).date()
            midnight = datetime.combine(day + timedelta(days=1), time(), timezone.utc).timestamp()
            end = min(self.end, midnight)
            yield day, end - start
            start = end


@dataclass(frozen=True)
class Change:
    """The status that a thing has, and when this process saw it change; None: it never did."""

    status: str
    time: float | None


class Ledger:
    """``stretches`` wait to be written down; ``changes`` has each thing's last change.

    One thread may note while another writes.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.stretches: list[Stretch] = []
        self.changes: dict[Key, Change] = {}
        self._looked: float | None = None

    def note(self, found: Iterable[Finding], now: float) -> None:
        """Take in a look of all checks at ``now``."""
        found = list(found)
        for one in found:
            known = self.changes.get(one.key)
            if known is None or known.status != one.status:
                self.changes[one.key] = Change(one.status, None if known is None else now)
        seen = {one.key for one in found}
        self.changes = {key: change for key, change in self.changes.items() if key in seen}
        if self._looked is not None and 0 < now - self._looked <= LONGEST:
            with self._lock:
                self._extend(Stretch(self._looked, now, _by_check(found)))
        self._looked = now

    def written(self, stretches: Iterable[Stretch]) -> None:
        """These need not be kept any longer."""
        done = set(map(id, stretches))
        with self._lock:
            self.stretches = [one for one in self.stretches if id(one) not in done]

    def _extend(self, new: Stretch) -> None:
        last = self.stretches[-1] if self.stretches else None
        if last and last.end == new.start and last.statuses == new.statuses:
            self.stretches[-1] = replace(last, end=new.end)
        else:
            self.stretches = [*self.stretches[1 - MOST :], new]


def _by_check(found: Iterable[Finding]) -> dict[str, str]:
    statuses: dict[str, str] = {}
    for one in found:
        statuses[one.name] = worst([statuses.get(one.name, "pass"), one.status])
    return statuses


def since(
    status: str, now: float, change: Change | None, before: tuple[str, float] | None
) -> float:
    """Since when a thing has ``status``: ``before`` is what was written down, status and since.

    What this process saw for itself is newer than what was written before an outage.

    >>> since("fail", 90, None, ("fail", 10)), since("fail", 90, None, ("pass", 10))
    (10, 90)
    >>> since("pass", 90, Change("pass", 70), ("pass", 10))
    70
    """
    changed = change.time if change and change.status == status else None
    if before and before[0] == status:
        return before[1] if changed is None else max(before[1], changed)
    return now if changed is None else changed
