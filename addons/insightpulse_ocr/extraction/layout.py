"""Stage 2: straighten the page, and put its lines into rows in reading order.

A scan is turned by a degree or two; then a label and its amount, far apart on one printed row,
differ in height by more than a line. The angle is the median of the wide lines' own angles.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import median

from .document import Document, Page, TextLine

MIN_LINES_FOR_ANGLE = 4
SMALLEST_ANGLE = math.radians(0.25)
LARGEST_ANGLE = math.radians(30)


@dataclass(frozen=True, slots=True)
class Row:
    """Lines printed side by side, left to right."""

    page: int
    cells: tuple[TextLine, ...]

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)

    @property
    def top(self) -> float:
        return min(cell.top for cell in self.cells)

    @property
    def bottom(self) -> float:
        return max(cell.bottom for cell in self.cells)

    @property
    def middle(self) -> float:
        return sum(cell.middle for cell in self.cells) / len(self.cells)

    @property
    def height(self) -> float:
        return median(cell.height for cell in self.cells)


def straighten(document: Document) -> Document:
    """The same document with boxes turned upright; polygons stay as they are."""
    return Document(tuple(_straighten_page(page) for page in document.pages))


def _straighten_page(page: Page) -> Page:
    angle = page_angle(page)
    if not angle:
        return page
    cos, sin = math.cos(-angle), math.sin(-angle)

    def turned(line: TextLine) -> TextLine:
        points = [(x * cos - y * sin, x * sin + y * cos) for x, y in line.polygon]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return replace(line, left=min(xs), top=min(ys), right=max(xs), bottom=max(ys))

    return replace(page, lines=tuple(turned(line) for line in page.lines))


def page_angle(page: Page) -> float:
    """Radians, positive where text runs downwards to the right; 0.0 when straight or unclear."""
    angles = []
    for line in page.lines:
        (x0, y0), (x1, y1) = line.polygon[0], line.polygon[1]
        run = x1 - x0
        if run > 3 * max(abs(line.polygon[3][1] - y0), 1.0):
            angles.append((run, math.atan2(y1 - y0, run)))
    if len(angles) < MIN_LINES_FOR_ANGLE:
        return 0.0
    angles.sort(reverse=True)
    angle = median(value for _, value in angles[: max(len(angles) // 2, MIN_LINES_FOR_ANGLE)])
    return angle if SMALLEST_ANGLE < abs(angle) < LARGEST_ANGLE else 0.0


def rows(page: Page) -> list[Row]:
    """Group a straightened page's lines into rows, top to bottom."""
    groups: list[list[TextLine]] = []
    middles: list[float] = []
    for line in sorted(page.lines, key=lambda line: (line.middle, line.left)):
        best, best_distance = None, math.inf
        for index in range(len(groups) - 1, max(len(groups) - 9, -1), -1):
            group = groups[index]
            height = min(max(line.height, 1.0), max(group[0].height, 1.0))
            distance = abs(line.middle - middles[index])
            if distance > 0.5 * height or distance >= best_distance:
                continue
            if all(_beside(line, other) for other in group):
                best, best_distance = index, distance
        if best is None:
            groups.append([line])
            middles.append(line.middle)
        else:
            groups[best].append(line)
            middles[best] = sum(cell.middle for cell in groups[best]) / len(groups[best])
    ordered = sorted(zip(middles, groups, strict=True), key=lambda pair: pair[0])
    return [
        Row(page.number, tuple(sorted(group, key=lambda cell: cell.left))) for _, group in ordered
    ]


def _beside(a: TextLine, b: TextLine) -> bool:
    overlap = min(a.right, b.right) - max(a.left, b.left)
    return overlap <= 0.3 * max(min(a.width, b.width), 1.0)
