"""The text beside or under a label, nearest first."""

from __future__ import annotations

from collections.abc import Iterator

from .document import TextLine
from .labels import Hit
from .reading import Reading

BESIDE_CELLS = 3
BELOW_ROWS = 2


def beside(row_cells: tuple[TextLine, ...], position: int, hit: Hit) -> Iterator[TextLine]:
    """The rest of the label's own line, then the cells to its right."""
    cell = row_cells[position]
    rest = cell.text[hit.end :]
    lead = len(rest) - len(rest.lstrip(" :.#-–=;"))
    if rest[lead:]:
        yield cell.part(hit.end + lead, len(cell.text))
    yield from row_cells[position + 1 : position + 1 + BESIDE_CELLS]


def below(reading: Reading, row_index: int, label: TextLine) -> Iterator[TextLine]:
    """Cells of the next rows that stand under the label (their left edges or middles align)."""
    rows = reading.rows
    for index in range(row_index + 1, min(row_index + 1 + BELOW_ROWS, len(rows))):
        row = rows[index]
        if row.page != label.page or row.top - label.bottom > 3.0 * max(label.height, 1.0):
            return
        for cell in row.cells:
            overlap = min(cell.right, label.right) - max(cell.left, label.left)
            if (
                overlap > 0.3 * min(cell.width, label.width)
                or abs(cell.left - label.left) < label.height
            ):
                yield cell
