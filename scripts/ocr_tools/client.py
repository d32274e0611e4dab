"""Send one document to the OCR service; wait while it is busy."""

from __future__ import annotations

import http.client
import json
import time
import urllib.parse
import uuid
from pathlib import Path
from typing import Any

CONNECT_AND_READ_SECONDS = 1900  # the service itself limits each page
BUSY_SECONDS = 900


class ReadError(Exception):
    """The document was not read. code: the service's problem code, or "unreachable"."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


def read_document(url: str, token: str | None, path: Path) -> dict[str, Any]:
    """The service's answer for the file; raises ReadError with words for the user."""
    content = path.read_bytes()
    until = time.monotonic() + BUSY_SECONDS
    while True:
        status, headers, body = _post(url, token, path.name, content)
        if status == 200:
            try:
                return json.loads(body)
            except ValueError:
                raise ReadError("The OCR service's answer is no JSON.", "bad_answer") from None
        problem = _problem(body)
        if status != 503 or time.monotonic() > until:
            detail = problem.get("detail") or problem.get("title") or f"HTTP status {status}"
            raise ReadError(str(detail), str(problem.get("code") or f"http_{status}"))
        time.sleep(_pause(headers.get("retry-after")))


def _post(
    url: str, token: str | None, name: str, content: bytes
) -> tuple[int, dict[str, str], bytes]:
    address = urllib.parse.urlsplit(url)
    secure = address.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    boundary = uuid.uuid4().hex
    safe = name.replace('"', "_").replace("\r", "_").replace("\n", "_")
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{safe}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode("utf-8", "replace")
    body = head + content + f"\r\n--{boundary}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    connection = kind(address.hostname or "", address.port, timeout=CONNECT_AND_READ_SECONDS)
    try:
        connection.request("POST", f"{address.path.rstrip('/')}/v1/documents", body, headers)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise ReadError(
            f"The OCR service at {url} did not answer: {error}", "unreachable"
        ) from error
    finally:
        connection.close()


def _problem(body: bytes) -> dict[str, Any]:
    try:
        problem = json.loads(body)
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def _pause(retry_after: str | None) -> float:
    try:
        return min(max(float(retry_after or 1), 0.2), 30.0)
    except ValueError:
        return 1.0
