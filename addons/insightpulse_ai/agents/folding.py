"""Words as they are compared: no case, no accents, no separators, camelCase taken apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

_SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def words(text: str) -> list[str]:
    """
    >>> words("partnerName"), words("Müller & Söhne"), words("date_from")
    (['partner', 'name'], ['muller', 'sohne'], ['date', 'from'])
    """
    lowered = _HUMP.sub(" ", text).lower().translate(_SPECIAL)
    plain = (
        char if char.isalnum() else " "
        for char in unicodedata.normalize("NFKD", lowered)
        if not unicodedata.combining(char)
    )
    return "".join(plain).split()


def folded(text: str) -> str:
    """
    >>> folded("ÉLEVÉE "), folded("SalesByMonth") == folded("sales_by_month")
    ('elevee', True)
    """
    return "".join(words(text))


def nearest(text: str, among: Iterable[str], most: int = 3, cutoff: float = 0.5) -> list[str]:
    """Those of ``among`` that look most like ``text``, the nearest first.

    >>> nearest("get_overdue_invoices", ["sales_by_month", "overdue_invoices"])
    ['overdue_invoices']
    """
    by_fold = {folded(name): name for name in among}
    return [by_fold[found] for found in get_close_matches(folded(text), by_fold, most, cutoff)]
