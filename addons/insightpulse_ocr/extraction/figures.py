"""Labelled amounts: each total, tax, discount or payment with the number that belongs to it.

Where the number may stand: behind its label in the same row, under the label (a table of totals
printed across), or alone in the next row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from . import currencies, labels
from .amounts import Amount
from .document import TextLine
from .layout import Row
from .reading import Reading

CONCEPTS = frozenset(
    [
        "total_gross",
        "total_plain",
        "amount_due",
        "net_total",
        "untaxed",
        "subtotal",
        "tax",
        "rounding",
        "charge",
        "discount",
        "paid",
        "change",
        "prepaid",
        "quantity_total",
        "other_amount",
    ]
)
_STOPPERS = frozenset(("vat_id", "tax_number", "registration", "contact", "iban", "other_number"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount and what its label says it is (an empty set: no label).

    row: index in reading.rows. summary: stands in a table of taxes. behind: how far the number is
    from the label: 0 same row, 1 elsewhere. qualified: the label goes on in words that are no
    label's, as in "Total 6% supplies".
    """

    concepts: frozenset[str]
    value: Decimal
    row: int
    source: TextLine
    amount: Amount
    label: str
    summary: bool
    behind: int = 0
    exact: bool = True
    qualified: bool = False

    def is_a(self, *concepts: str) -> bool:
        return not self.concepts.isdisjoint(concepts)


@dataclass(frozen=True, slots=True)
class _Piece:
    cell: TextLine
    amount: Amount

    @property
    def left(self) -> float:
        return self.cell.x_at(self.amount.start)

    @property
    def right(self) -> float:
        return self.cell.x_at(self.amount.end)


def collect(reading: Reading, *, whole: bool = False) -> list[Figure]:
    """All labelled amounts and all unlabelled amounts of money, in reading order.

    whole: take numbers without decimals for money too, as on a bill written by hand.
    """
    cents = not whole and _has_cents(reading)
    figures: list[Figure] = []
    summary = False
    open_total = False  # the row above is a total's label that found no number
    for index, row in enumerate(reading.rows):
        hits = _hits(row)
        summary = _in_summary(summary, row, hits)
        pieces = [
            _Piece(cell, amount)
            for cell in row.cells
            for amount in reading.amounts(cell.text)
            if _is_money(amount, cents) and not _in_other_text(cell, amount)
        ]
        wanted = [(cell, hit) for cell, hit in hits if hit.concepts & CONCEPTS]
        if open_total and wanted and pieces:
            wanted[0] = _continued(wanted[0])
        beside = _beside(index, wanted, pieces, summary)
        figures.extend(beside)
        if wanted and not any(figure.concepts for figure in beside):
            figures.extend(_below(reading, index, wanted, summary, cents))
        open_total = not pieces and len(wanted) == 1 and bool(wanted[0][1].concepts & _TOTALS)
    return figures


def _beside(
    index: int,
    wanted: list[tuple[TextLine, labels.Hit]],
    pieces: list[_Piece],
    summary: bool,
) -> list[Figure]:
    """Each label with the numbers up to the next label, then the numbers that follow no label."""
    figures: list[Figure] = []
    used: set[int] = set()
    for position, (cell, hit) in enumerate(wanted):
        following = wanted[position + 1] if position + 1 < len(wanted) else None
        for number, piece in enumerate(pieces):
            if not _after(piece, cell, hit) or (following and _after_hit(piece, following)):
                continue
            used.add(number)
            figures.append(
                Figure(
                    hit.concepts & CONCEPTS,
                    piece.amount.value,
                    index,
                    piece.cell,
                    piece.amount,
                    hit.phrase,
                    summary,
                    exact=hit.exact,
                    qualified=_qualified(cell.text, hit, piece if piece.cell is cell else None),
                )
            )
    for number, piece in enumerate(pieces):
        if number not in used:
            value = piece.amount.value
            figures.append(Figure(frozenset(), value, index, piece.cell, piece.amount, "", summary))
    return figures


def _continued(first: tuple[TextLine, labels.Hit]) -> tuple[TextLine, labels.Hit]:
    """ "Total Sales" in one row, "(Inclusive of GST) 9.90" in the next: one label in two rows."""
    cell, hit = first
    text = cell.text.lower().lstrip("( ")
    if text.startswith(_EXCLUDING):
        return cell, replace(hit, concepts=frozenset(("untaxed",)))
    if text.startswith(_INCLUDING):
        return cell, replace(hit, concepts=frozenset(("total_gross",)))
    return first


def _in_summary(inside: bool, row: Row, hits: list[tuple[TextLine, labels.Hit]]) -> bool:
    """Does this row belong to a table of taxes?"""
    concepts = {concept for _, hit in hits for concept in hit.concepts}
    if "tax_summary" in concepts and not concepts & {"total_gross", "amount_due"}:
        return True
    return inside and not _ends_summary(row, hits)


_RATE = re.compile(r"\d{1,2}(?:[.,]\d{1,2})? ?%")


def _hits(row: Row) -> list[tuple[TextLine, labels.Hit]]:
    """The row's labels left to right; a label in a row with a number may be slightly misread."""
    numeric = any(any(c.isdigit() for c in cell.text) for cell in row.cells)
    found: list[tuple[TextLine, labels.Hit]] = []
    for position, cell in enumerate(row.cells):
        hits = labels.find(cell.text)
        if numeric and position == 0:
            similar = labels.find_similar(cell.text)
            if similar and similar[0].concepts & CONCEPTS:
                hits = similar
        found.extend((cell, hit) for hit in hits)
    return _merge(found)


_GLUE = frozenset(
    ("of", "the", "for", "sales", "sale", "amt", "amount", "payable", "incl", "inclusive",
     "including", "rm", "price", "with", "total", "in")
)  # fmt: skip


def _qualified(text: str, hit: labels.Hit, piece: _Piece | None) -> bool:
    """Are there words in or behind the label, up to the number, that no vocabulary knows?"""
    end = piece.amount.start if piece else len(text)
    known = [(h.start, h.end) for h in labels.find(text)]
    for word in re.finditer(r"[^\W\d_]{4,}", text[hit.start : end]):
        start = hit.start + word.start()
        inside = any(a <= start < b for a, b in known)
        if not inside and word.group().lower() not in _GLUE and hit.exact:
            return True
    return False


def _merge(found: list[tuple[TextLine, labels.Hit]]) -> list[tuple[TextLine, labels.Hit]]:
    """One label of several that follow each other without a number between: the telling one.

    "Total Sales (Inclusive of GST)" may be read as "total sales" and "gst"; "Total" is then refined
    by what follows: a word for "excluding" makes it untaxed, "including" gross.
    """
    merged: list[tuple[TextLine, labels.Hit]] = []
    for cell, hit in found:
        if merged and merged[-1][0] is cell:
            previous = merged[-1][1]
            between = _RATE.sub("", cell.text[previous.end : hit.start])
            if not any(c.isdigit() for c in between) and len(between) <= 18:
                refined = _refine(cell.text, previous, hit)
                if refined is not None:
                    merged[-1] = (cell, refined)
                    continue
        merged.append((cell, hit))
    return merged


_EXCLUDING = (
    "exc",
    "without",
    "before",
    "ohne",
    "hors",
    "sin ",
    "senza",
    "s/ ",
    "sem ",
    "exkl",
    "zonder",
    "sebelum",
    "zzgl",
    "vor ",
)
_INCLUDING = (
    "inc",
    "inkl",
    "with",
    "mit ",
    "ttc",
    "after",
    "con ",
    "com ",
    "termasuk",
    "payable",
    "round",
    "compris",
    "c/ ",
)
_TOTALS = frozenset(
    ("total_plain", "total_gross", "net_total", "subtotal", "untaxed", "amount_due")
)


def _refine(text: str, first: labels.Hit, second: labels.Hit) -> labels.Hit | None:
    if not first.concepts & _TOTALS:
        return None
    tail = text[first.end : second.end].lower()
    if second.concepts & {"tax"} and not second.concepts & _TOTALS:
        concepts = first.concepts
        if concepts & {"total_gross", "untaxed"} and not concepts & {"total_plain"}:
            pass  # "Total inclusive of" has said it
        elif any(word in tail for word in _EXCLUDING):
            concepts = frozenset(("untaxed",))
        elif any(word in tail for word in _INCLUDING):
            concepts = frozenset(("total_gross",))
        else:
            concepts = frozenset(("tax",))  # "Total GST"
        return labels.Hit(concepts, first.start, second.end, first.phrase + " " + second.phrase)
    if second.concepts & _TOTALS or second.concepts & {"rounding"}:
        strongest = (
            second.concepts if second.concepts & {"untaxed", "total_gross"} else first.concepts
        )
        if second.concepts & {"rounding"}:
            strongest = frozenset(("total_gross",))
        return labels.Hit(strongest, first.start, second.end, first.phrase + " " + second.phrase)
    return None


def _after(piece: _Piece, cell: TextLine, hit: labels.Hit) -> bool:
    if piece.cell is cell:
        return piece.amount.start >= hit.end
    return piece.left >= cell.x_at(hit.end) - 0.2 * cell.height


def _after_hit(piece: _Piece, following: tuple[TextLine, labels.Hit]) -> bool:
    cell, hit = following
    if piece.cell is cell:
        return piece.amount.start >= hit.end
    return piece.left >= cell.left


def _is_money(amount: Amount, cents: bool) -> bool:
    if amount.percent or amount.unit or amount.decimals > 2:
        return False
    return amount.decimals == 2 or amount.currency is not None or not cents


def _in_other_text(cell: TextLine, amount: Amount) -> bool:
    """Numbers of a telephone, a registration or an article's name are no amounts."""
    for hit in labels.find(cell.text):
        if hit.end <= amount.start and hit.concepts & _STOPPERS and not hit.concepts & CONCEPTS:
            return True
    return False


def _has_cents(reading: Reading) -> bool:
    """Do this document's amounts have decimals? Rupiah and yen have none."""
    with_cents = without = 0
    for line in reading.document.lines:
        for amount in reading.amounts(line.text):
            if amount.percent or amount.unit:
                continue
            if amount.decimals == 2:
                with_cents += 1
            elif amount.currency in currencies.WITHOUT_CENTS:
                without += 1
    return with_cents > without and with_cents > 0


def _ends_summary(row: Row, hits: list[tuple[TextLine, labels.Hit]]) -> bool:
    """A table of taxes ends where the totals begin again."""
    for _, hit in hits:
        if hit.concepts & {"total_gross", "amount_due", "subtotal", "net_total"}:
            return True
        if hit.concepts & {"untaxed"} and not hit.concepts & {"tax", "col_subtotal", "col_tax"}:
            return len(row.cells) <= 2
    return False


def _below(
    reading: Reading,
    index: int,
    wanted: list[tuple[TextLine, labels.Hit]],
    summary: bool,
    cents: bool,
) -> list[Figure]:
    """Numbers in the next row for labels that have none beside them."""
    rows = reading.rows
    if index + 1 >= len(rows) or rows[index + 1].page != rows[index].page:
        return []
    below = rows[index + 1]
    if below.top - rows[index].bottom > 2.2 * max(rows[index].height, 1.0):
        return []
    pieces = [
        _Piece(cell, amount)
        for cell in below.cells
        for amount in reading.amounts(cell.text)
        if _is_money(amount, cents)
    ]
    if not pieces or any(
        hit.concepts & CONCEPTS for cell in below.cells for hit in labels.find(cell.text)
    ):
        return []
    found = []
    for cell, hit in wanted:
        left, right = cell.x_at(hit.start), cell.x_at(hit.end)
        best = max(pieces, key=lambda p: min(p.right, right) - max(p.left, left))
        overlap = min(best.right, right) - max(best.left, left)
        if overlap <= 0:
            # Numbers at the right of columns whose headings stand at the left.
            following = min(
                (c.left for c in rows[index].cells if c.left > cell.left), default=float("inf")
            )
            inside = [p for p in pieces if left <= p.left and p.right <= following]
            if len(inside) != 1:
                continue
            best = inside[0]
        found.append(
            Figure(
                hit.concepts & CONCEPTS,
                best.amount.value,
                index + 1,
                best.cell,
                best.amount,
                hit.phrase,
                summary,
                1,
                hit.exact,
            )
        )
    return found
