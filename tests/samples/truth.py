"""The truth of a sample: the values a perfect reader would return, in `ocr-extract`'s shape."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .document import Document, Line


def plain(number: Decimal) -> str:
    """A decimal without exponent or trailing zeros: 4, 2.5, 19."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def line_truth(item: Line) -> dict[str, str]:
    return {
        "description": item.description,
        "quantity": plain(item.quantity),
        "unit_price": format(item.unit_price, ".2f"),
        "tax_percent": plain(item.tax_percent),
        "subtotal": format(item.subtotal, ".2f"),
    }


def truth(document: Document) -> dict[str, Any]:
    """`{document_type, language, fields: {name: str | None}, lines: [{...}]}`."""
    return {
        "document_type": document.document_type,
        "language": document.language,
        "fields": {
            "supplier_name": document.supplier.name,
            "supplier_address": document.supplier.address,
            "supplier_vat": document.supplier.vat,
            "supplier_iban": document.supplier.iban,
            "invoice_number": document.number,
            "invoice_date": document.issued.isoformat(),
            "due_date": document.due.isoformat() if document.due else None,
            "currency": document.currency,
            "amount_untaxed": format(document.untaxed, ".2f"),
            "amount_tax": format(document.tax, ".2f"),
            "amount_total": format(document.total, ".2f"),
        },
        "lines": [line_truth(item) for item in document.lines],
    }
