"""A port that is ours already is no fault; one that only root may have is."""

from __future__ import annotations

import errno
import http.server
import socket
import threading

import pytest

from boot import ports
from boot.settings import Settings

from .conftest import free_port
from .environment import REQUIRED


def settings(**variables: object) -> Settings:
    free = {name: str(free_port()) for name in ("INTERNAL_HTTP_PORT", "INTERNAL_EVENTED_PORT")}
    named = {name.upper(): str(value) for name, value in variables.items()}
    return Settings.from_environment(REQUIRED | free | {"HTTP_INTERFACE": "127.0.0.1"} | named)


class Odoo(http.server.BaseHTTPRequestHandler):
    status = 200

    def do_GET(self):
        self.send_response(self.status)
        if self.status == 503:
            self.send_header("Retry-After", "5")
        self.end_headers()
        self.wfile.write(b'{"status": "pass"}' if self.path == "/web/health" else b"")

    def log_message(self, *arguments):
        pass


@pytest.mark.parametrize("status", [200, 503])
def test_an_odoo_that_answers_is_the_one_that_is_checked(status):
    handler = type("Handler", (Odoo,), {"status": status})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert list(ports.faults(settings(port=server.server_port))) == []
        server.shutdown()


def test_a_web_server_of_somebody_else_is_not():
    handler = http.server.SimpleHTTPRequestHandler
    quiet = type("Quiet", (handler,), {"log_message": lambda *arguments: None})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (text,) = ports.faults(settings(port=server.server_port))
        server.shutdown()
    assert f"PORT={server.server_port} is taken by another program." in text


def test_without_workers_there_is_no_evented_process():
    assert list(ports.wanted(settings(odoo_workers=0))) == ["PORT", "INTERNAL_HTTP_PORT"]


def test_a_port_that_only_root_may_have(monkeypatch):
    def refuse(address: tuple[str, int]) -> socket.socket:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket, "create_server", refuse)
    assert "PORT=80 is for root alone. Set PORT to 1024 or more." in list(
        ports.faults(settings(port=80))
    )
