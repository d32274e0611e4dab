"""How long to wait before the next attempt at a service that is away."""

from __future__ import annotations

import random

# A restart of the service takes seconds, a deployment minutes, an incident an hour.
DELAYS = (5, 15, 30, 60, 120, 300, 600, 1200, 1800)
"""Seconds to wait after the 1st, 2nd, … failed attempt."""

MAX_ATTEMPTS = len(DELAYS) + 1
"""After that many attempts (a good hour) a person decides."""

LONGEST_RETRY_AFTER = 600
"""Seconds. A service that asks for more patience than this is asked again earlier."""


def delay_seconds(
    attempt: int, retry_after: float | None = None, jitter: float | None = None
) -> int:
    """Seconds to wait after failed attempt number ``attempt`` (1, 2, …).

    ``retry_after`` is the service's own wish in seconds. ``jitter`` (0…1, random by
    default) adds up to a fifth, so that documents which failed together do not all
    come back together.

    >>> delay_seconds(1, jitter=0), delay_seconds(2, jitter=0), delay_seconds(99, jitter=0)
    (5, 15, 1800)
    >>> delay_seconds(1, retry_after=42, jitter=0)
    42
    """
    delay = float(DELAYS[min(max(attempt, 1), len(DELAYS)) - 1])
    if retry_after is not None:
        delay = max(delay, min(retry_after, LONGEST_RETRY_AFTER))
    spread = random.random() if jitter is None else jitter
    return round(delay * (1 + spread / 5))
