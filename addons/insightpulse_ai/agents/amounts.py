"""Numbers as people and models write them."""

from __future__ import annotations

import math
import re

from .folding import folded

_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
}
# A currency or a percent sign; "MIO" and its like would change the number.
_AROUND = r"(?:[$€£¥%]|(?!MIO|MRD|MIL|TSD)[A-Z]{3}\b|(?i:eur|euros?|usd|dollars?|kr|rp|fr)\b\.?)?"
_NUMBER = re.compile(
    rf"{_AROUND}\s*(?P<sign>[-+−]?)\s*{_AROUND}\s*"
    rf"(?P<digits>\d(?:[\d.,'’ \u00a0\u202f]*\d)?)\s*{_AROUND}"
)
_GROUPED = re.compile(r"\d{1,3}(?:(?P<group>[.,'’ \u00a0\u202f])\d{3})(?:(?P=group)\d{3})*")
_LONGEST = 40


def parse(text: str, *, whole: bool = False) -> int | float | None:
    """The one number that ``text`` is; ``None`` if it is none. ``whole``: an integer is meant, so a
    single point before three digits groups them.

    >>> [parse(t) for t in ("1.234,50", "1,234.50", "€ 12", "1'000", "-3,5 %", "two", "1.250", "x")]
    [1234.5, 1234.5, 12, 1000, -3.5, 2, 1.25, None]
    >>> parse("1.250", whole=True)
    1250
    """
    if len(text) > _LONGEST:
        return None
    word = _WORDS.get(folded(text))
    if word is not None:
        return word
    try:
        plain = float(text) if "_" not in text else math.nan
    except ValueError:
        plain = math.nan
    if math.isfinite(plain) and not (whole and _GROUPED.fullmatch(text.strip())):
        return _number(text.strip().lower())
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    digits = _decimal(match["digits"], whole)
    if digits is None:
        return None
    return _number(f"-{digits}" if match["sign"] in ("-", "−") else digits)


def _decimal(digits: str, whole: bool) -> str | None:
    """Without grouping, a point before the decimals; ``None`` where it is neither."""
    integer, fraction = digits, ""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        at = max(digits.rfind("."), digits.rfind(","))
        integer, fraction = digits[:at], digits[at + 1 :]
    elif points + commas == 1:
        at = digits.find(".") + digits.find(",") + 1
        grouped = len(digits) - at == 4 and at <= 3 and digits[0] != "0"
        if not (grouped and (commas or whole)):
            integer, fraction = digits[:at], digits[at + 1 :]
    if not (integer.isdecimal() or _GROUPED.fullmatch(integer)):
        return None
    if fraction and not fraction.isdecimal():
        return None
    plain = "".join(char for char in integer if char.isdecimal())
    return f"{plain}.{fraction}" if fraction else plain


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        return float(text)
