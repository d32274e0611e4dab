"""Dates in a text, in every order and language, as ISO dates.

`find(text)` gives candidates with both readings where day and month could be exchanged;
`Order` then settles which one the document means.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .folding import plain

FIRST_YEAR, LAST_YEAR = 1990, 2079
MONTH_FIRST_COUNTRIES = frozenset(("US", "PH", "CA"))

# Names as they are written on documents, without accents; three letters are enough where unique.
_MONTHS: dict[int, str] = {
    1: "january jan januar janner jaenner janvier janv enero ene gennaio gen januari janeiro",
    2: "february feb februar fevrier fevr fev febrero febbraio februari fevereiro pebruari",
    3: "march mar marz maerz mrz mars marzo maart mrt marco maret mac",
    4: "april apr avril avr abril abr aprile",
    5: "may mai mayo maggio mag mei maio mag",
    6: "june jun juni juin junio giugno giu junho",
    7: "july jul juli juillet juil julio luglio lug julho julai",
    8: "august aug aout agosto ago augustus agustus agu agt ogos agst ags",
    9: "september sep sept septembre septiembre set settembre setembro",
    10: "october oct oktober okt octobre octubre ottobre ott outubro out",
    11: "november nov novembre noviembre novembro nop nopember",
    12: "december dec dezember dez decembre diciembre dic dicembre desember des dezembro "
    "disember dis",
}
MONTHS = {name: number for number, names in _MONTHS.items() for name in names.split()}

_NUMERIC = re.compile(
    r"(?<![\d/.,])(?P<a>\d{1,2})\s?(?P<s>[-/.,·])\s?(?P<b>\d{1,2})\s?(?P<t>[-/.,·])\s?"
    r"(?P<y>(?:19|20)\d{2}|\d{2}(?!\d|[-/.]\d|[A-Za-z]\d))(?=$|\D|\d{1,2}:\d{2})"
)
_MIXED = frozenset((".,", ",.", ".·", "·."))  # what one misread point looks like
_ISO = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?=\D|$|\d{2}:)"
)
_COMPACT = re.compile(
    r"(?<![\dA-Za-z/.-])(?P<y>20\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?![\dA-Za-z/-])"
)
_GLUED = re.compile(r"(?<![\d/])(?P<a>[0-3]\d)(?P<b>[01]\d)[/.-](?P<y>20\d{2})(?!\d)")
_GLUED_YEAR = re.compile(r"(?<![\d/])(?P<a>[0-3]?\d)[/.-](?P<b>[01]\d)(?P<y>20\d{2})(?!\d)")
_COMPACT_DAY_FIRST = re.compile(
    r"(?<![\dA-Za-z/.-])(?P<a>[0-3]\d)(?P<b>[01]\d)(?P<y>20\d{2})(?![\dA-Za-z/-])"
)
_UNIX = re.compile(
    r"(?<![A-Za-z])(?P<m>[A-Za-z]{3})\s(?P<d>\d{1,2})\s\d{1,2}:\d{2}(?::\d{2})?\s(?:[A-Z]{3,4}\s)?(?P<y>20\d{2})(?!\d)"
)
_BLANKS = re.compile(r"(?<![\d/.,])(?P<a>\d{1,2}) (?P<b>\d{1,2}) (?P<y>20\d{2})(?![\d.,])")
_DAY_NAME = re.compile(
    r"(?<![\dA-Za-z])(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|°)?[\s.,/'’-]{0,3}(?:de[l]?\s)?"
    r"(?P<m>[A-Za-zÀ-ÿ]{3,10})[\s.,/'’-]{0,3}(?:de[l]?\s)?(?P<y>(?:19|20)\d{2}|\d{2}(?![\d:]))(?!\d)",
    re.IGNORECASE,
)
_NAME_DAY = re.compile(
    r"(?<![A-Za-zÀ-ÿ])(?P<m>[A-Za-zÀ-ÿ]{3,10})[\s.,/-]{1,3}(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    r"[\s.,/-]{1,3}(?P<y>(?:19|20)\d{2}|\d{2}(?![\d:]))(?!\d)"
)
_TIME = re.compile(r"(?<!\d)[012]?\d:[0-5]\d(?!\d)|(?<!\d)[01]?\d[.:][0-5]\d\s?[AaPp]\.?[Mm]")
_MISREAD = str.maketrans(
    {
        "O": "0",
        "o": "0",
        "l": "1",
        "I": "1",
        "|": "1",
        "S": "5",
        "B": "8",
        "D": "0",
        "Q": "0",
        "Z": "2",
    }
)
_MISREAD_WORD = re.compile(
    r"(?<![A-Za-z0-9])[0-9OolI|SBDQZ]{1,4}(?:[-/.][0-9OolI|SBDQZ]{1,4}){2}(?![A-Za-z0-9])"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date at characters start:end. `other`: the reading with day and month exchanged.

    quality: 0…1, lower for two-digit years and repaired readings. timed: a time is beside it.
    """

    date: datetime.date
    other: datetime.date | None
    start: int
    end: int
    quality: float
    timed: bool = False


@lru_cache(maxsize=8192)
def find(text: str) -> tuple[Found, ...]:
    """Every date of the text, left to right, day-first where the order is open."""
    if not any(c.isdigit() for c in text):
        return ()
    found = _find_exact(text)
    if not found:
        repaired = _MISREAD_WORD.sub(lambda m: m.group().translate(_MISREAD), text)
        if repaired != text:
            found = [
                Found(f.date, f.other, f.start, f.end, f.quality * 0.8, f.timed)
                for f in _find_exact(repaired)
            ]
    return tuple(sorted(found, key=lambda f: f.start))


def _find_exact(text: str) -> list[Found]:
    timed = bool(_TIME.search(text))
    found: list[Found] = []

    def free(match: re.Match[str]) -> bool:
        return all(match.end() <= f.start or f.end <= match.start() for f in found)

    def add(
        match: re.Match[str], year: str, month: int, day: int, quality: float, swap: bool
    ) -> None:
        if not free(match):
            return
        number = full_year(year)
        quality -= 0.1 if len(year) == 2 else 0.0
        date, other = make(number, month, day), make(number, day, month) if swap else None
        if date is None and other is not None:
            date, other = other, None
        if date is not None:
            if other == date:
                other = None
            found.append(Found(date, other, match.start(), match.end(), quality, timed))

    for match in _ISO.finditer(text):
        add(match, match["y"], int(match["m"]), int(match["d"]), 1.0, False)
    for match in _NUMERIC.finditer(text):
        if match["s"] == match["t"] or match["s"] + match["t"] in _MIXED:
            add(match, match["y"], int(match["b"]), int(match["a"]), 1.0, True)
    for match in _DAY_NAME.finditer(text):
        if month := month_number(match["m"]):
            add(match, match["y"], month, int(match["d"]), 1.0, False)
    for match in _NAME_DAY.finditer(text):
        if month := month_number(match["m"]):
            add(match, match["y"], month, int(match["d"]), 1.0, False)
    for match in _UNIX.finditer(text):
        if month := month_number(match["m"]):
            add(match, match["y"], month, int(match["d"]), 1.0, False)
    if found:
        return found
    if timed:
        for match in _COMPACT_DAY_FIRST.finditer(text):
            add(match, match["y"], int(match["b"]), int(match["a"]), 0.7, True)
    for pattern, quality in ((_COMPACT, 0.7), (_GLUED, 0.7), (_GLUED_YEAR, 0.7), (_BLANKS, 0.6)):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            if "m" in groups:
                add(match, match["y"], int(match["m"]), int(match["d"]), quality, False)
            else:
                add(match, match["y"], int(match["b"]), int(match["a"]), quality, True)
    return found


@lru_cache(maxsize=512)
def month_number(name: str) -> int | None:
    """1…12 for a month's name or its usual abbreviation in any of the languages."""
    folded = plain(name).replace("0", "o").replace("1", "l")
    return MONTHS.get(folded)


def full_year(year: str) -> int:
    """A year in four digits; two digits mean 2000 + year up to 79, as receipts do."""
    number = int(year)
    if number >= 100:
        return number
    return 2000 + number if number < 80 else 1900 + number


def make(year: int, month: int, day: int) -> datetime.date | None:
    """The date, or None where it does not exist or no bill could carry it."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def month_first(found: Iterable[Found], country: str | None, currency: str | None) -> bool:
    """Does this document write the month first?

    Its own dates decide where one of them is possible in one order only; otherwise the country,
    and a page in US dollars without a country.
    """
    for candidate in found:
        if candidate.other is None:
            continue
        break
    else:
        return False
    if country:
        return country in MONTH_FIRST_COUNTRIES
    return currency == "USD"


def only_month_first(text: str) -> bool:
    """Is there a numeric date whose second number cannot be a month (03/25/2024)?"""
    return any(
        int(m["a"]) <= 12 < int(m["b"]) <= 31 and full_year(m["y"]) <= LAST_YEAR
        for m in _NUMERIC.finditer(text)
    )


def only_day_first(text: str) -> bool:
    """Is there a numeric date whose first number cannot be a month (25/03/2024)?"""
    return any(
        int(m["b"]) <= 12 < int(m["a"]) <= 31 and full_year(m["y"]) <= LAST_YEAR
        for m in _NUMERIC.finditer(text)
    )


def has_time(text: str) -> bool:
    return bool(_TIME.search(text))
