"""The HTTP transport that both official clients are given: httpx on :mod:`~.connection`.

No redirects, no proxies, no retries, no compression, no headers but those needed; one connection,
which ends with the call. The key is added here, so that no client ever holds it, and the id of the
request for which it is, so that the server's log has it (X-Request-ID, a random number).
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import NoReturn

import httpcore
import httpx

from .cancel import Cancel
from .connection import Network
from .deadline import Deadline
from .endpoint import Endpoint
from .errors import BadAnswer, Cut, ProviderError
from .statuses import problem

_PROBLEM_BYTES = 64 * 1024
# Others tell the server about this machine, or come from the environment.
_HEADERS = (b"host", b"accept", b"content-type", b"content-length", b"transfer-encoding")


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """The system's certificate authorities (or SSL_CERT_FILE's): 20 ms to load, so only once."""
    return ssl.create_default_context()


class Transport(httpx.BaseTransport):
    """For one call to ``endpoint``, whose answer has at most ``most_bytes``, and ``line_bytes``
    without the end of a line. Close it: that ends the connection.

    Whatever goes wrong is raised as :class:`~.errors.ProviderError`, or ``Cancelled``.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        deadline: Deadline,
        cancel: Cancel,
        *,
        most_bytes: int,
        line_bytes: int,
    ) -> None:
        self._endpoint, self._most_bytes, self._line_bytes = endpoint, most_bytes, line_bytes
        self._network = Network(endpoint, deadline, cancel)
        self.answered = False
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls() if endpoint.address.scheme == "https" else None,
            max_connections=1,
            max_keepalive_connections=0,
            network_backend=self._network,  # type: ignore[arg-type]  # it has the methods
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        headers = [(name, value) for name, value in request.headers.raw if name.lower() in _HEADERS]
        headers.append((b"Accept-Encoding", b"identity"))
        headers.append((b"User-Agent", b"insightpulse-odoo"))
        if key := self._endpoint.key:
            headers.append((b"Authorization", f"Bearer {key.reveal()}".encode()))
        if request_id := getattr(threading.current_thread(), "request_id", ""):
            headers.append((b"X-Request-ID", request_id.encode()))
        assert isinstance(request.stream, httpx.SyncByteStream)
        target = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        with self._in_our_words():
            answer = self._pool.handle_request(
                httpcore.Request(request.method, target, headers=headers, content=request.stream)
            )
        self.answered = True
        response = httpx.Response(answer.status, headers=answer.headers)
        if not response.is_success:
            self._refuse(response, answer)
        if response.headers.get("content-encoding", "identity") != "identity":
            answer.close()
            raise BadAnswer(f"{self._endpoint.shown} answers compressed, though asked not to.")
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(self, answer))

    def parts(self, answer: httpcore.Response) -> Iterator[bytes]:
        """The body, as it arrives, within its limits."""
        size = line = 0
        with self._in_our_words():
            for part in answer.iter_stream():
                size += len(part)
                end = part.rfind(b"\n")
                line = line + len(part) if end < 0 else len(part) - end - 1
                if size > self._most_bytes or line > self._line_bytes:
                    raise BadAnswer(
                        f"{self._endpoint.shown} answers without end: more than "
                        f"{self._most_bytes} bytes, or {self._line_bytes} in a line."
                    )
                yield part

    def _refuse(self, response: httpx.Response, answer: httpcore.Response) -> NoReturn:
        body = b""
        try:
            # where it cannot be read, the status says enough
            with suppress(ProviderError), self._in_our_words():
                for part in answer.iter_stream():
                    body += part
                    if len(body) > _PROBLEM_BYTES:
                        break
        finally:
            answer.close()
        raise problem(
            self._endpoint.shown, answer.status, response.headers, body, self._endpoint.key
        )

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        try:
            yield
        except httpcore.RemoteProtocolError as error:
            shown = self._endpoint.shown
            if self._network.ended:
                raise Cut(f"{shown} closed the connection before the end of its answer.") from None
            raise BadAnswer(f"{shown} does not speak HTTP ({error}).") from None

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, transport: Transport, answer: httpcore.Response) -> None:
        self._transport, self._answer = transport, answer

    def __iter__(self) -> Iterator[bytes]:
        return self._transport.parts(self._answer)

    def close(self) -> None:
        self._answer.close()
