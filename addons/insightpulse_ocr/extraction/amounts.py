"""Amounts in a text: decimal comma, point or apostrophe, grouped thousands, signs, misread digits.

`find(text, decimal)` returns every number with its place. Only inside a number are look-alike
letters read as digits (O→0, l→1, S→5, B→8), and only where the number also holds real digits.

>>> [str(a.value) for a in find("Total 1.234,50 EUR", ",")]
['1234.50']
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from . import currencies

CENT = Decimal("0.01")
LARGEST = Decimal("1e12")

_LOOK_ALIKES = str.maketrans(
    {
        "O": "0",
        "o": "0",
        "D": "0",
        "Q": "0",
        "l": "1",
        "I": "1",
        "|": "1",
        "S": "5",
        "s": "5",
        "B": "8",
        "Z": "2",
    }
)
_GROUP = r"[.,'’´` \u00a0\u202f]"
_NUMBER = re.compile(
    r"(?<![\d.,])"
    r"(?P<number>"
    rf"\d{{1,3}}(?:{_GROUP}\d{{3}}){{1,4}}(?:[.,]\d{{1,6}})?(?!\d)"  # grouped
    r"|\d{1,12}[.,]{1,2}\d{1,6}"  # decimals, a point perhaps read twice
    r"|\d{1,12}\s?[.,]\s?\d{2}(?![\d.,])"  # a blank beside the point
    r"|\d{1,12}"
    r"|[.,]\d{2}(?!\d)"  # ".10"
    r")"
)
_MISREAD = re.compile(
    r"(?<![\dA-Za-z.,])[0-9OoDQlI|SsBZ]{1,9}[.,][0-9OoDQlI|SsBZ]{2}(?![\dA-Za-z])"
)
_MINUS = "-−–—"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at characters start:end (sign and currency outside).

    decimals: digits after the decimal sign. percent: a % follows. unit: letters follow directly
    that are neither a currency nor a tax code, as in "2kg".
    """

    value: Decimal
    start: int
    end: int
    decimals: int
    currency: str | None = None
    percent: bool = False
    unit: bool = False
    exact: bool = True

    @property
    def money(self) -> bool:
        """Looks like an amount of money: two decimals, or a currency beside it."""
        return not self.percent and not self.unit and (self.decimals == 2 or bool(self.currency))


def decimal_sign(texts: Iterable[str]) -> str:
    """The document's decimal sign, "." or ",", by what stands before the last two digits."""
    points = commas = 0
    for text in texts:
        for match in re.finditer(r"(?<![\d.,])\d{1,3}([.,])\d{3}\1\d{3}(?!\d)", text):
            if match.group(1) == ".":
                commas += 1
            else:
                points += 1
        for match in re.finditer(r"(?<![\d.,])[\d.,'’ ]{0,12}\d([.,])\d{2}(?![\d.,])", text):
            if match.group(1) == ".":
                points += 1
            else:
                commas += 1
    return "," if commas > points else "."


@lru_cache(maxsize=8192)
def find(text: str, decimal: str = ".") -> tuple[Amount, ...]:
    """Every number of the text, left to right."""
    found: list[Amount] = []
    spans: list[tuple[int, int]] = []
    text = text.replace("％", "%")
    for match in _NUMBER.finditer(text):
        start, end = match.span("number")
        if text[start - 1 : start].isalpha() and not currencies.at_end(text[:start][-6:]):
            continue  # part of a word, such as "CS00012494"
        if amount := _amount(text, start, end, text[start:end], decimal, exact=True):
            found.append(amount)
            spans.append((start, end))
    for match in _MISREAD.finditer(text):
        start, end = match.span()
        word = text[start:end]
        digits = sum(c.isdigit() for c in word)
        only_o = all(c.isdigit() or c in "Oo.," for c in word)
        if digits == len(word) - 1 or not digits or (digits * 2 < len(word) - 1 and not only_o):
            continue
        if any(start < b and a < end for a, b in spans):
            found = [a for a in found if not (start < a.end and a.start < end)]
        if amount := _amount(text, start, end, word.translate(_LOOK_ALIKES), decimal, exact=False):
            found.append(amount)
    return tuple(sorted(found, key=lambda amount: amount.start))


def _amount(
    text: str, start: int, end: int, number: str, decimal: str, *, exact: bool
) -> Amount | None:
    parsed = parse_number(number, decimal)
    if parsed is None:
        return None
    value, decimals = parsed
    before, after = text[max(start - 12, 0) : start], text[end : end + 12]
    percent = after.lstrip()[:1] == "%"
    currency = currencies.at_end(before) or currencies.at_start(after)
    suffix = re.match(r"[A-Za-zÀ-ÿ²³]+", after)
    unit = False
    if suffix and not currency:
        letters = suffix.group()
        if (
            letters.lower() in ("x", "h")
            or (len(letters) > 3 and decimals != 2)
            or (not letters.isupper() and not letters.lower().startswith(("sr", "zr", "cr", "dr")))
            or decimals == 0
        ):
            unit = True
    sign_zone = before.rstrip()
    if currency and currencies.at_end(before):
        sign_zone = currencies.strip_end(before)
    trailing = after.lstrip()
    negative = (
        (sign_zone[-1:] in _MINUS and sign_zone != "" and not _is_range(sign_zone))
        or (before.rstrip()[-1:] in _MINUS and before != "" and not _is_range(before.rstrip()))
        or (before.rstrip().endswith("(") and trailing.startswith(")"))
        or bool(re.match(rf"[{_MINUS}](?![\dA-Za-z])", after))
        or bool(re.match(r"\s?CR\b", after))
    )
    return Amount(
        -value if negative else value, start, end, decimals, currency, percent, unit, exact
    )


def _is_range(before: str) -> bool:
    """A minus that joins two words or numbers ("03-7735") is a hyphen, not a sign."""
    return len(before) > 1 and before[-2].isalnum()


def parse_number(number: str, decimal: str = ".") -> tuple[Decimal, int] | None:
    """(value, decimals) of digits with separators; `decimal` settles "1.234"."""
    squeezed = re.sub(r"([.,])[.,]+", r"\1", re.sub(r"['’´`\s\u00a0\u202f]", "", number))
    if not any(c.isdigit() for c in squeezed):
        return None
    last = max(squeezed.rfind("."), squeezed.rfind(","))
    if last < 0:
        whole, fraction = squeezed, ""
    else:
        sign, head, tail = squeezed[last], squeezed[:last], squeezed[last + 1 :]
        other = "," if sign == "." else "."
        if (
            len(tail) == 3
            and _groups(head, sign, other)
            and not _decimal_three(head, sign, decimal)
        ):
            whole, fraction = head + tail, ""
        else:
            whole, fraction = head, tail
    whole = whole.replace(".", "").replace(",", "") or "0"
    try:
        value = Decimal(f"{whole}.{fraction}" if fraction else whole)
    except InvalidOperation:
        return None
    return (value, len(fraction)) if value < LARGEST else None


def _groups(head: str, sign: str, other: str) -> bool:
    """May the three digits after `sign` be thousands? Not after a lone 0 or four digits."""
    if other in head:
        return False
    groups = head.split(sign)
    return groups[0] != "0" and 1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])


def _decimal_three(head: str, sign: str, decimal: str) -> bool:
    return sign == decimal and sign not in head


def to_string(value: Decimal) -> str:
    """Decimal string with two decimals, or more where the value has more ("0.025")."""
    exponent = value.normalize().as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 2)
    return f"{value:.{min(places, 6)}f}"
