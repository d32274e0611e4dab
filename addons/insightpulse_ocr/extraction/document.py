"""Stage 1: the OCR service's JSON as typed pages and lines.

Nothing is trusted: a line without usable text or polygon is left out, and sizes are bounded,
so that no later stage needs to defend itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Point = tuple[float, float]
Polygon = tuple[Point, Point, Point, Point]  # tl, tr, br, bl in pixels, origin top left

MAX_PAGES = 100
MAX_LINES_PER_PAGE = 1500
MAX_TEXT = 240  # characters of one line that are looked at
COORDINATE_LIMIT = 1e6  # pixels


@dataclass(frozen=True, slots=True)
class TextLine:
    """One recognised run of text.

    `left, top, right, bottom` is its upright box in straightened pixels (see layout.py);
    `polygon` stays what the service gave.
    """

    text: str
    confidence: float
    page: int
    polygon: Polygon
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def x_at(self, index: int) -> float:
        """Where the character `index` begins, as if all characters were equally wide."""
        return self.left + self.width * min(index, len(self.text)) / max(len(self.text), 1)

    def part(self, start: int, end: int) -> TextLine:
        """The characters start:end as a line of their own, its box interpolated."""
        share = max(len(self.text), 1)
        return replace(
            self,
            text=self.text[start:end],
            polygon=slice_polygon(self.polygon, start / share, min(end, share) / share),
            left=self.x_at(start),
            right=self.x_at(end),
        )


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class Document:
    pages: tuple[Page, ...]

    @property
    def lines(self) -> Iterable[TextLine]:
        for page in self.pages:
            yield from page.lines


def slice_polygon(polygon: Polygon, start: float, end: float) -> Polygon:
    """The part of a text's polygon between two shares (0 to 1) of its length."""
    tl, tr, br, bl = polygon

    def between(a: Point, b: Point, share: float) -> Point:
        return (round(a[0] + (b[0] - a[0]) * share, 1), round(a[1] + (b[1] - a[1]) * share, 1))

    return (
        between(tl, tr, start),
        between(tl, tr, end),
        between(bl, br, end),
        between(bl, br, start),
    )


def hull(lines: Sequence[TextLine]) -> Polygon:
    """The upright rectangle, in the page's own pixels, around several lines of one page."""
    xs = [x for line in lines for x, _ in line.polygon]
    ys = [y for line in lines for _, y in line.polygon]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def read(response: Mapping[str, Any]) -> Document:
    """Typed pages from the service's answer; what does not fit the contract is left out."""
    pages = response.get("pages") if isinstance(response, Mapping) else None
    if not isinstance(pages, Sequence) or isinstance(pages, (str, bytes)):
        return Document(())
    return Document(
        tuple(
            _page(page, index)
            for index, page in enumerate(pages[:MAX_PAGES], start=1)
            if isinstance(page, Mapping)
        )
    )


def _page(page: Mapping[str, Any], index: int) -> Page:
    number = page.get("number")
    number = number if isinstance(number, int) and not isinstance(number, bool) else index
    raw = page.get("lines")
    if not isinstance(raw, Sequence) or isinstance(raw, (str, bytes)):
        raw = ()
    lines = tuple(
        line for line in (_line(entry, number) for entry in raw[:MAX_LINES_PER_PAGE]) if line
    )
    width = _number(page.get("width")) or max((line.right for line in lines), default=1.0)
    height = _number(page.get("height")) or max((line.bottom for line in lines), default=1.0)
    return Page(number, max(width, 1.0), max(height, 1.0), lines)


def _line(entry: Any, page: int) -> TextLine | None:
    if not isinstance(entry, Mapping):
        return None
    text, polygon = entry.get("text"), _polygon(entry.get("polygon"))
    if not isinstance(text, str) or polygon is None:
        return None
    text = " ".join(text[:MAX_TEXT].split())
    if not text:
        return None
    confidence = _number(entry.get("confidence"))
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    return TextLine(
        text,
        min(max(confidence if confidence is not None else 0.5, 0.0), 1.0),
        page,
        polygon,
        min(xs),
        min(ys),
        max(xs),
        max(ys),
    )


def _polygon(value: Any) -> Polygon | None:
    try:
        points = tuple((float(x), float(y)) for x, y in value)
    except (TypeError, ValueError, OverflowError):
        return None
    if len(points) != 4 or any(
        not math.isfinite(c) or abs(c) > COORDINATE_LIMIT for point in points for c in point
    ):
        return None
    return points  # type: ignore[return-value]


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
