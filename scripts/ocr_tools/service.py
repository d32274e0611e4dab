"""The OCR service: find the one that runs, or start one for as long as it is needed."""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from native.processes import Child

from .interpreter import CHECKOUT

DEFAULT_URL = "http://127.0.0.1:8868"
START_SECONDS = 240
PROBE_SECONDS = 5
STOP_SECONDS = 10


class ServiceError(Exception):
    """No service can be had; the text says why and what to do."""


class Service:
    """A running service: `url` and `token`. Leaving the context stops it if it was started here."""

    def __init__(self) -> None:
        self.url = (os.environ.get("OCR_SERVICE_URL") or DEFAULT_URL).rstrip("/")
        self.token = os.environ.get("OCR_SERVICE_TOKEN") or None
        self._child: Child | None = None
        self._log: Path | None = None

    def __enter__(self) -> Service:
        if not self._answers():
            if os.environ.get("OCR_SERVICE_URL"):
                _say(f"No OCR service answers at {self.url}: starting one.")
            else:
                _say("Starting the OCR service…")
            self._start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    # -- one that runs already

    def _answers(self) -> bool:
        """Is ours there and open to us? Waits while it loads its model."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            status = self._status()
            if status == "pass":
                return self._open_to_us()
            if status != "warming":
                return False
            time.sleep(0.5)
        return False

    def _status(self) -> str | None:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=PROBE_SECONDS) as answer:
                return _status_of(answer.read(4096))
        except urllib.error.HTTPError as error:
            return _status_of(error.read(4096))
        except (OSError, ValueError):
            return None

    def _open_to_us(self) -> bool:
        request = urllib.request.Request(f"{self.url}/version")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=PROBE_SECONDS) as answer:
                return "weights" in json.loads(answer.read(65536))
        except urllib.error.HTTPError as error:
            if error.code == 401:
                _say(f"The OCR service at {self.url} wants a token: set OCR_SERVICE_TOKEN.")
            return False
        except (OSError, ValueError):
            return False

    # -- one of our own

    def _start(self) -> None:
        port = _free_port()
        own = CHECKOUT / ".native"
        cache = {"OCR_MODEL_CACHE": str(own / "ocr-models")} if own.is_dir() else {}
        environment = cache | {
            name: value
            for name, value in os.environ.items()
            if name not in ("OCR_TOKEN", "OCR_TOKEN_FILE", "PYTHONHOME")
        }
        environment.update(
            OCR_HOST="127.0.0.1",
            OCR_PORT=str(port),
            PYTHONPATH=str(CHECKOUT / "ocr"),
            MALLOC_ARENA_MAX="1",
            # A person's machine has 60 MiB to spare, and documents then take 0.6 of the time.
            MALLOC_TRIM_THRESHOLD_="4194304",
            MALLOC_MMAP_THRESHOLD_="4194304",
            OMP_NUM_THREADS=os.environ.get("OMP_NUM_THREADS", "1"),
        )
        handle, name = tempfile.mkstemp(prefix="ocr-service-", suffix=".log")
        self._log = Path(name)
        os.close(handle)
        self._child = Child(
            "ocr",
            [os.environ.get("OCR_PYTHON") or sys.executable, "-m", "ocr_service"],
            log=self._log,
            env=environment,
            cwd=CHECKOUT / "ocr",
        )
        self.url, self.token = f"http://127.0.0.1:{port}", None
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if not self._child.running():
                tail = self._log.read_text(errors="replace")[-2000:]
                code = self._child.process.returncode
                self.stop()
                raise ServiceError(f"The OCR service ended at its start (status {code}):\n{tail}")
            if self._status() == "pass":
                return
            time.sleep(0.25)
        self.stop()
        raise ServiceError(f"The OCR service was not ready within {START_SECONDS} seconds.")

    def stop(self) -> None:
        """End the service that was started here, its children too."""
        child, self._child = self._child, None
        if child is not None:
            child.stop(STOP_SECONDS)
        if self._log is not None:
            self._log.unlink(missing_ok=True)
            self._log = None


def _status_of(body: bytes) -> str | None:
    try:
        status = json.loads(body).get("status")
    except (ValueError, AttributeError):
        return None
    return status if status in ("pass", "warming") else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
