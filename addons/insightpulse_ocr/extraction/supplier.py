"""The supplier's name and address.

A seller's section names it outright. Otherwise every line of the letterhead and footer is weighed:
a legal form, a shop's word, size, place, an address or registration under it, a mail domain or
account holder of the same name speak for a line; a buyer's block and labelled data speak against.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import address, dates, labels, near
from .confidence import BY_PLACE, LABELLED, WEAKLY_LABELLED, combine
from .document import TextLine, hull
from .folding import plain, squash
from .parties import Parties, is_own_name
from .reading import Reading
from .result import Field

HEAD_ROWS = 28
ADDRESS_ROWS = 8
_SEPARATOR = re.compile(r"\s+[-–—·•|*~■●]\s*|\s*[·•|●■]\s*|\s+[-–—.]\s+")
_DATA = frozenset(
    [
        "title_invoice",
        "title_credit_note",
        "title_receipt",
        "invoice_number",
        "invoice_date",
        "due_date",
        "other_date",
        "date",
        "contact",
        "iban",
        "bic",
        "vat_id",
        "tax_number",
        "buyer",
        "delivery",
        "other_number",
        "paid",
        "change",
        "total_gross",
        "total_plain",
        "tax",
        "subtotal",
        "untaxed",
        "col_subtotal",
        "col_quantity",
        "col_unit_price",
        "tax_summary",
        "rounding",
        "quantity_total",
        "amount_due",
        "bank",
        "seller",
        "name",
        "address",
        "registration",
        "exempt",
    ]
)
_STOPS = frozenset(
    [
        "title_invoice",
        "title_credit_note",
        "title_receipt",
        "invoice_number",
        "invoice_date",
        "due_date",
        "date",
        "contact",
        "iban",
        "bic",
        "vat_id",
        "tax_number",
        "buyer",
        "delivery",
        "paid",
        "total_gross",
        "bank",
        "other_date",
        "other_number",
        "registration",
    ]
)
_MAIL_OR_WEB = re.compile(r"(?:@|www\.|https?://)([a-z0-9.-]{4,60})", re.IGNORECASE)
_OWNED = re.compile(r"^(?:owned by|operated by|managed by|issued by)\s*:?\s+", re.IGNORECASE)
_MISREAD_FORM = re.compile(r"\bS\.r\.I\.?(?=\s|$)")
_ZERO = re.compile(r"(?<=\d)O(?=\d|\b)")  # "29O" is 290
_THANKS = re.compile(
    r"thank|welcome|terima kasih|please|danke|merci|gracias|grazie|bedankt|obrigad|"
    r"come again|goods|refund|exchange|served|powered by|follow us|visit",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Name:
    score: float
    text: str
    source: TextLine
    row: int
    position: int
    rest: str  # of the same line, behind the name: its address in a sender's line


def find(reading: Reading, parties: Parties) -> dict[str, Field]:
    """`supplier_name` and `supplier_address` where found."""
    fields: dict[str, Field] = {}
    labelled = _from_section(reading, parties)
    if labelled:
        return labelled
    name = _best_name(reading, parties)
    if name is None:
        return fields
    certainty = LABELLED if name.score >= 3.2 else WEAKLY_LABELLED if name.score >= 2 else BY_PLACE
    fields["supplier_name"] = Field(
        name.text, combine(name.source.confidence, certainty), name.source.page, name.source.polygon
    )
    if found := _address(reading, parties, name):
        text, lines = found
        fields["supplier_address"] = Field(
            text,
            combine(min(line.confidence for line in lines), WEAKLY_LABELLED),
            lines[0].page,
            hull(lines),
        )
    return fields


# --- a section that says "Seller" ----------------------------------------------------------


def _from_section(reading: Reading, parties: Parties) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for index, position, hit in parties.seller_heads:
        rows = reading.rows
        cell = rows[index].cells[position]
        for line in near.beside(rows[index].cells, position, hit):
            text = _name_part(line.text)[0]
            if (
                _could_be_name(text)
                and (not labels.find(line.text) or address.is_company(line.text))
                and line.left - cell.right < 12 * cell.height
            ):
                fields["supplier_name"] = _named(text, line)
            break
        last_label = ""
        address_lines: list[TextLine] = []
        for below in range(index + 1, min(index + 12, len(rows))):
            row = rows[below]
            own = [c for c in row.cells if parties.is_seller(c)]
            if not own:
                if row.page != cell.page or row.top - cell.bottom > 30 * cell.height:
                    break
                continue
            first = labels.find(own[0].text)
            kind = next(
                (
                    k
                    for k in ("name", "address")
                    if first and first[0].start <= 1 and k in first[0].concepts
                ),
                "",
            )
            if kind:
                values = list(near.beside(tuple(own), 0, first[0]))[:1]
                if kind == "name" and values and "supplier_name" not in fields:
                    fields["supplier_name"] = _named(_name_part(values[0].text)[0], values[0])
                elif kind == "address" and values:
                    address_lines.append(values[0])
                last_label = kind
                continue
            if first and first[0].start <= 1 and first[0].concepts & _DATA:
                last_label = "other"
                continue
            if (
                "supplier_name" not in fields
                and _could_be_name(own[0].text)
                and last_label != "other"
            ):
                text, _ = _name_part(own[0].text)
                fields["supplier_name"] = _named(text, own[0])
                last_label = "name"
            elif (
                last_label in ("address", "name")
                and "supplier_name" in fields
                and len(address_lines) < 5
                and address.score(own[0].text) >= 0.3
            ):
                address_lines.append(own[0])
                last_label = "address"
        if address_lines:
            fields["supplier_address"] = Field(
                _join(line.text for line in address_lines),
                combine(min(line.confidence for line in address_lines), LABELLED),
                address_lines[0].page,
                hull(address_lines),
            )
        if "supplier_name" in fields:
            return fields
        fields = {}
    return {}


def _named(text: str, line: TextLine) -> Field:
    return Field(text, combine(line.confidence, LABELLED), line.page, line.polygon)


# --- weighing the lines --------------------------------------------------------------------


def _best_name(reading: Reading, parties: Parties) -> _Name | None:
    heights = sorted(line.height for line in reading.document.lines)
    usual = max(heights[len(heights) // 2], 1.0) if heights else 1.0
    domains = _domains(reading)
    holders = _account_holders(reading)
    squashed_all = [squash(line.text)[0] for line in reading.document.lines]
    firms = [
        squash(_name_part(line.text)[0])[0]
        for line in reading.document.lines
        if not parties.is_buyer(line) and address.is_company(line.text)
    ]
    first_address = _first_address_row(reading, parties)
    senders = [
        (index, cell)
        for index, row in enumerate(reading.rows[:HEAD_ROWS])
        for cell in row.cells
        if _is_sender(cell.text)
    ]
    best: _Name | None = None
    total = len(reading.rows)
    for index, row in enumerate(reading.rows):
        edge = index < HEAD_ROWS or index >= total - 14 or row.page == 1
        if not edge:
            continue
        for position, cell in enumerate(row.cells):
            if parties.is_buyer(cell):
                continue
            text, rest = _name_part(cell.text)
            if not rest and index + 1 < total and len(reading.rows[index + 1].cells) == 1:
                below = reading.rows[index + 1].cells[0]
                if address.FORM_ALONE.match(below.text) and below.page == cell.page:
                    text = f"{text} {below.text}"
            if not _could_be_name(text) or is_own_name(reading, text):
                continue
            score = _score(reading, parties, index, cell, text, rest, usual, first_address)
            if any(_under(cell, index, sender) for sender in senders):
                score -= 1.2  # the address window under the sender's line
            if score < -0.5:
                continue
            squashed = squash(text)[0]
            if len(squashed) >= 5:
                if not address.is_company(text) and any(
                    squashed in firm and squashed != firm for firm in firms
                ):
                    score -= 0.8  # a logo's part of the full name that stands elsewhere
                elif sum(squashed in other for other in squashed_all) > 1:
                    score += 0.35
                if any(_in_domain(text, domain) for domain in domains):
                    score += 0.8
                if any(squashed in holder or holder in squashed for holder in holders):
                    score += 0.8
            if best is None or score > best.score + 1e-9:
                best = _Name(score, text, cell, index, position, rest)
    return best if best and best.score > 0.2 else None


def _score(
    reading: Reading,
    parties: Parties,
    index: int,
    cell: TextLine,
    text: str,
    rest: str,
    usual: float,
    first_address: int | None,
) -> float:
    total = max(len(reading.rows), 1)
    score = 0.0
    company = address.is_company(text)
    if company:
        score += 1.8
    elif address.BUSINESS_WORD.search(text):
        score += 0.8
    score += 0.7 * max(0.0, 1.0 - index / 12)
    if index > 0.5 * total:
        score -= 0.8
    if parties.is_seller(cell):
        score += 2.0
    score += min(max(cell.height / usual - 1.0, 0.0), 1.0) * 0.7
    hits = labels.find(text)
    if hits:
        covered = sum(hit.end - hit.start for hit in hits if hit.concepts & _DATA)
        if hits[0].start == 0 and hits[0].concepts & _DATA and not company:
            score -= 1.2
        if covered > 0.6 * len(text):
            score -= 1.5
    if _THANKS.search(text):
        score -= 1.5
    street = address.score(text)
    if not company and (street >= 1.0 or (street and address.starts_with_street(text))):
        score -= 1.2
    letters = [c for c in text if c.isalpha()]
    if letters and all(c.islower() for c in letters):
        score -= 1.2
    if sum(c.isdigit() for c in text) > 0.3 * len(text):
        score -= 1.0
    if len(text.split()) == 1 and not company:
        score -= 0.25
    if _OWNED.match(cell.text) or (index and _OWNED.fullmatch(reading.rows[index - 1].text + " ")):
        score += 2.4
    if rest and address.score(rest) >= 1.0:
        score += 0.9 if company else 0.7
    if first_address is not None and 0 < first_address - index <= 3:
        score += 0.6 if first_address - index <= 2 else 0.4
    if index + 1 < total:
        below = reading.rows[index + 1].text
        if address.is_registration(below) or any(
            hit.concepts & {"registration", "vat_id"} and hit.start <= 2
            for hit in labels.find(below)
        ):
            score += 0.5
    if address.strip_registration(cell.text) != cell.text.strip(" -–,:;") and not rest:
        score += 0.4
    if index > 2 and any(
        amount.decimals == 2
        for other in reading.rows[index].cells
        for amount in reading.amounts(other.text)
    ):
        score -= 1.0  # an item with its price
    if cell.confidence < 0.8:
        score -= 0.4
    return score + _window(reading, index, cell)


def _is_sender(text: str) -> bool:
    name, rest = _name_part(text)
    return bool(rest) and address.is_company(name) and address.score(rest) >= 1.0


def _under(cell: TextLine, index: int, sender: tuple[int, TextLine]) -> bool:
    row, line = sender
    return (
        0 < index - row <= 5
        and cell.page == line.page
        and abs(cell.left - line.left) < 4 * line.height
        and cell.top - line.bottom < 8 * line.height
        and squash(cell.text)[0][:6] != squash(line.text)[0][:6]
    )


def _window(reading: Reading, index: int, cell: TextLine) -> float:
    """The address window of a letter: a block without any data of a firm is the buyer's."""
    page = next((p for p in reading.document.pages if p.number == cell.page), None)
    if page is None or page.height < page.width or cell.page != 1 or len(page.lines) < 15:
        return 0.0
    if not (0.1 * page.height < cell.top < 0.36 * page.height) or page.height > 1.8 * page.width:
        return 0.0
    column = [cell]
    for below in range(index + 1, min(index + 6, len(reading.rows))):
        under = [
            c
            for c in reading.rows[below].cells
            if abs(c.left - cell.left) < 1.2 * cell.height
            and c.top - column[-1].bottom < 4 * cell.height
        ]
        if under:
            column.append(under[0])
    if len(column) < 3:
        return 0.0
    streets = sum(address.score(c.text) >= 0.5 for c in column[1:4])
    data = any(
        hit.concepts & {"contact", "vat_id", "iban", "registration", "tax_number"}
        for c in column[1:]
        for hit in labels.find(c.text)
    )
    return -1.4 if streets >= 2 and not data else 0.0


def _first_address_row(reading: Reading, parties: Parties) -> int | None:
    for index, row in enumerate(reading.rows[:HEAD_ROWS]):
        for cell in row.cells:
            if (
                not parties.is_buyer(cell)
                and address.score(cell.text) >= 1.0
                and not address.is_company(cell.text)
            ):
                return index
    return None


def _domains(reading: Reading) -> set[str]:
    found = set()
    for line in reading.document.lines:
        for match in _MAIL_OR_WEB.finditer(line.text):
            found.add(squash(match.group(1).lower().removeprefix("www."))[0])
    return found


def _in_domain(text: str, domain: str) -> bool:
    words = [squash(word)[0] for word in plain(text).split() if len(word) >= 4]
    joined = squash(text)[0]
    return any(len(word) >= 5 and word in domain for word in words) or (
        len(joined) >= 6 and joined[:10] in domain
    )


def _account_holders(reading: Reading) -> set[str]:
    found = set()
    for row in reading.rows:
        for position, cell in enumerate(row.cells):
            for hit in labels.find(cell.text):
                if "bank" in hit.concepts and hit.start <= 2:
                    for line in near.beside(row.cells, position, hit):
                        value = squash(line.text)[0]
                        if len(value) >= 6:
                            found.add(value)
                        break
    return found


def _could_be_name(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    if address.FORM_ALONE.match(text):
        return False
    if letters < 3 or len(text) > 75 or letters < 0.5 * len(text.replace(" ", "")):
        return False
    return not ("@" in text or "www." in text.lower() or "http" in text.lower())


def _is_data(part: str) -> bool:
    return _any(
        labels.find(part), "contact", "vat_id", "iban", "bank", "registration", "tax_number"
    )


def _name_part(text: str) -> tuple[str, str]:
    """(name, rest) of "Name - street - city", "Name GmbH Street 1 12345 City", "Name (123-X)"."""
    text = _MISREAD_FORM.sub("S.r.l.", _OWNED.sub("", text.strip()))
    parts = [part for part in _SEPARATOR.split(text, maxsplit=8) if part.strip()]
    rest = [part for part in parts[1:] if not _is_data(part)]
    if any(address.score(part) >= 0.5 for part in rest):
        return address.strip_registration(parts[0]), ", ".join(part.strip(" ,") for part in rest)
    if len(parts) >= 2 and address.is_company(parts[0]):
        return address.strip_registration(parts[0]), ""
    if text.count(",") >= 1:
        first, _, rest = text.partition(",")
        if address.is_company(first) and address.score(rest) >= 1.0:
            return first.strip(), rest.strip()
    match = None
    for match in address.LEGAL_FORM.finditer(text):
        rest = text[match.end() :]
        if match.start() >= 3 and address.score(rest) >= 1.0 and len(rest) > 8:
            return text[: match.end()].strip(), rest.strip(" ,-–")
    return address.strip_registration(text), ""


# --- the address ---------------------------------------------------------------------------


def _address(reading: Reading, parties: Parties, name: _Name) -> tuple[str, list[TextLine]] | None:
    if name.rest and address.score(name.rest) >= 1.0:
        kept = [part for part in re.split(r",\s*", name.rest) if part and not _is_data(part)] or [
            name.rest
        ]
        return ", ".join(kept), [name.source]
    if lines := _lines_under(reading, parties, name.row, name.source):
        return _join(line.text for line in lines), lines
    if found := _elsewhere(reading, name):
        return found
    top = _first_address_row(reading, parties)
    if top is None or top == name.row:
        return None
    anchor = next(cell for cell in reading.rows[top].cells if address.score(cell.text) >= 1.0)
    lines = _lines_under(reading, parties, top - 1, anchor)
    return (_join(line.text for line in lines), lines) if lines else None


def _lines_under(
    reading: Reading, parties: Parties, row_index: int, anchor: TextLine
) -> list[TextLine]:
    """The lines of an address below a row, in the column of `anchor`."""
    lines: list[TextLine] = []
    skipped = 0
    center = (anchor.left + anchor.right) / 2
    for index in range(row_index + 1, min(row_index + 1 + ADDRESS_ROWS + 4, len(reading.rows))):
        row = reading.rows[index]
        if row.page != anchor.page:
            break
        previous = lines[-1] if lines else None
        if previous and row.top - previous.bottom > 2.2 * max(previous.height, 1.0):
            break
        cells = [
            cell
            for cell in row.cells
            if not parties.is_buyer(cell)
            and (
                abs(cell.left - anchor.left) < 2 * cell.height
                or cell.left <= center <= cell.right
                or anchor.left <= (cell.left + cell.right) / 2 <= anchor.right
                or (
                    len(row.cells) == 1
                    and len(reading.document.pages[0].lines) < 120
                    and _narrow(reading)
                )
            )
        ]
        if not cells:
            if lines:
                break
            continue
        cell = cells[0]
        hits = labels.find(cell.text)
        points = address.score(cell.text)
        if any(hit.concepts & _STOPS and hit.start <= 2 for hit in hits) and points < 1.6:
            if lines or _any(hits, "title_invoice", "date", "invoice_date", "paid"):
                break
            continue
        if address.is_registration(cell.text) or _any(hits[:1], "registration"):
            continue
        if dates.find(cell.text) or not any(c.isalpha() for c in cell.text):
            if lines:
                break
            continue
        starts = points >= 0.5 and address.is_specific(cell.text)
        if starts or (lines and points > 0 and len(cell.text) > 3):
            lines.append(cell)
            skipped = 0
        elif lines:
            following = reading.rows[index + 1] if index + 1 < len(reading.rows) else None
            if (
                following is not None
                and skipped == 0
                and address.score(following.text) >= 0.7
                and not any(h.concepts & _STOPS for h in labels.find(following.text))
                and not any(h.concepts & _STOPS for h in hits)
            ):
                lines.append(cell)
                skipped += 1
            else:
                break
        else:
            skipped += 1
            if skipped > 4:
                break
        if len(lines) >= ADDRESS_ROWS:
            break
    return lines


def _elsewhere(reading: Reading, name: _Name) -> tuple[str, list[TextLine]] | None:
    """A sender's line that repeats the name with its address ("Name · Street 1 · 12345 City")."""
    wanted = squash(name.text)[0]
    for line in reading.document.lines:
        squashed = squash(line.text)[0]
        if (
            line is not name.source
            and squashed.startswith(wanted)
            and len(squashed) > len(wanted) + 8
        ):
            _, rest = _name_part(line.text)
            if rest and address.score(rest) >= 1.0:
                return rest, [line]
    return None


def _narrow(reading: Reading) -> bool:
    page = reading.document.pages[0]
    return page.height > 1.3 * page.width


def _any(hits, *concepts: str) -> bool:
    return any(hit.concepts.intersection(concepts) and hit.start <= 2 for hit in hits)


def _join(texts) -> str:
    joined = ", ".join(part for text in texts if (part := text.strip(" ,;·•|-")))
    return _ZERO.sub("0", joined)
