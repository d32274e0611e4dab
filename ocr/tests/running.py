"""A real server with the fake recogniser, in a thread of the test process."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests
import uvicorn

from ocr_service.app import create_app
from ocr_service.settings import Settings
from ocr_service.supervisor import Supervisor

FAKE = [sys.executable, str(Path(__file__).with_name("fake_recogniser.py"))]


def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)


@dataclass
class Service:
    """Starts on entering, on a free port."""

    settings: Settings
    fatal: bool = False

    def __enter__(self) -> Service:
        def on_fatal() -> None:
            self.fatal = True

        self.supervisor = Supervisor(self.settings, on_fatal, command=FAKE)
        app = create_app(self.settings, on_fatal, self.supervisor)
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), daemon=True)
        self._thread.start()
        until(lambda: self._server.started)
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    def until_ready(self) -> Service:
        until(lambda: self.supervisor.ready)
        return self

    def health(self) -> dict:
        return requests.get(f"{self.url}/health", timeout=5).json()

    def post(self, content: bytes | str, token: str | None = None, **options) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        files = {options.pop("field", "file"): ("whatever.bin", content)}
        return requests.post(
            f"{self.url}/v1/documents", files=files, headers=headers, timeout=30, **options
        )

    def send(self, content: str, finish: bool = True) -> socket.socket:
        """An upload on a bare socket, for clients that go away."""
        body = (
            '--B\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
            f"{content}\r\n--B--\r\n"
        ).encode()
        head = (
            "POST /v1/documents HTTP/1.1\r\nHost: localhost\r\n"
            f"Content-Type: multipart/form-data; boundary=B\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode()
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.sendall(head + (body if finish else body[:-20]))
        return connection
