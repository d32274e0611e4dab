"""Playing one reply to one client, until it ends or the client has gone."""

from __future__ import annotations

import json
import select
import socket
import ssl
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

from .dialects import Dialect
from .script import Reply


class ClientGone(Exception):
    pass


class Cut(Exception):
    """The script closes the connection."""


class Answer:
    """The answer to one request: whole, or as a chunked stream."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self._handler = handler
        self._begun = False

    def whole(self, body: Any, status: int = 200, headers: dict[str, str] | None = None) -> None:
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self._handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self._handler.send_header(name, value)
        self._handler.send_header("Content-Length", str(len(data)))
        self._handler.end_headers()
        self._send(data)

    def begin(self, content_type: str) -> None:
        if not self._begun:
            self._begun = True
            self._handler.send_response(200)
            self._handler.send_header("Content-Type", content_type)
            self._handler.send_header("Transfer-Encoding", "chunked")
            self._handler.end_headers()
            self._handler.wfile.flush()

    def part(self, data: bytes) -> None:
        self._send(b"%x\r\n%s\r\n" % (len(data), data))

    def end(self) -> None:
        self._send(b"0\r\n\r\n")

    def wait(self, seconds: float | None) -> None:
        """For ``seconds``, or for ever; raises :class:`ClientGone` as soon as it has."""
        until = None if seconds is None else time.monotonic() + seconds
        while until is None or time.monotonic() < until:
            step = 0.5 if until is None else max(0.0, until - time.monotonic())
            if select.select([self._handler.connection], [], [], min(step, 0.5))[0]:
                self._look()

    def _look(self) -> None:
        """The client has closed its side, or says something, which only a TLS client may."""
        connection = self._handler.connection
        try:
            if isinstance(connection, ssl.SSLSocket):
                if connection.recv(1):
                    return
            elif connection.recv(1, socket.MSG_PEEK):
                time.sleep(0.01)
                return
        except OSError:
            pass
        raise ClientGone

    def _send(self, data: bytes) -> None:
        try:
            self._handler.wfile.write(data)
            self._handler.wfile.flush()
        except OSError:
            raise ClientGone from None


def play(
    reply: Reply, dialect: Dialect, answer: Answer, *, model: str, stream: bool, prompt: int
) -> None:
    """``prompt``: its number of tokens, as far as anybody counts."""
    text: list[str] = []
    calls: list[tuple[str, Any]] = []
    reason = ""
    if stream and dialect.headers_at_once:
        answer.begin(dialect.content_type)

    def send(data: bytes) -> None:
        if stream:
            answer.begin(dialect.content_type)
            answer.part(data)

    for step in reply:
        ((what, value),) = step.items()
        if what == "say":
            text.append(value)
            send(dialect.said(model, value))
        elif what == "call":
            calls.append((value[0], value[1]))
            send(dialect.called(model, len(calls) - 1, *calls[-1]))
        elif what == "wait":
            answer.wait(value)
        elif what == "stall":
            answer.wait(None)
        elif what == "cut":
            raise Cut
        elif what == "endless":
            while True:
                send(dialect.said(model, value[0]))
                answer.wait(value[1])
        elif what == "line":
            for _block in range(value // 10_000):
                send(b"x" * 10_000)
            send(b"x" * (value % 10_000 or 1))
        elif what == "raw":
            send(dialect.raw(value))
        elif what == "error":
            send(dialect.failed(value))
            answer.end()
            return
        elif what == "reason":
            reason = value
        else:
            raise ValueError(f"a script has no step {what!r}")
    finish = reason or ("tool_calls" if calls and dialect.headers_at_once else "stop")
    tokens = (prompt, len(text) + len(calls))
    if stream:
        send(dialect.ended(model, finish, tokens))
        answer.end()
    else:
        answer.whole(dialect.whole(model, "".join(text), calls, finish, tokens))
