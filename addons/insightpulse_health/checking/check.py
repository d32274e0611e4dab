"""A check, what it sees, and what it found.

The names are those of the Health Check Response Format for HTTP APIs:
https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

PASS, WARN, FAIL = "pass", "warn", "fail"
BY_WEIGHT = (PASS, WARN, FAIL)
"""The statuses, the lightest first."""


class Away(Exception):
    """What was asked did not answer; the message says how, without secrets."""


class Context(Protocol):
    """What a check may look at."""

    database: str | None
    """Name of the target database."""

    @property
    def registry(self) -> Any:
        """Odoo's registry of it, if this process has loaded it; else None."""

    def rows(
        self, sql: str, params: Sequence[Any] = (), *, seconds: float = 1.0
    ) -> list[tuple[Any, ...]]:
        """Ask the target database, as Odoo reaches it.

        Raises :class:`Away`; and ``psycopg2.Error`` where the statement is wrong.
        """

    def rows_apart(
        self, sql: str, params: Sequence[Any] = (), *, seconds: float = 1.0
    ) -> list[tuple[Any, ...]]:
        """The same on another connection: nothing that others ask is waited for."""


@dataclass(frozen=True)
class Result:
    """``output`` says what is wrong and ``remedy`` what to do, in words for an administrator and
    without secrets; both are empty where nothing is wrong. ``component``: which of several."""

    status: str
    output: str = ""
    remedy: str = ""
    value: float | int | str | None = None
    unit: str = ""
    component: str = ""


@dataclass(frozen=True)
class Check:
    """``name`` is ``component:measurement``; ``title`` is what people read.

    ``seconds``      it is ``late`` after that, and not begun again while it hangs
    ``late``         its status then, and when it stumbles
    ``every``        seconds for which what it found is given again
    ``of_instance``  whether another instance on the same database may find another thing
    """

    name: str
    title: str
    run: Callable[[Context], Result | Sequence[Result]]
    kind: str = "component"
    seconds: float = 5.0
    late: str = FAIL
    every: float = 15.0
    of_instance: bool = False


@dataclass(frozen=True)
class Observed:
    """What a check found at ``time`` (Unix seconds), in ``seconds``."""

    check: Check
    results: tuple[Result, ...]
    time: float
    seconds: float

    @property
    def status(self) -> str:
        return worst(result.status for result in self.results)

    @property
    def weight(self) -> int:
        """0: it passes, 1: it warns, 2: it fails."""
        return BY_WEIGHT.index(self.status)


def worst(statuses: Iterable[str]) -> str:
    """
    >>> worst(["pass", "warn"]), worst([])
    ('warn', 'pass')
    """
    return max(statuses, key=BY_WEIGHT.index, default=PASS)
