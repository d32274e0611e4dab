"""What the service refuses, as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

#: code -> (status, title). The codes are part of the interface: callers decide by them.
CATALOGUE: dict[str, tuple[int, str]] = {
    "missing_file": (400, "The request carries no file"),
    "unauthorized": (401, "A valid token is required"),
    "not_found": (404, "There is nothing at this address"),
    "method_not_allowed": (405, "This address does not take that method"),
    "upload_timeout": (408, "The upload stalled"),
    "payload_too_large": (413, "The file is too large"),
    "unsupported_type": (415, "This type of file cannot be read"),
    "empty": (422, "The file is empty"),
    "encrypted": (422, "The file is protected by a password"),
    "damaged": (422, "The file is damaged"),
    "too_many_pages": (422, "The file has too many pages"),
    "page_too_large": (422, "A page is too large"),
    "page_timeout": (422, "A page takes too long to read"),
    "internal": (500, "The service failed"),
    "busy": (503, "The service is busy"),
    "warming": (503, "The service is starting"),
    "interrupted": (503, "Reading was interrupted"),
}


class Problem(Exception):
    """A refusal. `detail` is one sentence for a person: what was wrong, and what to do."""

    def __init__(self, code: str, detail: str, retry_after: int | None = None):
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.retry_after = retry_after

    @property
    def status(self) -> int:
        return CATALOGUE[self.code][0]

    def headers(self) -> dict[str, str]:
        headers = {}
        if self.retry_after is not None:
            headers["retry-after"] = str(self.retry_after)
        if self.status == HTTPStatus.UNAUTHORIZED:
            headers["www-authenticate"] = "Bearer"
        return headers

    def body(self) -> dict[str, str | int]:
        status, title = CATALOGUE[self.code]
        return {
            "type": f"urn:insightpulse:ocr:{self.code}",
            "title": title,
            "status": status,
            "detail": self.detail,
            "code": self.code,
        }
