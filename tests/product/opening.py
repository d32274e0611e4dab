"""Several people who open a page again and again, whatever the answer is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .client import Client


@dataclass(frozen=True)
class Page:
    """When it was asked for and answered (seconds), and with which status and Retry-After."""

    asked: float
    ended: float
    answer: tuple[int, str | None]


@contextmanager
def opening(clients: list[Client], pause: float = 0.2) -> Iterator[list[Page]]:
    """Sessions of their own: a client is safe in one thread only."""
    pages: list[Page] = []
    errors: list[Exception] = []
    ended = threading.Event()

    def work(client: Client) -> None:
        while not ended.wait(pause):
            asked = time.monotonic()
            try:
                page = client.get("/odoo")
            except Exception as error:
                errors.append(error)
                continue
            answer = page.status_code, page.headers.get("retry-after")
            pages.append(Page(asked, time.monotonic(), answer))

    threads = [threading.Thread(target=work, args=(client.twin(),)) for client in clients]
    for thread in threads:
        thread.start()
    try:
        yield pages
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    if errors:
        raise errors[0]
