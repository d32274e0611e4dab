"""What a person sees while a set-up works: one line when a step begins, one when it has ended."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class SetupError(Exception):
    """A step failed in a way a person can mend. The message says what happened and what to do."""


def say(message: str) -> None:
    print(f"  {message}", file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    print(f"… {title}", file=sys.stderr, flush=True)
    start = time.monotonic()
    yield
    print(f"✓ {title} ({time.monotonic() - start:.0f} s)", file=sys.stderr, flush=True)
