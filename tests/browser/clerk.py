"""Somebody else's working day, while documents are read."""

from __future__ import annotations

import statistics
import threading
import time

from ..product.client import Client


class Clerk:
    """Opens the list of partners a few times a second; `seconds` holds what each call took."""

    def __init__(self, client: Client, pause: float = 0.2) -> None:
        self._client, self._pause = client, pause
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.seconds: list[float] = []
        self.errors: list[Exception] = []

    def __enter__(self) -> Clerk:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._ended.wait(self._pause):
            started = time.monotonic()
            try:
                self._client.call(
                    "res.partner",
                    "web_search_read",
                    domain=[],
                    specification={"display_name": {}, "email": {}, "country_id": {}},
                    limit=40,
                )
            except Exception as error:
                self.errors.append(error)
            else:
                self.seconds.append(time.monotonic() - started)

    def summary(self) -> str:
        if len(self.seconds) < 2:
            return f"{len(self.seconds)} calls"
        p50, p95 = (statistics.quantiles(self.seconds, n=20)[at] * 1000 for at in (9, 18))
        return f"{len(self.seconds)} calls, p50 {p50:.0f} ms, p95 {p95:.0f} ms"
