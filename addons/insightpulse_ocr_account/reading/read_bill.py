"""The extraction of a document as typed values.

The extraction is JSON made from a document that anybody can have written: every value is checked
here once, so that the models can use it without a second thought. A value that is not what it
should be becomes None; nothing here raises on a document's content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

#: Beyond this no amount is believed: it is a misread number, and numeric columns have an end.
AMOUNT_LIMIT = Decimal(10) ** 13
#: Years outside are misread digits, not dates of a bill.
FIRST_YEAR, LAST_YEAR = 1970, 2100
TEXT_LIMIT = 1000

# C0/C1 control characters (a NUL is refused by PostgreSQL) and the Unicode bidirectional overrides
# with which a text can be shown in another order than it is stored.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class ReadLine:
    """One item of the document; amounts in the document's currency."""

    description: str
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    tax_percent: Decimal | None = None
    subtotal: Decimal | None = None


@dataclass(frozen=True)
class ReadBill:
    """What was read of one document. `confidence`: field name → 0…1 for the fields found."""

    document_type: str = "invoice"
    supplier_name: str = ""
    supplier_address: str = ""
    supplier_vat: str = ""
    supplier_iban: str = ""
    invoice_number: str = ""
    invoice_date: date | None = None
    due_date: date | None = None
    currency: str = ""
    amount_untaxed: Decimal | None = None
    amount_tax: Decimal | None = None
    amount_total: Decimal | None = None
    lines: tuple[ReadLine, ...] = ()
    warnings: tuple[str, ...] = ()
    confidence: dict[str, float] = field(default_factory=dict)

    @property
    def is_credit_note(self) -> bool:
        """Whether the supplier owes us; some write that as an invoice with a negative total."""
        return self.document_type == "credit_note" or (self.amount_total or 0) < 0


def clean_text(value: Any, limit: int = TEXT_LIMIT) -> str:
    """`value` without control characters, `limit` characters at most; "" if it is no text."""
    if not isinstance(value, str):
        return ""
    value = value.encode("utf-8", "ignore").decode()  # lone surrogates cannot be stored
    return _UNPRINTABLE.sub("", value).strip()[:limit]


def amount(value: Any) -> Decimal | None:
    """A decimal string as Decimal; None unless it is finite and of a believable size."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < AMOUNT_LIMIT else None


def iso_date(value: Any) -> date | None:
    """`YYYY-MM-DD` as date, None when it is none or of an impossible year."""
    try:
        day = date.fromisoformat(value.strip()[:10])
    except (AttributeError, ValueError):
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def read_bill(extraction: Any) -> ReadBill:
    """Type the dict that the extraction package returns (its `to_dict()`)."""
    extraction = extraction if isinstance(extraction, dict) else {}
    fields = extraction.get("fields")
    fields = fields if isinstance(fields, dict) else {}

    def found(name: str) -> Any:
        entry = fields.get(name)
        return entry.get("value") if isinstance(entry, dict) else None

    lines = tuple(
        _read_line(line) for line in extraction.get("lines") or [] if isinstance(line, dict)
    )
    bill = ReadBill(
        document_type=clean_text(extraction.get("document_type")) or "invoice",
        supplier_name=" ".join(clean_text(found("supplier_name"), 200).split()),
        supplier_address=clean_text(found("supplier_address"), 500),
        supplier_vat=clean_text(found("supplier_vat"), 32),
        supplier_iban=clean_text(found("supplier_iban"), 64),
        invoice_number=" ".join(clean_text(found("invoice_number"), 64).split()),
        invoice_date=iso_date(found("invoice_date")),
        due_date=iso_date(found("due_date")),
        currency=clean_text(found("currency"), 3).upper(),
        amount_untaxed=amount(found("amount_untaxed")),
        amount_tax=amount(found("amount_tax")),
        amount_total=amount(found("amount_total")),
        lines=lines,
        warnings=tuple(filter(None, map(clean_text, extraction.get("warnings") or []))),
        confidence={name: _confidence(entry) for name, entry in fields.items() if entry},
    )
    return _with_positive_amounts(bill) if (bill.amount_total or 0) < 0 else bill


def _read_line(line: dict[str, Any]) -> ReadLine:
    percent = amount(line.get("tax_percent"))
    return ReadLine(
        description=clean_text(line.get("description")),
        quantity=amount(line.get("quantity")),
        unit_price=amount(line.get("unit_price")),
        tax_percent=percent if percent is not None and 0 <= percent < 100 else None,
        subtotal=amount(line.get("subtotal")),
    )


def _confidence(entry: Any) -> float:
    try:
        return min(1.0, max(0.0, float(entry["confidence"])))
    except (KeyError, TypeError, ValueError):
        return 0.0


def _with_positive_amounts(bill: ReadBill) -> ReadBill:
    """An invoice with a negative total is a credit note: the same with every sign turned."""

    def turned(value: Decimal | None) -> Decimal | None:
        return None if value is None else -value

    lines = bill.lines
    if sum(line.subtotal or 0 for line in lines) < 0:
        lines = tuple(
            replace(line, unit_price=turned(line.unit_price), subtotal=turned(line.subtotal))
            for line in lines
        )
    return replace(
        bill,
        document_type="credit_note",
        amount_untaxed=turned(bill.amount_untaxed),
        amount_tax=turned(bill.amount_tax),
        amount_total=turned(bill.amount_total),
        lines=lines,
    )
