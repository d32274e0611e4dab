"""Ending a call from outside, while it waits for the server."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress


class Cancelled(Exception):
    """Raised inside a call that was cancelled; a chat turns it into its last event."""


class Cancel:
    """Shared by the caller of a chat and whoever may stop it, in whatever thread.

    :meth:`cancel` closes the connection that is open, so a read that is blocked ends at once and
    the server, whose client is gone, stops generating.
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.RLock()  # a signal may cancel, too
        self._actions: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        return self._event.is_set()

    def cancel(self) -> None:
        with self._lock:
            self._event.set()
            for action in tuple(self._actions):
                action()

    def check(self) -> None:
        """Raise :class:`Cancelled` if it is."""
        if self.cancelled:
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Sleep, unless cancelled meanwhile: then raise :class:`Cancelled`."""
        self._event.wait(seconds)
        self.check()

    def add(self, action: Callable[[], None]) -> None:
        """From now on, cancelling does ``action``, which is quick and raises nothing.

        :raise Cancelled: it already is
        """
        with self._lock:
            self.check()
            self._actions.append(action)

    def remove(self, action: Callable[[], None]) -> None:
        with self._lock, suppress(ValueError):
            self._actions.remove(action)
