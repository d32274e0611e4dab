"""One document is read at a time; a few may wait; the rest are told to come back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Literal

from .problems import Problem


class ClientGone(Exception):
    """The client has closed the connection: nobody is there to read the answer."""


class Queue:
    def __init__(self, size: int):
        """`size`: how many may wait besides the one that is read."""
        self._places = size + 1
        self._inside = 0
        self._reading = asyncio.Lock()
        self._seconds = 5.0  # of a document, moving average

    @property
    def waiting(self) -> int:
        """Documents accepted and not yet answered, without the one that is read."""
        return max(0, self._inside - self._reading.locked())

    @property
    def reading(self) -> bool:
        return self._reading.locked()

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place from before the upload until the answer. Raises `busy`."""
        if self._inside >= self._places:
            wait = max(1, min(120, round(self._seconds * self._inside)))
            raise Problem(
                "busy",
                f"{self._inside} documents are waiting, which is the limit. Try again in "
                f"{wait} seconds.",
                retry_after=wait,
            )
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1

    @asynccontextmanager
    async def turn(self, gone: asyncio.Task[None]) -> AsyncIterator[None]:
        """Waits in order of arrival. Raises `ClientGone` at once when `gone` completes first."""
        acquire = asyncio.ensure_future(self._reading.acquire())
        try:
            await asyncio.wait({acquire, gone}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self._give_up(acquire)
            raise
        if gone.done():
            self._give_up(acquire)
            raise ClientGone
        began = time.monotonic()
        try:
            yield
        finally:
            self._reading.release()
            self._seconds += 0.2 * (time.monotonic() - began - self._seconds)

    def _give_up(self, acquire: asyncio.Task[Literal[True]]) -> None:
        if not acquire.cancel():  # it already had the turn
            self._reading.release()
