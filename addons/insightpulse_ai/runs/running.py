"""The runs under way in this process, and how each is stopped from another thread."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import Literal

from ..providers import Cancel

Why = Literal["", "asked", "restart", "gone"]


class Running:
    """``why``: who stopped it: the user (``asked``), a server that ends (``restart``), or whoever
    closed the row meanwhile (``gone``)."""

    def __init__(self) -> None:
        self.cancel = Cancel()
        self.why: Why = ""

    def stop(self, why: Why) -> None:
        self.why = self.why or why
        self.cancel.cancel()


class Register:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[Hashable, list[Running]] = {}

    def add(self, key: Hashable) -> Running:
        """``key`` names the run: database and id. Two pages may show the same one."""
        running = Running()
        with self._lock:
            self._found.setdefault(key, []).append(running)
        return running

    def remove(self, key: Hashable, running: Running) -> None:
        with self._lock:
            found = self._found.get(key, [])
            if running in found:
                found.remove(running)
            if not found:
                self._found.pop(key, None)

    def stop(self, key: Hashable) -> bool:
        """Whether it was here to be stopped."""
        with self._lock:
            found = list(self._found.get(key, ()))
        for running in found:
            running.stop("asked")
        return bool(found)

    def stop_all(self) -> None:
        """The process ends."""
        with self._lock:
            found = [running for several in self._found.values() for running in several]
        for running in found:
            running.stop("restart")


RUNNING = Register()
