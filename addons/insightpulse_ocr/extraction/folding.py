"""Text as labels are compared: no case, accents, spaces or punctuation, look-alikes made equal.

OCR drops spaces ("TAXINVOICE") and confuses look-alikes ("Tota1", "T0TAL"); comparing squashed text
forgives both. Every squashed character remembers where it stood in the original.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LOOK_ALIKES = {"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b"}
SPECIAL = {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"}
KEPT_SIGNS = frozenset("#%")


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    lower = char.lower()
    if lower in SPECIAL:
        return SPECIAL[lower]
    if lower in KEPT_SIGNS:
        return lower
    base = (c for c in unicodedata.normalize("NFKD", lower) if c.isalnum() or c in LOOK_ALIKES)
    return "".join(LOOK_ALIKES.get(c, c) for c in base)


def squash(text: str) -> tuple[str, list[int]]:
    """(squashed text, position in `text` of each squashed character)."""
    out: list[str] = []
    where: list[int] = []
    for index, char in enumerate(text):
        for folded in _fold_char(char):
            out.append(folded)
            where.append(index)
    return "".join(out), where


def plain(text: str) -> str:
    """Lower case ASCII words separated by single spaces; digits stay digits."""
    lowered = "".join(SPECIAL.get(c, c) for c in text.lower())
    kept = (
        c if c.isalnum() else " "
        for c in unicodedata.normalize("NFKD", lowered)
        if not unicodedata.combining(c)
    )
    return " ".join("".join(kept).split())
