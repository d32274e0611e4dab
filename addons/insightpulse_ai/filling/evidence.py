"""Whether what a model quotes stands in what it was told, and how sure that makes us."""

from __future__ import annotations

from typing import Any

from .answer_schema import SURE
from .borrowed import folded

_SHORTEST = 3


def stands_in(quote: str, source: str) -> bool:
    """Whether ``quote`` is a part of ``source``, but for case, accents, spaces and signs.

    >>> stands_in("as soon as  POSSIBLE!", "We need it as soon as possible."), stands_in("a", "a")
    (True, False)
    """
    words = folded(quote)
    return len(words) >= _SHORTEST and words in folded(source)


def sureness(said: Any, quote: str, source: str) -> str:
    """``low``, ``medium`` or ``high``: what the model says, and ``low`` without words that show it.

    >>> sureness("high", "Lyon", "in Lyon"), sureness("high", "Paris", "in Lyon")
    ('high', 'low')
    >>> sureness(0.6, "Lyon", "in Lyon"), sureness(None, "Lyon", "in Lyon")
    ('medium', 'low')
    """
    if not stands_in(quote, source):
        return SURE[0]
    if isinstance(said, (int, float)) and not isinstance(said, bool):
        share = said / 100 if said > 1 else said
        return SURE[(share >= 0.5) + (share >= 0.8)]
    word = folded(said) if isinstance(said, str) else ""
    return word if word in SURE else SURE[0]
