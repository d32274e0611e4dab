"""One answer of llama.cpp's server, which ends when nobody wants it any more."""

from __future__ import annotations

import http.client
import json
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class Refused(Exception):
    """llama.cpp's words about a request that it does not take."""


def connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=300)


def chunks(port: int, body: dict[str, Any], client: socket.socket) -> Iterator[dict[str, Any]]:
    """The chunks of a streamed chat completion; cut short as soon as ``client`` has gone."""
    upstream = connection(port)
    try:
        upstream.connect()
        with _closed_with(client, upstream.sock):
            data = json.dumps(body)
            upstream.request(
                "POST", "/v1/chat/completions", data, {"Content-Type": "application/json"}
            )
            answer = upstream.getresponse()
            if answer.status != 200:
                raise Refused(json.load(answer)["error"]["message"])
            for line in answer:
                if line.startswith(b"data: {"):
                    yield json.loads(line[6:])
    finally:
        upstream.close()


def is_busy(port: int) -> bool:
    asking = connection(port)
    try:
        asking.request("GET", "/slots")
        return any(slot["is_processing"] for slot in json.load(asking.getresponse()))
    finally:
        asking.close()


@contextmanager
def _closed_with(client: socket.socket, upstream: socket.socket) -> Iterator[None]:
    """While the body runs, shut ``upstream`` down once ``client`` has closed its side."""
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            if select.select([client], [], [], 0.1)[0]:
                with suppress(OSError):
                    if client.recv(1, socket.MSG_PEEK):
                        done.wait(0.1)
                        continue
                with suppress(OSError):
                    upstream.shutdown(socket.SHUT_RDWR)
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
