"""Visitors on a very slow line: one byte a second, to the server and from it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol
from urllib.parse import urlsplit


class _Visitor(Protocol):
    bytes_moved: int

    def move(self) -> None: ...


class Sender:
    """Begins to send a call of the web client; `bytes_moved` of its body are on the way."""

    SIZE = 100_000

    def __init__(self, url: str, session_id: str) -> None:
        self.bytes_moved = 0
        self._socket = _connected(url)
        self._socket.sendall(
            b"POST /web/action/load HTTP/1.1\r\nHost: slow\r\nContent-Type: application/json\r\n"
            b"Cookie: session_id=%s\r\nContent-Length: %d\r\n\r\n"
            % (session_id.encode(), self.SIZE)
        )

    def move(self) -> None:
        self._socket.sendall(b" ")
        self.bytes_moved += 1

    def close(self) -> None:
        self._socket.close()


class Reader:
    """Asks for a file, and reads it; `bytes_moved` of the answer are here."""

    def __init__(self, url: str, session_id: str, path: str) -> None:
        self.bytes_moved = 0
        self._socket = _connected(url, receive_buffer=4096)
        self._socket.sendall(
            b"GET %s HTTP/1.1\r\nHost: slow\r\nCookie: session_id=%s\r\n\r\n"
            % (path.encode(), session_id.encode())
        )

    def move(self) -> None:
        self._socket.settimeout(0.01)
        try:
            got = self._socket.recv(1)
        except TimeoutError:
            return
        if not got:
            raise ConnectionResetError("the server closed the connection")
        self.bytes_moved += len(got)

    def close(self) -> None:
        self._socket.close()


def _connected(url: str, receive_buffer: int | None = None) -> socket.socket:
    parts = urlsplit(url)
    connection = socket.socket()
    if receive_buffer:  # before the connection: it decides how much the server may send ahead
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.settimeout(5)
    connection.connect((parts.hostname, parts.port))
    return connection


class SlowVisitors:
    """`senders` and as many `readers`, while the context lasts.

    What the server did not bear with is in `lost`.
    """

    def __init__(self, url: str, session_id: str, path: str, number: int) -> None:
        self._arguments = url, session_id, path
        self._number = number
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._move, daemon=True)
        self.senders: list[Sender] = []
        self.readers: list[Reader] = []
        self.lost: list[OSError] = []

    def __enter__(self) -> SlowVisitors:
        url, session_id, path = self._arguments
        # all at once: a server without room for them lets each one wait
        with ThreadPoolExecutor(2 * self._number) as pool:
            senders = [
                pool.submit(self._come, lambda: Sender(url, session_id))
                for _visitor in range(self._number)
            ]
            readers = [
                pool.submit(self._come, lambda: Reader(url, session_id, path))
                for _visitor in range(self._number)
            ]
            self.senders = [visitor for future in senders if (visitor := future.result())]
            self.readers = [visitor for future in readers if (visitor := future.result())]
        self._thread.start()
        return self

    def _come(self, arrive: Callable[[], Any]) -> Any:
        try:
            return arrive()
        except OSError as error:
            self.lost.append(error)
            return None

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        for visitor in (*self.senders, *self.readers):
            visitor.close()

    def _move(self) -> None:
        visitors: list[_Visitor] = [*self.senders, *self.readers]
        while not self._ended.wait(1):
            for visitor in list(visitors):
                try:
                    visitor.move()
                except OSError as error:
                    self.lost.append(error)
                    visitors.remove(visitor)
