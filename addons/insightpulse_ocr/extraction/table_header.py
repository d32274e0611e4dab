"""Table headings: which columns a table of line items has, and where they stand.

A heading is a band of rows that names at least an amount and what it is for (a description or a
quantity). Headings may run over several rows ("Prix / unitaire") or share a cell ("U.P Iss Exc").
"""

from __future__ import annotations

from dataclasses import dataclass

from . import labels
from .document import TextLine
from .layout import Row
from .reading import Reading

KINDS = (
    "col_quantity", "col_unit_price", "col_tax", "col_discount", "col_subtotal", "col_description",
    "col_article", "col_unit", "col_position",
)  # fmt: skip
MAX_BAND = 5  # rows


@dataclass(frozen=True, slots=True)
class Column:
    kind: str  # "quantity", "unit_price", …
    left: float
    right: float

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Header:
    """Columns left to right; first and last: the band's rows (indices in reading.rows)."""

    columns: tuple[Column, ...]
    first: int
    last: int

    def column(self, kind: str) -> Column | None:
        return next((c for c in self.columns if c.kind == kind), None)


def find(reading: Reading, index: int) -> Header | None:
    """The header whose band begins at row `index`, if one does."""
    rows = reading.rows
    first_cells = _heading_cells(rows[index].cells)
    if not first_cells:
        return None
    band = list(first_cells)
    last = index
    for following in range(index + 1, min(index + MAX_BAND, len(rows))):
        row = rows[following]
        if row.page != rows[index].page or row.top - rows[last].bottom > 0.7 * max(row.height, 1.0):
            break
        cells = _heading_cells(row.cells)
        if not cells and _continues(row, rows[last], band):
            last = following
            continue
        if len(cells) == 0 or any(
            amount.decimals == 2 for cell in row.cells for amount in reading.amounts(cell.text)
        ):
            break
        band.extend(cells)
        last = following
    columns = _columns(band)
    kinds = {column.kind for column in columns}
    if "subtotal" not in kinds or not kinds & {"description", "quantity"}:
        return None
    if len(kinds) < 3 and not (len(kinds) == 2 and "description" in kinds):
        return None
    return Header(tuple(columns), index, last)


def _continues(row: Row, above: Row, band: list[tuple[TextLine, labels.Hit]]) -> bool:
    """The second half of headings broken over two rows ("Prix" over "unitaire")."""
    if row.top - above.bottom > 0.2 * max(row.height, 1.0):
        return False
    return all(
        len(cell.text) <= 14
        and not any(c.isdigit() for c in cell.text)
        and any(
            min(cell.right, other.right) - max(cell.left, other.left)
            > 0.5 * min(cell.width, other.width)
            and not hit.concepts & {"col_description"}
            for other, hit in band
        )
        for cell in row.cells
    )


def _heading_cells(cells: tuple[TextLine, ...]) -> list[tuple[TextLine, labels.Hit]]:
    """The column words of a row; empty if the row holds much that is none."""
    found: list[tuple[TextLine, labels.Hit]] = []
    letters = covered = 0
    for cell in cells:
        letters += sum(c.isalpha() for c in cell.text)
        for hit in labels.find(cell.text):
            if any(kind in hit.concepts for kind in KINDS):
                found.append((cell, hit))
                covered += sum(c.isalpha() for c in cell.text[hit.start : hit.end])
    return found if letters and covered >= 0.55 * letters else []


def _columns(band: list[tuple[TextLine, labels.Hit]]) -> list[Column]:
    """One column per place; of words above each other the more telling one names it."""
    places: list[list] = []  # [left, right, kinds]
    for cell, hit in sorted(band, key=lambda pair: pair[0].x_at(pair[1].start)):
        whole = hit.start <= 1 and hit.end >= len(cell.text.rstrip(" .:)%]")) - 1
        left = cell.left if whole else cell.x_at(hit.start)
        right = cell.right if whole else cell.x_at(hit.end)
        kinds = [kind.removeprefix("col_") for kind in KINDS if kind in hit.concepts]
        for place in places:
            if min(place[1], right) - max(place[0], left) > 0.3 * min(
                place[1] - place[0], right - left
            ):
                place[0], place[1] = min(place[0], left), max(place[1], right)
                both = [kind for kind in place[2] if kind in kinds]
                place[2] = both or [*place[2], *(k for k in kinds if k not in place[2])]
                break
        else:
            places.append([left, right, kinds])
    return _name(places)


def _name(places: list[list]) -> list[Column]:
    """Settle words of several meanings: the subtotal is the rightmost of its kind."""
    places.sort(key=lambda place: place[0])
    names: list[str | None] = [None] * len(places)
    subtotals = [i for i, place in enumerate(places) if "subtotal" in place[2]]
    if subtotals:
        names[subtotals[-1]] = "subtotal"
    for index, (_, _, kinds) in enumerate(places):
        if names[index] is None and len(kinds) == 1 and kinds[0] not in names:
            names[index] = kinds[0]
    for kind in (
        "description",
        "quantity",
        "unit_price",
        "tax",
        "discount",
        "article",
        "unit",
        "position",
    ):
        if kind in names:
            continue
        for index, (_, _, kinds) in enumerate(places):
            if names[index] is None and kind in kinds:
                names[index] = kind
                break
    if "quantity" not in names:
        for index in subtotals[:-1]:
            if names[index] is None and "unit_price" in names and index < names.index("unit_price"):
                names[index] = "quantity"
                break
    return [
        Column(name or "other", left, right)
        for name, (left, right, _) in zip(names, places, strict=True)
    ]
