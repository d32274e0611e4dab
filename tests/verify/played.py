"""A deployment that is played: just enough HTTP for the checks, and one fault at a time."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

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


@dataclass
class Page:
    status: int = 200
    body: str = ""
    type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


def good() -> dict[str, Page]:
    return {
        "/web/health": Page(200, '{"status": "pass"}', "application/json"),
        "/web/login": Page(200, LOGIN, headers=dict(SECURITY)),
        "/insightpulse/revision": Page(200, f"{COMMIT}\n", "text/plain"),
        "/web/assets/1/web.css": Page(200, "body {}", "text/css"),
        "/web/assets/1/web.js": Page(200, "odoo = {}", "text/javascript"),
        "/web/static/img/favicon.ico": Page(
            200, "icon", "image/x-icon", {"Cache-Control": "max-age=604800"}
        ),
        "/websocket": Page(101),
        "/jsonrpc": Page(200, '{"error": {"message": "Access Denied"}}', "application/json"),
    }


@contextmanager
def deployment(
    pages: dict[str, Page], before: Callable[[str], Page | None] = lambda path: None
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
                self.send_header("Sec-WebSocket-Accept", accept.decode())
                self.end_headers()
                return
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = page.body.encode()
            self.send_response(page.status)
            for name, value in {**page.headers, "Content-Type": page.type}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
