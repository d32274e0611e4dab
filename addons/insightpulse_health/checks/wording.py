"""Numbers as people read them."""

from __future__ import annotations

from .borrowed import shown

_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"))
SHOWN = 3


def lasting(seconds: float) -> str:
    """
    >>> lasting(7), lasting(60), lasting(7260), lasting(172800)
    ('7 seconds', '1 minute', '2 hours', '2 days')
    """
    for size, unit in _UNITS:
        if seconds >= size:
            return counted(int(seconds // size), unit)
    return counted(int(seconds), "second")


def counted(number: int, noun: str, plural: str = "") -> str:
    """
    >>> counted(1, "job"), counted(3, "job"), counted(2, "process", "processes")
    ('1 job', '3 jobs', '2 processes')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def size(amount: float) -> str:
    """
    >>> size(25_000), size(314_572_800), size(3_500_000_000)
    ('25 kB', '315 MB', '3.5 GB')
    """
    return shown(amount, "bytes")


def listed(names: list[str], shown: int = SHOWN) -> str:
    """At most so many of them, and how many more there are.

    >>> listed(["a", "b"]), listed(["a", "b", "c", "d", "e"])
    ('a, b', 'a, b, c and 2 more')
    """
    more = len(names) - shown
    return ", ".join(names[:shown]) + (f" and {more} more" if more > 0 else "")
