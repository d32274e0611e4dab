"""What a person sees while a set-up works: each step's begin, a sign of life, and its end."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SIGN_OF_LIFE_SECONDS = 10.0


class SetupError(Exception):
    """A step failed in a way a person can mend. The message says what happened and what to do."""


def say(message: str) -> None:
    print(f"  {message}", file=sys.stderr, flush=True)


@contextmanager
def step(title: str, detail: Callable[[], str] = lambda: "") -> Iterator[None]:
    """Say that a step begins and ends, and in between, every ten seconds, that it is alive.

    ``detail`` is asked for a few words about how far it is.
    """
    print(f"… {title}", file=sys.stderr, flush=True)
    start = time.monotonic()
    ended = threading.Event()

    def show_life() -> None:
        while not ended.wait(_SIGN_OF_LIFE_SECONDS):
            say(f"{time.monotonic() - start:4.0f} s {detail()}".rstrip())

    life = threading.Thread(target=show_life, daemon=True)
    life.start()
    try:
        yield
    finally:
        ended.set()
        life.join()
    print(f"✓ {title} ({time.monotonic() - start:.0f} s)", file=sys.stderr, flush=True)
