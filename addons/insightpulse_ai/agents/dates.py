"""Dates as people and models write them, seen from a day that is today.

Numbers are read as the day first where both orders are possible, as in most of the world.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from .folding import words

_DAYS = {
    0: "today heute hoy aujourdhui oggi vandaag hoje now",
    -1: "yesterday gestern ayer hier ieri gisteren ontem",
    1: "tomorrow morgen manana demain domani amanha",
}
_RELATIVE = {word: days for days, names in _DAYS.items() for word in names.split()}
# Names without accents; the first three letters are enough where they are unique.
_MONTH_NAMES = (
    "january januar janvier enero gennaio januari janeiro",
    "february februar fevrier fev febrero febbraio februari fevereiro",
    "march marz maerz mars marzo maart mrt marco maret",
    "april avril avr abril aprile",
    "may mai mayo maggio mei maio",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august aout agosto augustus agustus",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember decembre diciembre dicembre dezembro desember",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})[-/. ]{1,2}(\d{1,2})[-/. ]{1,2}(\d{4}|\d{2})")
_NOISE = {"the", "of", "de", "del", "di", "den", "der", "am", "le", "el", "il", "on", "st", "nd"}
_AWAY = re.compile(r"(?:in )?(\d{1,4}) (day|week|month|year)s?(?: (ago|from now|from today))?")
_EDGE = re.compile(
    r"(?P<edge>end|start|beginning|first day|last day) "
    r"(?P<which>this|last|next|previous|current)? ?(?P<unit>month|quarter|year)"
)
_LONGEST = 60


def parse(text: str, today: date) -> date | None:
    """The one date that ``text`` is; ``None`` if it is none.

    >>> day = date(2026, 3, 15)
    >>> for text in ("31/01/2026", "yesterday", "31 March", "end of last month", "2 weeks ago"):
    ...     print(parse(text, day))
    2026-01-31
    2026-03-14
    2026-03-31
    2026-02-28
    2026-03-01
    """
    if len(text) > _LONGEST:
        return None
    try:
        return _parse(text.strip(), today)
    except (ValueError, OverflowError):  # 31 February, or beyond the calendar
        return None


def ambiguous(text: str) -> bool:
    """Whether day and month could be exchanged.

    >>> ambiguous("02/03/2026"), ambiguous("31/03/2026")
    (True, False)
    """
    found = _NUMERIC.fullmatch(text.strip())
    return bool(found and found[1] != found[2] and max(int(found[1]), int(found[2])) <= 12)


def _parse(text: str, today: date) -> date | None:
    if found := _ISO.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), _year(found[3])
        return date(year, month, day) if month <= 12 else date(year, day, month)
    if found := _COMPACT.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    said = [word for word in words(re.sub("['’]", "", text)) if word not in _NOISE]
    line = " ".join(said)
    if line in _RELATIVE:
        return today + timedelta(days=_RELATIVE[line])
    if found := _AWAY.fullmatch(line):
        back = found[3] == "ago"
        if back or found[3] or line.startswith("in "):
            return _away(today, int(found[1]) * (-1 if back else 1), found[2])
        return None
    if found := _EDGE.fullmatch(line):
        return _edge(today, found["edge"] in ("end", "last day"), found["which"], found["unit"])
    return _named(said, today)


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _named(said: list[str], today: date) -> date | None:
    """``31 march 2026``, ``mar 31st``: without a year it is this year's."""
    months = [month for word in said if (month := _month(word))]
    numbers = [re.sub(r"(st|nd|rd|th|er|o)$", "", word) for word in said if not _month(word)]
    if len(months) != 1 or not all(number.isdecimal() for number in numbers):
        return None
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if len(days) != 1 or len(years) > 1 or len(days) + len(years) != len(numbers):
        return None
    return date(int(years[0]) if years else today.year, months[0], int(days[0]))


def _month(word: str) -> int | None:
    if word in _MONTHS or len(word) != 3:
        return _MONTHS.get(word)
    found = {number for name, number in _MONTHS.items() if name.startswith(word)}
    return found.pop() if len(found) == 1 else None


def _away(today: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    month = today.month - 1 + count * (12 if unit == "year" else 1)
    year, month = today.year + month // 12, month % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _edge(today: date, end: bool, which: str | None, unit: str) -> date:
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    away = {"last": -1, "previous": -1, "next": 1}.get(which or "", 0)
    first = (today.month - 1) // months * months + (away + end) * months
    start = date(today.year + first // 12, first % 12 + 1, 1)
    return start - timedelta(days=1) if end else start
