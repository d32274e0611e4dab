"""Which lines speak of the buyer, which of the seller: blocks under "Bill to", "Seller", … .

The result is a mark per line. The supplier's stages skip the buyer's lines; the hints (the buyer's
own name and VAT number) mark lines too, wherever they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from . import address, labels
from .document import TextLine
from .folding import plain, squash
from .reading import Reading

BLOCK_ROWS = 7
_PARTY = ("seller", "buyer", "delivery")
# Words that start a party's block only when they stand alone or before a colon.
_COMMON = frozenset(
    ("to", "name", "an", "from", "client", "customer", "firma", "van", "aan", "dari", "frau",
     "herr", "herrn", "doit", "kunde", "klant", "cliente", "facturation", "vendor", "supplier",
     "merchant", "empfänger")
)  # fmt: skip
_ENDS_BLOCK = frozenset(
    ("title_invoice", "invoice_number", "invoice_date", "due_date", "col_subtotal", "total_gross")
)


@dataclass
class Parties:
    """ids of lines by role; `heads`: (row, position, hit) of seller's headings."""

    buyer: set[int] = field(default_factory=set)
    seller: set[int] = field(default_factory=set)
    seller_heads: list[tuple[int, int, labels.Hit]] = field(default_factory=list)

    def is_buyer(self, line: TextLine) -> bool:
        return id(line) in self.buyer

    def is_seller(self, line: TextLine) -> bool:
        return id(line) in self.seller


def find(reading: Reading) -> Parties:
    parties = Parties()
    heads = _heads(reading)
    for number, (index, position, hit, role) in enumerate(heads):
        cell = reading.rows[index].cells[position]
        block = _block(reading, index, position, heads)
        if role == "seller":
            parties.seller_heads.append((index, position, hit))
            parties.seller.update(id(line) for line in block)
        else:
            parties.buyer.update(id(line) for line in block)
            parties.buyer.add(id(cell))
        del number
    _mark_hints(reading, parties)
    return parties


def _heads(reading: Reading) -> list[tuple[int, int, labels.Hit, str]]:
    heads = []
    for index, row in enumerate(reading.rows):
        for position, cell in enumerate(row.cells):
            for hit in labels.find(cell.text):
                role = next((r for r in _PARTY if r in hit.concepts), None)
                if role is None or hit.start > 2:
                    break
                rest = cell.text[hit.end :].lstrip()
                alone = not rest.strip(" :.-*")
                colon = rest[:1] in ":"
                if hit.phrase in _COMMON and not alone and not (rest and colon):
                    break
                if "seller" in hit.concepts and "buyer" in hit.concepts:
                    break
                if not alone and not colon and address.is_company(cell.text):
                    break  # "Lieferant Meier GmbH" is a name
                if "col_description" in hit.concepts or (
                    not alone and not colon and len(rest.split()) > 6
                ):
                    break
                if hit.phrase == "name" and not (rest and colon):
                    break
                heads.append((index, position, hit, role))
                break
    # "Name:" inside a seller's or buyer's section belongs to that section.
    sections = [h for h in heads if h[2].phrase != "name"]
    if sections:
        heads = [h for h in heads if h[2].phrase != "name" or h[0] < sections[0][0] - 12]
    return heads


def _block(reading: Reading, index: int, position: int, heads) -> list[TextLine]:
    """The heading's own line, what stands to its right, and the lines under it in its column."""
    rows = reading.rows
    head = rows[index].cells[position]
    others = {(i, p) for i, p, _, _ in heads} - {(index, position)}
    block = [head]
    limit_right = min(
        (
            cell.left
            for i, p in others
            if i == index and (cell := rows[i].cells[p]).left > head.right
        ),
        default=float("inf"),
    )
    for right in rows[index].cells[position + 1 :]:
        if _other_data(right):
            limit_right = min(limit_right, right.left - 0.5 * right.height)
        if right.left < limit_right:
            block.append(right)
    previous = rows[index]
    gap_limit = 2.6
    for below in range(index + 1, min(index + 1 + BLOCK_ROWS + 4, len(rows))):
        row = rows[below]
        if row.page != head.page or row.top - previous.bottom > gap_limit * max(row.height, 1.0):
            break
        own = []
        for p, cell in enumerate(row.cells):
            if cell.left >= limit_right or cell.left < head.left - 2.5 * head.height:
                continue
            if own and _other_data(cell):
                break  # a second column: "Larkspur Ltd | Invoice date"
            own.append((p, cell))
        if any((below, p) in others for p, _ in own):
            break
        if any(
            hit.concepts & _ENDS_BLOCK and hit.start <= 2
            for _, cell in own[:1]
            for hit in labels.find(cell.text)
        ):
            break
        block.extend(cell for _, cell in own)
        if own:
            previous = row
    return block


_DATA = frozenset(
    [
        "invoice_number",
        "invoice_date",
        "date",
        "due_date",
        "other_date",
        "other_number",
        "vat_id",
        "contact",
        "title_invoice",
        "iban",
    ]
)


def _other_data(cell: TextLine) -> bool:
    return any(hit.start <= 1 and hit.concepts & _DATA for hit in labels.find(cell.text)[:1])


def _mark_hints(reading: Reading, parties: Parties) -> None:
    name = squash(reading.hints.company_name or "")[0]
    vat = squash(reading.hints.company_vat or "")[0]
    for line in reading.document.lines:
        squashed = squash(line.text)[0]
        if (len(name) >= 4 and name in squashed and len(squashed) <= 2.2 * len(name)) or (
            len(vat) >= 6 and vat in squashed
        ):
            parties.buyer.add(id(line))
            parties.seller.discard(id(line))


def is_own_name(reading: Reading, text: str) -> bool:
    """Is this the buyer's own name, as the hints give it?"""
    own = plain(reading.hints.company_name or "")
    return bool(own) and (own == plain(text) or (len(own) >= 6 and own in plain(text)))
