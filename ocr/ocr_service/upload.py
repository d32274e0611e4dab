"""Takes the file out of a multipart request, to disk, within a limit."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from .problems import Problem

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

FIELD = "file"
STALL_SECONDS = 30.0  # without a byte
UPLOAD_SECONDS = 300.0  # for all of it: one byte every 29 seconds keeps nobody's place for ever
FRAMING_BYTES = 64 << 10  # for boundaries, part headers and small other fields
DRAIN_SECONDS = 5.0


@asynccontextmanager
async def received(request: Request, max_bytes: int) -> AsyncIterator[tuple[Path, int]]:
    """Path and size of the uploaded file, which is removed at the end. Raises `Problem`."""
    with tempfile.NamedTemporaryFile(prefix="ocr-") as spool:
        size = await _receive(request, spool, max_bytes)
        spool.flush()
        yield Path(spool.name), size


async def drained(request: Request, max_bytes: int) -> bool:
    """Reads and forgets what a refused client is still sending, for a moment; whether it ended.

    Most clients look for an answer only after they have sent everything; closing the connection
    earlier shows them a broken pipe in place of the reason.
    """
    if getattr(request.state, "received", False):
        return True
    if request.headers.get("expect", "").lower() == "100-continue":
        return False  # such a client has sent nothing yet, and waits for our word
    deadline, seen = time.monotonic() + DRAIN_SECONDS, 0
    try:
        while seen <= 2 * max_bytes and (left := deadline - time.monotonic()) > 0:
            message = await asyncio.wait_for(request.receive(), left)
            if message["type"] != "http.request" or not message.get("more_body"):
                return True
            seen += len(message["body"])
    except asyncio.TimeoutError:
        pass
    return False


async def _receive(request: Request, spool: IO[bytes], max_bytes: int) -> int:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise Problem("missing_file", f"Send the file as multipart/form-data, field {FIELD!r}.")
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > max_bytes + FRAMING_BYTES:
        raise _too_large(max_bytes)  # a saying that is believed only against the client

    form = _FileField(spool, max_bytes)
    try:
        parser = MultipartParser(options[b"boundary"], form.callbacks())
        received = 0
        async for chunk in _chunks(request):
            received += len(chunk)
            if received > max_bytes + FRAMING_BYTES:
                raise _too_large(max_bytes)
            parser.write(chunk)
        parser.finalize()
    except FormParserError:
        raise Problem("missing_file", "The multipart body is malformed.") from None
    if not form.complete:
        raise Problem("missing_file", f"The request has no complete file in field {FIELD!r}.")
    return form.size


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    deadline = time.monotonic() + UPLOAD_SECONDS
    while True:
        left = deadline - time.monotonic()
        try:
            message = await asyncio.wait_for(request.receive(), min(STALL_SECONDS, left))
        except asyncio.TimeoutError:
            raise Problem(
                "upload_timeout",
                f"No data came for {STALL_SECONDS:g} seconds, or the upload took longer than "
                f"{UPLOAD_SECONDS:g}.",
            ) from None
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        more = message.get("more_body", False)
        request.state.received = not more
        if message["body"]:
            yield message["body"]
        if not more:
            return


def _too_large(max_bytes: int) -> Problem:
    return Problem(
        "payload_too_large", f"The file is larger than the limit of {max_bytes / 2**20:g} MiB."
    )


class _FileField:
    """Callbacks of the parser: writes the first part named `file`, skips every other."""

    def __init__(self, spool: IO[bytes], max_bytes: int):
        self._spool = spool
        self._max_bytes = max_bytes
        self._header_name = self._header_value = b""
        self._wanted = False
        self.size = 0
        self.complete = False

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._part_begin,
            "on_header_field": self._name,
            "on_header_value": self._value,
            "on_header_end": self._header_end,
            "on_part_data": self._data,
            "on_part_end": self._part_end,
        }

    def _part_begin(self) -> None:
        self._wanted = False

    def _name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _header_end(self) -> None:
        if self._header_name.lower() == b"content-disposition":
            _, options = parse_options_header(self._header_value)
            self._wanted = not self.complete and options.get(b"name") == FIELD.encode()
        self._header_name = self._header_value = b""

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._wanted:
            self.size += end - start
            if self.size > self._max_bytes:
                raise _too_large(self._max_bytes)
            self._spool.write(data[start:end])

    def _part_end(self) -> None:
        self.complete = self.complete or self._wanted
        self._wanted = False
