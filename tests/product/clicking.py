"""Several people who click at once, and how long each answer took."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext

from ..browser.clerk import Clerk
from .client import Client

TURNS = 4


class Waits(list[float]):
    """Seconds of all answers."""

    def percentile(self, percent: int) -> float:
        """In milliseconds."""
        return statistics.quantiles(self, n=100)[percent - 1] * 1000

    def told(self, digits: int = 0) -> str:
        return f"p95 {self.percentile(95):.{digits}f} ms (p50 {self.percentile(50):.{digits}f})"

    def __str__(self) -> str:
        return (
            f"{len(self)} answers, p50 {self.percentile(50):.0f} ms, "
            f"p95 {self.percentile(95):.0f} ms, longest {max(self) * 1000:.0f} ms"
        )


@contextmanager
def clicking(clients: list[Client], pause: float = 0.1) -> Iterator[Waits]:
    """Each of `clients` opens a list again and again; an answer that is an error is raised."""
    waits = Waits()
    clerks = [Clerk(client, pause) for client in clients]
    with ExitStack() as stack:
        for clerk in clerks:
            stack.enter_context(clerk)
        yield waits
    for clerk in clerks:
        if clerk.errors:
            raise clerk.errors[0]
        waits += clerk.seconds


def alone_and_beside(
    clients: list[Client], others: Callable[[], AbstractContextManager[object]], seconds: float
) -> tuple[Waits, Waits]:
    """`clients` click for `seconds` alone, and as long beside `others`, by turns: a machine's pace
    changes within a minute by more than what is measured. What an installation wrote is on the
    disk by then."""
    os.sync()
    alone, beside = Waits(), Waits()
    for turn in range(TURNS):
        order = ((alone, nullcontext), (beside, others))
        for waits, company in order if turn % 2 == 0 else order[::-1]:
            with company():
                waits += _clicked(clients, seconds / TURNS)
    return alone, beside


def _clicked(clients: list[Client], seconds: float) -> Waits:
    with clicking(clients) as waits:
        time.sleep(seconds)
    return waits
