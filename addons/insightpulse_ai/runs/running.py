"""The runs under way in this process, and how each is stopped from another thread."""

from __future__ import annotations

import threading
import time
from typing import Literal

from ..providers import Cancel

Key = tuple[str, int]
"""What names a run: database and id."""
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
        self._found: dict[Key, list[Running]] = {}
        self._looked: dict[str, float] = {}

    def add(self, key: Key) -> Running:
        """Two pages may show the same run."""
        running = Running()
        with self._lock:
            self._found.setdefault(key, []).append(running)
        return running

    def remove(self, key: Key, running: Running) -> None:
        with self._lock:
            found = self._found.get(key, [])
            if running in found:
                found.remove(running)
            if not found:
                self._found.pop(key, None)

    def stop(self, key: Key) -> bool:
        """Whether it was here to be stopped."""
        with self._lock:
            found = list(self._found.get(key, ()))
        for running in found:
            running.stop("asked")
        return bool(found)

    def due(self, database: str, seconds: float) -> list[int]:
        """The runs of ``database`` here, for whoever looks whether they were cancelled elsewhere;
        none, if somebody has asked for them less than ``seconds`` ago. So it costs one look for all
        of them, however many there are."""
        now = time.monotonic()
        with self._lock:
            if now - self._looked.get(database, -seconds) < seconds:
                return []
            self._looked[database] = now
            return [run_id for name, run_id in self._found if name == database]

    def stop_all(self) -> None:
        """The process ends."""
        with self._lock:
            found = [running for several in self._found.values() for running in several]
        for running in found:
            running.stop("restart")


RUNNING = Register()
