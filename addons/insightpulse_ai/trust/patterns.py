"""What is personal in a text: kinds that are known, and expressions of an administrator.

Every search takes time in proportion to the text: no expression here repeats without bounds, and
one that an administrator enters may not either, see :func:`own`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .numbers import CARD_LENGTHS, is_card, is_iban

try:  # its place since Python 3.11
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:
    import sre_parse as parser

Span = tuple[int, int]
MOST_PATHS = 1000
"""Ways in which an expression may match from one place."""
MOST_WIDTH, LEAST_WIDTH = 200, 3
MOST_OWN = 20


@dataclass(frozen=True)
class Kind:
    """``find`` yields where it is in a text, from left to right, apart from each other."""

    name: str
    find: Callable[[str], Iterator[Span]]


class Unsafe(ValueError):
    """Why an expression is not used, in words."""


_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \u00a0-]?[A-Za-z0-9]){11,30}")
_DIGITS = re.compile(r"(?<![A-Za-z0-9])\d(?:[ \u00a0-]?\d){13,60}")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE = re.compile(
    r"(?<![\w+])(?:"
    r"\+\d(?:[ \u00a0./()-]{0,2}\d){6,13}"  # +32 2 555 01 99
    r"|\(?0\d(?:[ \u00a0./()-]{0,2}\d){5,13}"  # 0171 5550199, (02) 555 01 99
    r"|\(?\d{3}\)?[ \u00a0.-]\d{3}[ \u00a0.-]\d{4}"  # (555) 123-4567
    r")(?!\d)"
)
_ABROAD = re.compile(r"[+(]|00[1-9]\d{7}")
_DATE = re.compile(r"\d{1,4}[./ -]\d{1,2}[./ -]\d{1,4}")


def _ibans(text: str) -> Iterator[Span]:
    """The longest part of a candidate that is one: words may follow without a mark between."""
    end = 0
    for found in _IBAN.finditer(text):
        start = found.start()
        if start < end:
            continue
        places = [i for i in range(start, found.end()) if text[i].isalnum()]
        for length in range(len(places), 14, -1):
            if is_iban("".join(text[place] for place in places[:length])):
                end = places[length - 1] + 1
                yield start, end
                break


def _cards(text: str) -> Iterator[Span]:
    """Digits that are written in groups: any groups beside each other may be a card's."""
    for found in _DIGITS.finditer(text):
        groups = [(m.start(), m.end(), m[0]) for m in re.finditer(r"\d+", found[0])]
        first = 0
        while first < len(groups):
            if last := _last_of_card([digits for _start, _end, digits in groups[first:]]):
                yield found.start() + groups[first][0], found.start() + groups[first + last - 1][1]
            first += last or 1


def _last_of_card(groups: list[str]) -> int:
    """How many of the first ``groups`` are a card's number, the most; 0: none."""
    digits, most = "", 0
    for count, group in enumerate(groups, 1):
        digits += group
        if len(digits) >= CARD_LENGTHS.stop:
            break
        if is_card(digits):
            most = count
    return most


def _emails(text: str) -> Iterator[Span]:
    yield from (found.span() for found in _EMAIL.finditer(text))


def _phones(text: str) -> Iterator[Span]:
    for found in _PHONE.finditer(text):
        number = found[0]
        grouped = bool(re.search(r"\d[^\d]", number)) or bool(_ABROAD.match(number))
        if grouped and not _DATE.fullmatch(number.strip("()")):
            yield found.span()


KINDS = {
    kind.name: kind
    for kind in (
        Kind("IBAN", _ibans),
        Kind("card", _cards),
        Kind("e-mail", _emails),
        Kind("phone", _phones),
    )
}
"""In the order in which they are looked for."""


def own(expression: str, name: str = "hidden") -> Kind:
    """A kind by an administrator's regular expression.

    Python's ``re`` tries what may match again and again, and cannot be interrupted: an expression
    like ``(a+)+b`` holds the whole process for years. So all repetitions need bounds, and the ways
    to match from one place, which multiply with each repetition and add up with each alternative,
    may not be more than :data:`MOST_PATHS`.

    :raise Unsafe: it is not valid, has no bounds, or finds nearly everything
    """
    try:
        compiled = re.compile(expression)
        parsed = parser.parse(expression)
        least, most = parsed.getwidth()
    except (re.error, OverflowError, RecursionError) as error:
        raise Unsafe(f"{expression!r} is not a regular expression: {error}.") from None
    if _paths(parsed) > MOST_PATHS or most > MOST_WIDTH:
        raise Unsafe(
            f"{expression!r} may match in too many ways, which can take for ever. Give each "
            r"repetition a bound, such as \d{4,8} instead of \d+, and use few of them."
        )
    if least < LEAST_WIDTH:
        raise Unsafe(
            f"{expression!r} finds texts of less than {LEAST_WIDTH} characters: nearly everything."
        )

    def find(text: str) -> Iterator[Span]:
        yield from (found.span() for found in compiled.finditer(text))

    return Kind(name, find)


def own_lines(text: str) -> list[Kind]:
    """The kinds of an administrator's ``text``: ``name: expression``, one in each line.

    :raise Unsafe: about the first one that cannot be used
    """
    kinds = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, expression = line.partition(":")
        if not colon or not re.fullmatch(r"[\w -]{1,30}", name.strip()):
            raise Unsafe(f"{line[:100]!r} has to be a name and an expression: customer: C-\\d{{6}}")
        kinds.append(own(expression.strip(), name.strip()))
    if len(kinds) > MOST_OWN:
        raise Unsafe(f"These are {len(kinds)} expressions; at most {MOST_OWN} are searched for.")
    return kinds


def _paths(parsed: Any) -> int:
    """An upper bound of the ways in which a parsed expression matches from one place."""
    paths = 1
    for operation, argument in parsed:
        paths = min(MOST_PATHS + 1, paths * _ways(str(operation), argument))
    return paths


def _ways(operation: str, argument: Any) -> int:
    match operation:
        case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN" | "AT" | "CATEGORY" | "RANGE":
            return 1
        case "SUBPATTERN":
            return _paths(argument[-1])
        case "ATOMIC_GROUP":
            return _paths(argument)
        case "ASSERT" | "ASSERT_NOT":
            return _paths(argument[1])
        case "BRANCH":
            return sum(map(_paths, argument[1]))
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, body = argument
            if most > MOST_WIDTH:
                return MOST_PATHS + 1
            each = _paths(body)
            return sum(min(each**times, MOST_PATHS + 1) for times in range(least, most + 1))
    return MOST_PATHS + 1  # references, and what later versions of Python know
