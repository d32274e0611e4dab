"""An answer to a probe: whole, small, and never kept by anybody on the way."""

import json
from dataclasses import dataclass, field
from http import HTTPStatus


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    headers: dict = field(default_factory=dict)

    @classmethod
    def of_json(cls, status, data, content_type="application/json"):
        return cls(status, json.dumps(data).encode() + b"\n", content_type)

    def __call__(self, environ, start_response):
        """The WSGI way."""
        start_response(self._line, list(self._all_headers.items()))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]

    def message(self, with_body=True, closes=False):
        """As HTTP/1.1 has it; ``closes``: the connection ends with it."""
        all_headers = self._all_headers | ({"Connection": "close"} if closes else {})
        headers = "".join(f"{name}: {value}\r\n" for name, value in all_headers.items())
        head = f"HTTP/1.1 {self._line}\r\n{headers}\r\n".encode("latin-1")
        return head + self.body if with_body else head

    @property
    def _line(self):
        return f"{self.status} {HTTPStatus(self.status).phrase}"

    @property
    def _all_headers(self):
        return {
            "Content-Type": self.content_type,
            "Content-Length": str(len(self.body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            **self.headers,
        }
