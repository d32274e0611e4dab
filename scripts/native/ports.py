"""Ports on loopback: the wanted one, or another that is free."""

from __future__ import annotations

import socket
from collections.abc import Callable

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
    """Gives out each port once, so that two parts never get the same free one."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._given: set[int] = set()

    def take(self, what: str, wanted: int) -> int:
        """``wanted``, or the next free port above it; says so when it is another."""
        for port in range(wanted, min(wanted + _TRIES, 65536)):
            if port not in self._given and is_free(port):
                self._given.add(port)
                if port != wanted:
                    self._say(f"port {wanted} ({what}) is taken: using {port}")
                return port
        raise OSError(f"no free port for {what} from {wanted} on")
