"""`python -m ocr_service.healthcheck`: exit status 0 when the service can read documents."""

from __future__ import annotations

import http.client
import os
import sys


def healthy(port: int, timeout: float = 4.0) -> bool:
    """Whether a service on this machine answers `/health` with 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if healthy(int(os.environ.get("OCR_PORT") or 8868)) else 1)
