"""Ports on loopback: the wanted one, or another that is free."""

from __future__ import annotations

import fcntl
import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

_TRIES = 200


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def answers(port: int, host: str = "127.0.0.1") -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


class Ports:
    """Gives out each port once, so that two parts never get the same free one.

    For as long as this lives, no other process of the user is given one of them either: a part may
    listen a minute after it was told where, and another checkout's would answer in its place.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._given: dict[int, IO[bytes]] = {}

    def take(self, what: str, wanted: int) -> int:
        """``wanted``, or the next free port above it; says so when it is another."""
        for port in range(wanted, min(wanted + _TRIES, 65536)):
            if port in self._given or not is_free(port):
                continue
            if lock := _locked(port):
                self._given[port] = lock
                if port != wanted:
                    self._say(f"port {wanted} ({what}) is taken: using {port}")
                return port
        raise OSError(f"no free port for {what} from {wanted} on")


def _locked(port: int) -> IO[bytes] | None:
    """A file that is locked until it is closed; ``None`` if somebody else has it."""
    folder = Path(tempfile.gettempdir()) / f"insightpulse-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    lock = (folder / str(port)).open("wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock
