"""A deployment that is played: just enough HTTP for the checks, and one fault at a time."""

from __future__ import annotations

import base64
import hashlib
import ssl
import threading
import xmlrpc.client
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

COMMIT = "0123456789abcdef0123456789abcdef01234567"
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "SAMEORIGIN",
}
LOGIN = (
    '<html><head><link rel="stylesheet" href="/web/assets/1/web.css"/>'
    '<script src="/web/assets/1/web.js"></script></head>'
    '<body><form><input name="password"/></form></body></html>'
)
REFUSED = '{"error": {"code": 0, "data": {"name": "odoo.exceptions.AccessDenied"}}}'


def refused(code: int | str) -> str:
    """As `/xmlrpc/2` does with 3, and `/xmlrpc` with AccessDenied."""
    return xmlrpc.client.dumps(xmlrpc.client.Fault(code, "Access Denied"))


@dataclass
class Page:
    """``body``: or what makes it of the request's. ``headers``: beside those of SECURITY, which
    nginx adds to each answer; empty: not sent."""

    status: int = 200
    body: str | Callable[[str], str] = ""
    type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


def good() -> dict[str, Page]:
    return {
        "/health/ready": Page(200, '{"status": "pass"}', "application/json"),
        "/web/health": Page(200, '{"status": "pass"}', "application/json"),
        "/web/login": Page(200, LOGIN),
        "/insightpulse/revision": Page(200, f"{COMMIT}\n", "text/plain"),
        "/web/assets/1/web.css": Page(200, "body {}", "text/css"),
        "/web/assets/1/web.js": Page(200, "odoo = {}", "text/javascript"),
        "/web/static/img/favicon.ico": Page(
            200, "icon", "image/x-icon", {"Cache-Control": "max-age=604800"}
        ),
        "/websocket": Page(101),
        "/jsonrpc": Page(200, REFUSED, "application/json"),
        "/xmlrpc/db": Page(200, refused("AccessDenied"), "text/xml"),
        "/xmlrpc/2/db": Page(200, refused(3), "text/xml"),
    }


class _Server(ThreadingHTTPServer):
    tls: ssl.SSLContext | None = None

    def finish_request(self, request: Any, client_address: Any) -> None:
        if self.tls is None:
            super().finish_request(request, client_address)
            return
        with suppress(OSError), self.tls.wrap_socket(request, server_side=True) as secure:
            super().finish_request(secure, client_address)


@contextmanager
def deployment(
    pages: dict[str, Page],
    before: Callable[[str], Page | None] = lambda path: None,
    tls: ssl.SSLContext | None = None,
) -> Iterator[str]:
    """Its address. ``before``: another answer, while that lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            page = before(self.path) or pages.get(self.path, Page(404, "nothing"))
            if page.status == 101 and (key := self.headers.get("Sec-WebSocket-Key")):
                guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
                accept = base64.b64encode(hashlib.sha1((key + guid).encode()).digest())
                self.send_response_only(101)
                upgrade = {"Upgrade": "websocket", "Sec-WebSocket-Accept": accept.decode()}
                for name, value in {**upgrade, **page.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                return
            asked = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            said = page.body if isinstance(page.body, str) else page.body(asked)
            body = said.encode()
            self.send_response(page.status)
            for name, value in {**SECURITY, **page.headers, "Content-Type": page.type}.items():
                if value:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *arguments: object) -> None:
            pass

    server = _Server(("127.0.0.1", 0), Handler)
    server.tls = tls
    thread = threading.Thread(target=server.serve_forever, args=(0.005,), daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
