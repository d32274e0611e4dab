"""Line items: the rows of the table under a heading, over one or several pages.

Each amount in the column of line totals is one item; numbers beside it are its quantity, price and
tax, text at its height and under it its description (above it, on receipts that print it so).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from . import amounts, labels, table_header
from .confidence import combine
from .document import TextLine, hull
from .layout import Row
from .reading import Reading
from .result import LineItem
from .table_header import Column, Header

MAX_ITEMS = 400
LARGEST_QUANTITY = 1_000_000
_END = frozenset(
    [
        "subtotal",
        "total_gross",
        "total_plain",
        "untaxed",
        "tax",
        "amount_due",
        "net_total",
        "quantity_total",
        "tax_summary",
        "rounding",
        "paid",
        "change",
        "prepaid",
        "exempt",
        "iban",
    ]
)
_NUMERIC = ("quantity", "unit_price", "tax", "discount", "subtotal")
_TIMES = re.compile(r"^(\d{1,5}(?:[.,]\d{1,3})?) ?[xX×*]$")  # "4 x" on its own
_COUNTED = re.compile(r"^(\d{1,4}) +(\D.*)$")  # "2 French Fries" under "QTY ITEM"
_TAX_CODE = re.compile(r"^\W*(?:SR|ZR|ZRL|ZRE|S|Z|E|T|TX|NR|OS|\*S|A|B)\W*$")


@dataclass
class _Item:
    anchor: TextLine
    subtotal: Decimal
    numbers: dict[str, tuple[Decimal, TextLine]] = field(default_factory=dict)
    texts: list[TextLine] = field(default_factory=list)

    @property
    def top(self) -> float:
        return min([self.anchor.top, *(line.top for _, line in self.numbers.values())])

    @property
    def bottom(self) -> float:
        return max([self.anchor.bottom, *(line.bottom for _, line in self.numbers.values())])


def find(reading: Reading) -> tuple[LineItem, ...]:
    """The items of every table of the document, in reading order."""
    items: list[LineItem] = []
    rows = reading.rows
    header: Header | None = None
    index = 0
    closed_on: int | None = None
    while index < len(rows) and len(items) < MAX_ITEMS:
        found = table_header.find(reading, index)
        if found and closed_on != rows[index].page:
            header = found
            index = found.last + 1
            body, index, ended = _body(reading, header, index)
            items.extend(_items(reading, header, body))
            if ended:
                closed_on, header = rows[min(index, len(rows) - 1)].page, None
            continue
        if header is not None and index and rows[index].page != rows[index - 1].page:
            # The table goes on without a new heading.
            body, after, ended = _body(reading, header, index)
            items.extend(_items(reading, header, body))
            index = max(after, index + 1)
            if ended:
                closed_on, header = rows[min(index, len(rows) - 1)].page, None
            continue
        index += 1
    return tuple(items[:MAX_ITEMS])


def positive(line: LineItem) -> LineItem:
    """The line of a credit note with its amounts positive."""
    strip = lambda text: text.lstrip("-") if text else text  # noqa: E731
    return replace(line, subtotal=strip(line.subtotal), quantity=strip(line.quantity))


def _body(reading: Reading, header: Header, start: int) -> tuple[list[Row], int, bool]:
    """(the table's rows, the index behind them, whether its totals were reached) on one page."""
    rows = reading.rows
    body: list[Row] = []
    page = rows[start].page if start < len(rows) else None
    index = start
    while index < len(rows) and rows[index].page == page:
        if body and table_header.find(reading, index):
            return body, index, False
        if _is_end(reading, header, rows[index]):
            return body, index, True
        if not _is_carry(rows[index]):
            body.append(rows[index])
        index += 1
    return body, index, False


def _is_carry(row: Row) -> bool:
    """ "Carried forward 1,409.80": the page's running total, no item."""
    hits = labels.find(row.cells[0].text)
    return bool(
        hits and len(row.cells) <= 2 and hits[0].start <= 2 and hits[0].concepts & {"other_amount"}
    )


def _is_end(reading: Reading, header: Header, row: Row) -> bool:
    """A row that begins with the word for a total, and has no quantity or price of its own."""
    hits = labels.find(row.cells[0].text)
    for cell in row.cells:
        for hit in labels.find(cell.text) or labels.find_similar(cell.text):
            if hit.start > 3:
                break
            if hit.concepts & {"tax_summary"} and len(row.cells) <= 2:
                return True
            if hit.concepts & _END:
                rest = cell.text[hit.end :].strip(" :.")
                beside = [c for c in row.cells if c.left > cell.left]
                numbers = sum(
                    a.decimals == 2 for c in [cell, *beside] for a in reading.amounts(c.text)
                )
                if numbers and numbers <= 2 and len(rest) < 40:
                    price = header.column("unit_price")
                    own = [
                        c
                        for c in beside
                        if price and min(c.right, price.right) - max(c.left, price.left) > 0
                    ]
                    return not (own and numbers == 2)
                ends = {"subtotal", "total_gross", "untaxed", "quantity_total"}
                if not numbers and not rest and hit.concepts & ends:
                    return True
    return bool(hits and hits[0].start == 0 and hits[0].concepts & {"iban", "bank"})


def _items(reading: Reading, header: Header, body: list[Row]) -> list[LineItem]:
    column = header.column("subtotal")
    if column is None or not body:
        return []
    cents = any(
        a.decimals == 2 for row in body for cell in row.cells for a in reading.amounts(cell.text)
    )
    parts = [part for row in body for cell in row.cells for part in _parts(reading, header, cell)]
    items: list[_Item] = []
    others: list[tuple[Column | None, TextLine]] = []
    for part in parts:
        place = _column(reading, header, part)
        if place is column:
            money = [a for a in reading.amounts(part.text) if _is_line_total(a, cents)]
            letters = sum(c.isalpha() for c in part.text)
            if money and letters <= 6:
                items.append(_Item(part, money[0].value))
                continue
        others.append((place, part))
    if not items:
        return []
    items.sort(key=lambda item: item.anchor.middle)
    items = _one_per_row(items)
    texts: list[TextLine] = []
    uncounted = header.column("quantity") is None
    for place, part in others:
        kind = place.kind if place else ""
        if times := _TIMES.match(part.text):
            _add_times(items, times.group(1), part)
            continue
        if kind == "position" and uncounted and any(a.decimals for a in reading.amounts(part.text)):
            kind = "quantity"  # a first column "#" of "1,00" and "400,00" counts pieces
        if kind == "unit" and not uncounted and reading.amounts(part.text)[:1]:
            kind = "quantity"  # "12 Stk." under "Menge Einh."
        if kind in _NUMERIC and kind != "subtotal" and sum(c.isalpha() for c in part.text) <= 8:
            if _add_number(reading, items, kind, part):
                continue
            if _TAX_CODE.match(part.text):
                continue
        if kind in ("position", "article", "unit") and not _wide_text(part):
            continue
        if sum(c.isalpha() for c in part.text) >= 2 and kind != "subtotal":
            texts.append(part)
    _add_texts(items, texts)
    return [_line_item(reading, item) for item in items]


def _wide_text(part: TextLine) -> bool:
    return len(part.text.split()) >= 2 and sum(c.isalpha() for c in part.text) > 6


def _is_line_total(amount: amounts.Amount, cents: bool) -> bool:
    if amount.percent or amount.unit:
        return False
    return amount.decimals == 2 or bool(amount.currency) or (not cents and amount.decimals == 0)


def _one_per_row(items: list[_Item]) -> list[_Item]:
    kept: list[_Item] = []
    for item in items:
        if kept and abs(item.anchor.middle - kept[-1].anchor.middle) < 0.5 * item.anchor.height:
            continue
        kept.append(item)
    return kept


def _parts(reading: Reading, header: Header, cell: TextLine) -> list[TextLine]:
    """The cell, or its pieces where one recognised line runs over several columns of numbers."""
    quantity, description = header.column("quantity"), header.column("description")
    if quantity and description and quantity.left < description.left:
        counted = _COUNTED.match(cell.text)
        if counted and cell.left < description.left - 0.5 * cell.height:
            number, text = counted.span(1), counted.span(2)
            return [cell.part(*number), cell.part(*text)]
    crossed = [c for c in header.columns if min(cell.right, c.right) > max(cell.left, c.left)]
    if len(crossed) < 2 or not any(c.kind in _NUMERIC for c in crossed) or " " not in cell.text:
        return [cell]
    trailing = []
    end = len(cell.text)
    for match in reversed(list(re.finditer(r"\S+", cell.text))):
        word = match.group()
        if re.fullmatch(
            r"[-+(]?[€$£]?\d[\d.,'’]*[)%€$£-]?|[A-Z*]{1,3}|[xX×@]|RM|EUR|USD|€|%", word
        ):
            trailing.append(match.span())
            end = match.start()
        else:
            break
    if not trailing or not any(c.isdigit() for s, e in trailing for c in cell.text[s:e]):
        return [cell]
    pieces = [cell.part(start, stop) for start, stop in reversed(trailing)]
    if cell.text[:end].strip():
        pieces.insert(0, cell.part(0, len(cell.text[:end].rstrip())))
    return pieces


def _column(reading: Reading, header: Header, part: TextLine) -> Column | None:
    """The column a piece stands in: the greatest overlap, else the nearest edge within reach."""
    number = _is_number(reading, part.text)
    best, best_score = None, 0.0
    for column in header.columns:
        if number and column.kind == "description":
            continue
        overlap = min(part.right, column.right) - max(part.left, column.left)
        distance = min(
            abs(part.right - column.right),
            abs(part.left - column.left),
            abs((part.left + part.right) / 2 - column.centre),
        )
        score = max(overlap, 0.0) / max(min(part.width, column.right - column.left), 1.0)
        score += max(0.0, 1.0 - distance / (2.5 * max(part.height, 1.0)))
        if not number and column.kind in _NUMERIC and sum(c.isalpha() for c in part.text) > 6:
            score *= 0.3
        if score > best_score:
            best, best_score = column, score
    description = header.column("description")
    if number or description is None or sum(c.isalpha() for c in part.text) <= 3:
        return best
    if best is not None and best.kind in ("position", "article", "unit", "tax", "other"):
        return best
    margin = 3 * part.height
    behind = part.left >= description.left - margin
    before_numbers = best is None or best.kind not in _NUMERIC or part.left < best.left - margin
    return description if behind and before_numbers else best


def _is_number(reading: Reading, text: str) -> bool:
    """A number, perhaps with a unit, code or currency; not a name with a number in it."""
    found = reading.amounts(text)
    letters = sum(c.isalpha() for c in text)
    return bool(found) and (letters <= 3 or (letters <= 8 and found[0].start <= 2))


def _add_number(reading: Reading, items: list[_Item], kind: str, part: TextLine) -> bool:
    found = reading.amounts(part.text)
    if not found:
        return False
    value = found[0]
    if kind == "quantity" and not 0 < abs(value.value) < LARGEST_QUANTITY:
        return False
    if kind == "tax" and not (0 <= value.value <= 40):
        return False
    if kind != "tax" and value.percent:
        return True
    item = min(items, key=lambda item: abs(item.anchor.middle - part.middle))
    if abs(item.anchor.middle - part.middle) > 2.2 * part.height:
        return False
    known = item.numbers.get(kind)
    if known is None or abs(known[1].middle - item.anchor.middle) > abs(
        part.middle - item.anchor.middle
    ):
        item.numbers[kind] = (value.value, part)
    return True


def _add_times(items: list[_Item], written: str, part: TextLine) -> None:
    """A quantity on its own, in the row of its amount or a line or two under its description."""
    parsed = amounts.parse_number(written)
    item = min(items, key=lambda item: abs(item.anchor.middle - part.middle))
    if parsed and abs(item.anchor.middle - part.middle) <= 2.5 * part.height:
        item.numbers.setdefault("quantity", (parsed[0], part))


def _add_texts(items: list[_Item], texts: list[TextLine]) -> None:
    texts = sorted(texts, key=lambda line: (line.middle, line.left))
    above = _printed_above(items, texts)
    for text in texts:
        level = [i for i in items if abs(i.anchor.middle - text.middle) <= 0.4 * text.height]
        if level:
            owner = level[0]
        elif above:
            owner = next((i for i in items if i.bottom + 0.2 * text.height >= text.middle), None)
        else:
            owner = next(
                (i for i in reversed(items) if i.top - 0.4 * text.height <= text.middle), None
            )
        if owner is None:
            continue
        if owner.texts:
            previous = owner.texts[-1]
            if text.top - previous.bottom > 0.8 * max(text.height, 1.0):
                continue
        elif not above and text.top - owner.bottom > 1.5 * text.height:
            continue
        owner.texts.append(text)


def _printed_above(items: list[_Item], texts: list[TextLine]) -> bool:
    """Are descriptions over their numbers? Then most items have no text at their height."""
    over = 0
    for number, item in enumerate(items):
        beside = any(
            item.top - 0.4 * t.height <= t.middle <= item.bottom + 0.4 * t.height for t in texts
        )
        if beside:
            continue
        start = items[number - 1].bottom if number else float("-inf")
        before = any(
            start - 0.3 * t.height <= t.middle < item.top and item.top - t.bottom < 1.6 * t.height
            for t in texts
        )
        if before:
            over += 1
    first_text = texts[0] if texts else None
    return over * 2 > len(items) and first_text is not None and first_text.middle < items[0].top


def _line_item(reading: Reading, item: _Item) -> LineItem:
    description = " ".join(_in_order(item.texts)).strip() or None
    quantity = item.numbers.get("quantity")
    price = item.numbers.get("unit_price")
    tax = item.numbers.get("tax")
    certainty = 0.75
    if quantity and price:
        quantity = (_repaired(quantity[0], price[0], item.subtotal), quantity[1])
        product = quantity[0] * price[0]
        if abs(abs(product) - abs(item.subtotal)) <= max(
            Decimal("0.02"), abs(item.subtotal) * Decimal("0.005")
        ):
            certainty = 0.97
    lines = [item.anchor, *item.texts, *(line for _, line in item.numbers.values())]
    return LineItem(
        description,
        _plain(quantity[0]) if quantity else None,
        amounts.to_string(price[0]) if price else None,
        _plain(tax[0]) if tax else None,
        amounts.to_string(item.subtotal),
        combine(
            min(line.confidence for line in lines), certainty if description else certainty - 0.2
        ),
        item.anchor.page,
        hull(lines),
    )


def _repaired(quantity: Decimal, price: Decimal, subtotal: Decimal) -> Decimal:
    """A quantity whose point was lost ("20" for "2.0"), if the line's own product says so."""
    for tens in (10, 100):
        if abs(quantity / tens * price - subtotal) < Decimal("0.005"):
            return quantity / tens
    return quantity


def _in_order(texts: list[TextLine]) -> list[str]:
    """The texts row by row, left to right in each."""
    rows: list[list[TextLine]] = []
    for text in sorted(texts, key=lambda line: line.middle):
        if rows and abs(text.middle - rows[-1][0].middle) < 0.5 * max(text.height, 1.0):
            rows[-1].append(text)
        else:
            rows.append([text])
    return [text.text for row in rows for text in sorted(row, key=lambda line: line.left)]


def _plain(value: Decimal) -> str:
    """Without needless zeros: "3", "2.5"."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
