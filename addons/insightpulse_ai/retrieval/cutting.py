"""Pages of text → pieces of a size that can be searched and cited."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .spans import MOST, OVERLAP, spans

SHORT = 200
"""A section of fewer characters goes with the one after it."""
HEADING_CHARACTERS = 120

_MARKED = re.compile(r"(#{1,6})\s+(\S.*)")
_UNMARKED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+)?[^\W\d_].*[^\s.,;:!?…]")


@dataclass(frozen=True)
class Page:
    """``number``: 0 for a text without pages."""

    text: str
    number: int = 0


@dataclass(frozen=True)
class Piece:
    """``heading``: of the section that it is in, with those above it."""

    text: str
    heading: str = ""
    page: int = 0


def cut(pages: Iterable[Page], most: int = MOST, overlap: int = OVERLAP) -> Iterator[Piece]:
    """The pieces of a document, in order: nothing but white space is left out.

    >>> [piece] = cut([Page("# Leave\\n\\nAsk your manager.", 3)])
    >>> piece
    Piece(text='# Leave\\n\\nAsk your manager.', heading='Leave', page=3)
    """
    heading = ""
    for page in pages:
        text = clean(page.text)
        headings = [(0, heading), *_headings(text)]
        places = [place for place, _heading in headings]
        for start, end in _sections(places, len(text)):
            for first, last in spans(text[start:end], most, overlap):
                heading = headings[bisect_right(places, start + first) - 1][1]
                yield Piece(text[start + first : start + last], heading, page.number)
        heading = headings[-1][1]


def clean(text: str) -> str:
    """Without control characters and soft hyphens, and with lines that end in one way.

    >>> clean("a\\r\\nb\\x00c\\xa0d")
    'a\\nb c d'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\xad", "")
    return "".join(char if char.isprintable() or char in "\n\t" else " " for char in lines)


def _sections(places: list[int], end: int) -> Iterator[tuple[int, int]]:
    """``(start, end)`` of what is between headings; none is short but the last."""
    start = 0
    for place in places:
        if place - start >= SHORT:
            yield start, place
            start = place
    yield start, end


def _headings(text: str) -> Iterator[tuple[int, str]]:
    """Where a heading starts, and what it says with the headings above it: a line with the marks
    of Markdown, or a short line between empty ones that is no sentence."""
    above: dict[int, str] = {}
    place = 0
    lines = text.split("\n")
    for number, line in enumerate(lines):
        level, title = _heading(line, lines[number - 1 : number], lines[number + 1 : number + 3])
        if title:
            above = {depth: said for depth, said in above.items() if depth < level}
            above[level] = title
            yield place, " › ".join(above.values())[:HEADING_CHARACTERS]
        place += len(line) + 1


def _heading(line: str, before: list[str], after: list[str]) -> tuple[int, str]:
    """``(level, title)``; no title for what is no heading. 7: below all that are marked."""
    if marked := _MARKED.fullmatch(line.strip()):
        return len(marked[1]), marked[2].strip(" #")
    alone = not any(one.strip() for one in (*before, *after[:1])) and any(after[1:])
    if alone and len(line) <= 80 and _UNMARKED.fullmatch(line.strip()):
        return 7, line.strip()
    return 0, ""
