"""How late the server is with something: while it was stopped, it could not do it."""

from __future__ import annotations

ROUND = 60.0
"""Seconds. The scheduler and the job runner look around once a minute: one that has just started
has not seen everything that is due."""


def late(seconds: float, age: float | None) -> float:
    """Of the ``seconds`` since something was due, those in which a server of that ``age`` could
    have done it; all of them where the age does not count (None).

    >>> late(30000, 30), late(30000, 200), late(20, 9000), late(30000, None)
    (0.0, 140.0, 20, 30000)
    """
    return seconds if age is None else min(seconds, max(0.0, age - ROUND))
