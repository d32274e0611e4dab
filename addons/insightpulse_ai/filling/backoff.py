"""When a model server that is away is asked again."""

from __future__ import annotations

DELAYS = (5, 15, 30, 60, 120, 300, 600, 1200, 1800)
"""Seconds after the 1st, 2nd, … failed attempt."""
MAX_ATTEMPTS = len(DELAYS) + 1
"""After that many (a good hour) a person decides."""
LONGEST_WISH = 3600


def delay_seconds(attempt: int, wish: float | None = None) -> int:
    """Seconds to wait after failed attempt number ``attempt`` (1, 2, …); ``wish``: the server's.

    >>> delay_seconds(1), delay_seconds(99), delay_seconds(1, wish=42.5)
    (5, 1800, 42)
    """
    delay = DELAYS[min(max(attempt, 1), len(DELAYS)) - 1]
    return max(delay, int(min(wish or 0, LONGEST_WISH)))
