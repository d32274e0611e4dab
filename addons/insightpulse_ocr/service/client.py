"""The HTTP calls to the OCR service.

Synchronous `requests` on purpose: jobs run behind Odoo's evented port, where waiting holds no HTTP
worker.
"""

from __future__ import annotations

import math
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any, BinaryIO, TypeVar

import requests
import urllib3

from .address import check_address
from .answer import InvalidAnswer, parse_engine, parse_health, parse_problem, parse_reading
from .problems import Busy, DocumentRefused, ServiceAway, ServiceError, Unauthorized

Answer = TypeVar("Answer")

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 900.0
"""From the last byte sent to the last byte received: 30 slow pages."""
QUICK_SECONDS = 5.0
MAX_ANSWER_BYTES = 16 * 1024 * 1024
MAX_PROBLEM_BYTES = 64 * 1024
CHUNK_BYTES = 64 * 1024
BARE_STATUS_CODES = {413: "payload_too_large", 415: "unsupported_type"}


class Client:
    """An OCR service at ``address``, spoken to with the bearer ``token`` if there is one.

    Every method raises a :class:`~.problems.ServiceError` or returns a checked answer.

    :raise InvalidAddress: when ``address`` is none
    """

    def __init__(
        self,
        address: str,
        token: str = "",
        *,
        connect_seconds: float = CONNECT_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
        max_answer_bytes: int = MAX_ANSWER_BYTES,
    ):
        self.address = check_address(address)
        self._token = token.strip()
        self._connect_seconds = connect_seconds
        self._answer_seconds = answer_seconds
        self._max_answer_bytes = max_answer_bytes

    def version(self) -> dict[str, str]:
        """The engine: ``{name, version, weights, tier, licence}``."""
        return _checked(parse_engine, self._call("GET", "/version", QUICK_SECONDS))

    def health(self, seconds: float = QUICK_SECONDS) -> dict[str, int]:
        """Of a service that can read: ``{queue}``; :class:`~.problems.Busy` while it loads."""
        return _checked(parse_health, self._call("GET", "/health", seconds))

    # no model; pylint: disable-next=method-required-super
    def read(self, file: BinaryIO, name: str, mimetype: str) -> dict[str, Any]:
        """Read the document in ``file``, from its current position to its end.

        Returns the reading of :func:`~.answer.parse_reading`.
        """
        boundary = secrets.token_hex(16)
        body = _Multipart(file, name, mimetype, boundary)
        answer = self._call(
            "POST",
            "/v1/documents",
            self._answer_seconds,
            data=body,
            headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
        )
        return _checked(parse_reading, answer)

    def _call(
        self,
        method: str,
        path: str,
        answer_seconds: float,
        data: _Multipart | None = None,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        headers = {"Accept": "application/json", "Accept-Encoding": "identity", **(headers or {})}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        # of the request or job that asks, so that both logs have it
        if request_id := getattr(threading.current_thread(), "request_id", ""):
            headers["X-Request-ID"] = request_id
        try:
            with requests.Session() as session:
                # Neither a proxy nor the credentials of ~/.netrc: the token and the
                # documents go to the configured address and nowhere else.
                session.trust_env = False
                adapter = _TimeLimited(self._connect_seconds, answer_seconds)
                session.mount("http://", adapter)
                session.mount("https://", adapter)
                deadline = time.monotonic() + answer_seconds
                with session.request(
                    method,
                    self.address + path,
                    data=data,
                    headers=headers,
                    allow_redirects=False,
                    stream=True,
                ) as response:
                    if response.status_code == 200:
                        return _bounded(response, self._max_answer_bytes, deadline)
                    raise _problem(response, _bounded(response, MAX_PROBLEM_BYTES, deadline))
        except UnicodeError as error:
            # http.client encodes headers as Latin-1.
            raise Unauthorized("the token holds characters that no header can carry") from error
        except requests.exceptions.InvalidHeader as error:
            raise Unauthorized("the token holds characters that no header can carry") from error
        except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError) as error:
            raise ServiceAway("no answer in time", code="timeout") from error
        except (
            requests.exceptions.RequestException,
            urllib3.exceptions.HTTPError,
            OSError,
        ) as error:
            # The words of requests carry addresses of objects: nothing for a person.
            raise ServiceAway(type(error).__name__) from error


class _TimeLimited(requests.adapters.HTTPAdapter):
    """Applies its time-outs (seconds) to every request: none can be sent without."""

    def __init__(self, connect_seconds: float, answer_seconds: float):
        self._timeouts = (connect_seconds, answer_seconds)
        super().__init__()

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: object = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        return super().send(request, stream, self._timeouts, verify, cert, proxies)


class _Multipart:
    """One file as multipart/form-data, streamed: ``requests`` would load it whole."""

    def __init__(self, file: BinaryIO, name: str, mimetype: str, boundary: str):
        start = file.tell()
        size = file.seek(0, 2) - start
        file.seek(start)
        # RFC 7578, 4.2: quotes and line breaks in the name are percent-encoded.
        quoted = (name or "document").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        mimetype = mimetype if _is_token(mimetype) else "application/octet-stream"
        self._head = (
            f"--{boundary}\r\n"
            f'Content-Disposition: form-data; name="file"; filename="{quoted}"\r\n'
            f"Content-Type: {mimetype}\r\n\r\n"
        ).encode("utf-8", "replace")
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self._file = file
        self._length = len(self._head) + size + len(self._tail)

    def __len__(self) -> int:
        """Bytes in all; with it ``requests`` sends a Content-Length."""
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        while chunk := self._file.read(CHUNK_BYTES):
            yield chunk
        yield self._tail


def _is_token(mimetype: str) -> bool:
    kind, _slash, subtype = mimetype.partition("/")
    return all(
        part and part.isascii() and all(c.isalnum() or c in "!#$&-^_.+" for c in part)
        for part in (kind, subtype)
    )


def _bounded(response: requests.Response, limit: int, deadline: float) -> bytes:
    """The body, if it has at most ``limit`` bytes and ends before ``deadline``."""
    body = bytearray()
    # read1 returns what has arrived. iter_content would wait for a whole chunk, for ever
    # if one byte comes before each time-out.
    while chunk := response.raw.read1(CHUNK_BYTES):
        body += chunk
        if len(body) > limit:
            raise ServiceError(f"more than {limit} bytes", code="invalid_answer")
        if time.monotonic() > deadline:
            raise ServiceAway("the answer did not end in time", code="timeout")
    declared = response.headers.get("Content-Length", "")
    if declared.isascii() and declared.isdigit() and len(body) < int(declared):
        # http.client ends silently when the peer closes early.
        raise ServiceAway("the connection was cut in the middle of the answer")
    return bytes(body)


def _problem(response: requests.Response, body: bytes) -> ServiceError:
    status = response.status_code
    code, detail = parse_problem(body)
    detail = detail or f"HTTP {status}"
    if status in (401, 403):
        return Unauthorized(detail)
    if status in (429, 503):
        return Busy(detail, _retry_after(response.headers.get("Retry-After", "")))
    if status in (408, 425) or status >= 500:
        return ServiceAway(detail, code=None if status != 504 else "timeout")
    # A reverse proxy before the service refuses without a problem+json body.
    code = code or BARE_STATUS_CODES.get(status, "")
    if 400 <= status < 500 and code:
        return DocumentRefused(detail, code=code)
    # A redirect, or a 404 without problem: something else lives at this address.
    return ServiceError(detail, code="not_the_service")


def _retry_after(value: str) -> float | None:
    """Seconds asked for by a Retry-After header (RFC 9110, 10.2.3), if it says so."""
    value = value.strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    try:
        seconds = parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _checked(parse: Callable[[bytes], Answer], body: bytes) -> Answer:
    try:
        return parse(body)
    except InvalidAnswer as error:
        raise ServiceError(str(error), code="invalid_answer") from error
