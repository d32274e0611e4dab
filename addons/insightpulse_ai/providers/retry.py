"""Trying again what failed in passing, as long as nothing of the answer has been seen."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import TypeVar

from .cancel import Cancel
from .deadline import Deadline
from .errors import ProviderError, RateLimited

DELAYS = (0.5, 2.0)
"""Seconds to wait after the first, second failure."""
LONGEST_WAIT = 10.0
"""Seconds; a server that asks for more patience than this is an error at once."""

Part = TypeVar("Part")


def repeated(call: Callable[[], Part], deadline: Deadline) -> Part:
    """What ``call()`` returns, as :func:`retried`."""

    def attempt() -> Generator[Part, None, None]:
        yield call()

    return next(retried(attempt, deadline, Cancel()))


def retried(
    attempt: Callable[[], Generator[Part, None, None]], deadline: Deadline, cancel: Cancel
) -> Iterator[Part]:
    """What ``attempt()`` yields. It is called again only if it fails before its first part, with
    an error that passes, and if the wait fits into the deadline."""
    for delay in (*DELAYS, None):
        started = False
        try:
            with closing(attempt()) as parts:
                for part in parts:
                    started = True
                    yield part
            return
        except ProviderError as error:
            asked = error.retry_after if isinstance(error, RateLimited) else None
            wait = max(delay or 0.0, asked or 0.0)
            given_up = delay is None or started or not error.passing
            if given_up or wait > LONGEST_WAIT or wait >= deadline.remaining():
                raise
        cancel.wait(wait)
