"""The result: fields and line items, each with its confidence and the place it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .document import Polygon

FIELD_NAMES = (
    "supplier_name",
    "supplier_address",
    "supplier_vat",
    "supplier_iban",
    "invoice_number",
    "invoice_date",
    "due_date",
    "currency",
    "amount_untaxed",
    "amount_tax",
    "amount_total",
)


@dataclass(frozen=True)
class Field:
    """One value.

    value: ISO date, ISO 4217 code, decimal string such as "1234.50", or text.
    confidence: 0 to 1. page: from 1. polygon: 4 × 2 pixels of that page, origin top left.
    """

    value: str
    confidence: float
    page: int
    polygon: Polygon

    def to_dict(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "confidence": round(self.confidence, 3),
            "page": self.page,
            "polygon": [list(point) for point in self.polygon],
        }


@dataclass(frozen=True)
class LineItem:
    """One line of the bill; numbers are decimal strings, None where the page has none."""

    description: str | None
    quantity: str | None
    unit_price: str | None
    tax_percent: str | None
    subtotal: str | None
    confidence: float
    page: int
    polygon: Polygon

    def to_dict(self) -> dict[str, Any]:
        return {
            "description": self.description,
            "quantity": self.quantity,
            "unit_price": self.unit_price,
            "tax_percent": self.tax_percent,
            "subtotal": self.subtotal,
            "confidence": round(self.confidence, 3),
            "page": self.page,
            "polygon": [list(point) for point in self.polygon],
        }


@dataclass(frozen=True)
class Extraction:
    """Everything read from one document."""

    document_type: str  # "invoice", "credit_note" or "receipt"
    fields: dict[str, Field] = field(default_factory=dict)
    lines: tuple[LineItem, ...] = ()
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; a field that was not found is None."""
        return {
            "document_type": self.document_type,
            "fields": {
                name: self.fields[name].to_dict() if name in self.fields else None
                for name in FIELD_NAMES
            },
            "lines": [line.to_dict() for line in self.lines],
            "warnings": list(self.warnings),
        }
