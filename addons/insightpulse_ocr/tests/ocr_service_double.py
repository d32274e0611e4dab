"""A real HTTP server that behaves as an OCR service in good and in bad moments."""

import json
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ENGINE = {
    "name": "paddleocr",
    "version": "3.7.0",
    "weights": "PP-OCRv6_small",
    "tier": "small",
    "licence": "Apache-2.0",
}


def line(text, x=100.0, y=100.0, confidence=0.98):
    return {
        "text": text,
        "confidence": confidence,
        "polygon": [[x, y], [x + 300, y], [x + 300, y + 40], [x, y + 40]],
        "source": "ocr",
    }


def reading(*texts, **values):
    """The service's answer for one page with these lines."""
    lines = [line(text, y=100.0 + 60 * index) for index, text in enumerate(texts)]
    return {
        "engine": dict(ENGINE),
        "seconds": 0.25,
        "warnings": [],
        "pages": [
            {
                "number": 1,
                "width": 1654,
                "height": 2339,
                "dpi": 200.0,
                "source": "ocr",
                "lines": lines,
            }
        ],
        **values,
    }


# Each moment takes the handler of one POST, after the upload was received.


def answers(body, status=200, content_type="application/json", headers=None):
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()

    def moment(handler):
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(payload)))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(payload)

    return moment


def refuses(status, code, detail="", headers=None):
    problem = {"type": "about:blank", "title": code, "status": status, "code": code}
    return answers(
        {**problem, "detail": detail}, status, "application/problem+json", headers=headers
    )


def dies_before_answering(handler):
    """The process is killed: the kernel resets its connections."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def dies_in_mid_answer(handler):
    payload = json.dumps(reading("never arrives whole")).encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(payload)))
    handler.end_headers()
    handler.wfile.write(payload[: len(payload) // 2])
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def sleeps(seconds):
    def moment(handler):
        time.sleep(seconds)

    return moment


def drips(handler):
    """One byte at a time, for ever: each read is in time, the answer never ends."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def pours(handler):
    """An answer without an end."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65536)


def does(action, then):
    """Do something while the document is being read."""

    def moment(handler):
        action()
        then(handler)

    return moment


class OcrServiceDouble:
    """``moments`` are what happens to the next uploads; after them, ``usual``."""

    def __init__(self):
        self.engine = dict(ENGINE)
        self.version_answer = None
        self.moments = []
        self.usual = answers(reading("ACME Supplies", "Invoice INV-1", "Total 119.00 EUR"))
        self.uploads = []
        self.authorizations = []
        self.request_ids = []
        double = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_GET(self):
                double.authorizations.append(self.headers.get("Authorization"))
                (double.version_answer or answers({"engine": double.engine}))(self)

            def do_POST(self):
                double.authorizations.append(self.headers.get("Authorization"))
                double.request_ids.append(self.headers.get("X-Request-ID"))
                double.uploads.append(self.rfile.read(int(self.headers["Content-Length"])))
                moment = double.moments.pop(0) if double.moments else double.usual
                moment(self)

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # the clients of `drips` and `pours` go away

        self._server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
