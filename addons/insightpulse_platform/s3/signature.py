"""AWS Signature Version 4, in the Authorization header, for S3.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
Pure: the same request, key and moment always give the same headers.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

NO_PAYLOAD = hashlib.sha256(b"").hexdigest()
_ALGORITHM = "AWS4-HMAC-SHA256"
_UNRESERVED = "-_.~"


@dataclass(frozen=True)
class Key:
    key_id: str
    secret: str = field(repr=False)
    region: str


def encoded_path(path: str) -> str:
    return quote(path, safe="/" + _UNRESERVED)


def encoded_query(query: Mapping[str, str]) -> str:
    return "&".join(
        f"{quote(name, safe=_UNRESERVED)}={quote(value, safe=_UNRESERVED)}"
        for name, value in sorted(query.items())
    )


def signed(
    key: Key,
    method: str,
    path: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    payload_sha256: str,
    at: datetime,
) -> dict[str, str]:
    """``headers`` (which name the host) with what proves that ``key``'s owner sent them.

    ``path`` as it is, not encoded; ``at`` in UTC.
    """
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    sent = {**headers, "x-amz-content-sha256": payload_sha256, "x-amz-date": stamp}
    canonical = {name.lower(): " ".join(value.split()) for name, value in sorted(sent.items())}
    names = ";".join(sorted(canonical))
    request = "\n".join(
        (
            method,
            encoded_path(path),
            encoded_query(query),
            *(f"{name}:{canonical[name]}" for name in sorted(canonical)),
            "",
            names,
            payload_sha256,
        )
    )
    scope = f"{stamp[:8]}/{key.region}/s3/aws4_request"
    to_sign = "\n".join((_ALGORITHM, stamp, scope, hashlib.sha256(request.encode()).hexdigest()))
    secret = f"AWS4{key.secret}".encode()
    for part in (*scope.split("/"), to_sign):
        digest = hmac.new(secret, part.encode(), hashlib.sha256)
        secret = digest.digest()
    credential = f"{_ALGORITHM} Credential={key.key_id}/{scope}"
    sent["Authorization"] = f"{credential},SignedHeaders={names},Signature={digest.hexdigest()}"
    return sent
