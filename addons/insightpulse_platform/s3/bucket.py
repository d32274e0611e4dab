"""One bucket of an S3: objects go in and out as streams, within bounded time and memory.

On urllib3, which Odoo has loaded anyway: the signature is all that an SDK would add, and one costs
each of Odoo's processes 3 (minio), 16 (botocore) or 30 MB (s3fs). Addressed by path
(``https://HOST/BUCKET/KEY``), as every S3 understands it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import ssl
import time
import xml.etree.ElementTree as xml
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import IO, Any
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError, ProtocolError

from .signature import NO_PAYLOAD, Key, encoded_path, encoded_query, signed

CONNECT_SECONDS, SILENCE_SECONDS, TOTAL_SECONDS = 3.0, 10.0, 60.0
DOWN_SECONDS = 5.0
"""So long nothing is read after a request in vain: a page of pictures waits once, not for each."""
PAUSE_SECONDS = 0.2
BLOCK = 1 << 18
DELETE_AT_ONCE = 1000  # the protocol's limit
PAGE = "1000"
_TRIES = 2


class S3Error(Exception):
    """Refused, or not understood; ``code`` as S3 names it, else the HTTP status."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class Unavailable(S3Error):
    """It does not answer, or is busy: the same request can succeed later."""


class Missing(S3Error):
    """There is no such object (the bucket itself is there)."""


class Bucket:
    """Safe to use from several threads, and from processes forked after it was made.

    ``total``: seconds that one request may take altogether; ``silence``: that nothing may come;
    ``down``: see :data:`DOWN_SECONDS`.
    """

    def __init__(
        self,
        endpoint: str,
        name: str,
        key: Key,
        *,
        total: float = TOTAL_SECONDS,
        silence: float = SILENCE_SECONDS,
        down: float = DOWN_SECONDS,
    ) -> None:
        parts = urlsplit(endpoint)
        self.endpoint, self.name = endpoint, name
        self._host = parts.netloc
        self._path = f"{parts.path.rstrip('/')}/{name}"
        self._key = key
        self._total = total
        self._down = down
        self._down_until = 0.0
        self._options: dict[str, Any] = {
            "timeout": urllib3.Timeout(connect=CONNECT_SECONDS, read=silence),
            "maxsize": 4,
            "retries": False,
        }
        if parts.scheme == "https":  # one for all connections: certificates take a megabyte
            self._options["ssl_context"] = ssl.create_default_context()
        self._pool: Any = None
        self._pid = 0

    def _connections(self) -> Any:
        """Of this process: one that two processes write to is nobody's."""
        if self._pid != os.getpid():
            self._pool = urllib3.connection_from_url(self.endpoint, **self._options)
            self._pid = os.getpid()
        return self._pool

    def put(self, key: str, content: IO[bytes], size: int, sha256: str) -> None:
        """Store ``size`` bytes, read from the beginning of ``content``; whole or not at all."""

        headers = {"Content-Length": str(size), "Content-Type": "application/octet-stream"}
        with self._request("PUT", key, headers=headers, body=content, payload=sha256):
            pass

    def has(self, key: str) -> bool:
        try:
            with self._request("HEAD", key):
                return True
        except Missing:
            return False

    def get(self, key: str, into: IO[bytes]) -> int:
        """Write the object to ``into``; returns its size. Raises :class:`Missing`."""
        bounded = _Bounded(into, self._total)
        with self._request("GET", key) as response:
            expected = int(response.headers.get("Content-Length", -1))
            size = 0
            while block := response.read(BLOCK):
                size += bounded.write(block)
        if size != expected >= 0:
            raise Unavailable(f"{self}: {key} broke off after {size} of {expected} bytes")
        return size

    def keys(self, prefix: str) -> Iterator[str]:
        """All keys that begin with ``prefix``, in order."""
        query = {"list-type": "2", "max-keys": PAGE, "prefix": prefix}
        while True:
            with self._request("GET", "", query=query) as response:
                page = _parsed(response.read())
            for entry in page.iter("Contents"):
                yield entry.findtext("Key", "")
            token = page.findtext("NextContinuationToken")
            if not token:
                return
            query["continuation-token"] = token

    def delete(self, keys: Sequence[str]) -> None:
        """Delete up to :data:`DELETE_AT_ONCE` objects; one that is not there is no error."""
        request = xml.Element("Delete")
        xml.SubElement(request, "Quiet").text = "true"
        for key in keys:
            xml.SubElement(xml.SubElement(request, "Object"), "Key").text = key
        body = xml.tostring(request)
        digest = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        headers = {"Content-MD5": digest, "Content-Type": "application/xml"}
        with self._request(
            "POST", "", query={"delete": ""}, headers=headers, body=io.BytesIO(body),
            payload=hashlib.sha256(body).hexdigest(),
        ) as response:  # fmt: skip
            answer = _parsed(response.read())
        for error in answer.iter("Error"):
            code = error.findtext("Code", "")
            if code != "NoSuchKey":
                raise S3Error(f"{self}: {error.findtext('Key')}: {code}", code)

    def __str__(self) -> str:
        return f"bucket {self.name} at {self.endpoint}"

    @contextmanager
    def _request(
        self,
        method: str,
        key: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: IO[bytes] | None = None,
        payload: str = NO_PAYLOAD,
    ) -> Iterator[Any]:
        """The answer, whose content is not read yet. Everything here can be repeated safely."""
        query = query or {}
        path = f"{self._path}/{key}" if key else self._path
        target = encoded_path(path) + (f"?{encoded_query(query)}" if query else "")
        now = datetime.now(timezone.utc)
        sent = signed(
            self._key, method, path, query, {"Host": self._host, **(headers or {})}, payload, now
        )
        if method == "GET" and time.monotonic() < self._down_until:
            raise Unavailable(f"{self} did not answer a moment ago")
        for left in reversed(range(_TRIES)):
            if body:
                body.seek(0)
            try:
                response = self._connections().urlopen(
                    method, target, headers=sent, body=body and _Bounded(body, self._total),
                    redirect=False, preload_content=False,
                )  # fmt: skip
            except ProtocolError as error:  # a kept connection that the other side had closed
                if not left:
                    raise self._in_vain(error) from None
            except (HTTPError, OSError) as error:
                raise self._in_vain(error) from None
            else:
                if response.status < 500 or not left:
                    break
                response.close()
                time.sleep(PAUSE_SECONDS)
        try:
            self._raise_for(response, method, key)
            yield response
        except HTTPError as error:
            response.close()
            raise self._in_vain(error) from None
        except BaseException:
            response.close()  # what is left of it would be taken for the next answer
            raise
        response.drain_conn()
        response.release_conn()

    def _in_vain(self, error: Exception) -> Unavailable:
        self._down_until = time.monotonic() + self._down
        return Unavailable(f"{self} does not answer: {_first_line(error)}")

    def _raise_for(self, response: Any, method: str, key: str) -> None:
        if response.status < 300:
            return
        text = response.read(1 << 16) if method != "HEAD" else b""
        try:
            answer = _parsed(text)
            code, said = answer.findtext("Code", ""), answer.findtext("Message", "")
        except S3Error:
            code, said = "", ""
        code = code or str(response.status)
        message = f"{self}: {method} {key}".rstrip() + f": {code} {said}".rstrip()
        if code == "NoSuchKey" or (response.status == 404 and method == "HEAD" and key):
            raise Missing(message, code)
        if response.status >= 500 or response.status == 429:
            raise Unavailable(message, code)
        raise S3Error(message, code)


class _Bounded:
    """A file that is not read or written any more after ``seconds``."""

    def __init__(self, file: IO[bytes], seconds: float) -> None:
        self._file, self._seconds = file, seconds
        self._deadline = time.monotonic() + seconds

    # no model; pylint: disable-next=method-required-super
    def read(self, size: int = -1) -> bytes:
        self._check()
        return self._file.read(size)

    # no model; pylint: disable-next=method-required-super
    def write(self, block: bytes) -> int:
        self._check()
        return self._file.write(block)

    def _check(self) -> None:
        if time.monotonic() > self._deadline:
            raise Unavailable(f"not done in {self._seconds:.0f} s")


def _parsed(text: bytes) -> xml.Element:
    """XML without its namespace, which not every S3 sends."""
    try:
        root = xml.fromstring(text or b"<empty/>")
    except xml.ParseError as error:
        raise S3Error(f"an answer that is no XML: {error}") from None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _first_line(error: Exception) -> str:
    """urllib3 begins with the address of an object of its own."""
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return line.rpartition(">: ")[2]
