"""What one run may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """
    ``steps``    times that the model is asked; the last time without tools, for an answer
    ``calls``    tools in one step
    ``result``   characters of one result that the model is given
    ``results``  characters of all of them
    """

    steps: int = 6
    calls: int = 4
    result: int = 4000
    results: int = 12_000


def shortened(text: str, most: int) -> str:
    """At most about ``most`` characters, and a word about the rest.

    >>> shortened("0123456789", 4)
    '0123\\n… (6 more characters were left out: ask for less)'
    """
    if len(text) <= most:
        return text
    return f"{text[:most]}\n… ({len(text) - most} more characters were left out: ask for less)"
