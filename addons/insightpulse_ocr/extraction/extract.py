"""The pipeline: document → reading → parties, figures → fields and lines. Nothing flows back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from . import (
    currency_field,
    date_fields,
    document,
    document_type,
    figures,
    invoice_number,
    line_items,
    parties,
    reading,
    supplier,
    tax_ids,
    tax_rates,
    totals,
)
from .hints import Hints
from .result import Extraction, Field, LineItem


def extract(service_response: Mapping[str, Any], *, hints: Hints | None = None) -> Extraction:
    """Fields and line items from the OCR service's answer.

    Never raises on what the service could answer, and takes time linear in the number of lines.
    """
    read = reading.read(document.read(service_response), hints or Hints())
    if not read.rows:
        return Extraction("invoice", warnings=("No text was found on the document.",))
    kind = document_type.find(read)
    sides = parties.find(read)
    fields: dict[str, Field] = {}
    fields.update(supplier.find(read, sides))
    fields.update(tax_ids.find(read, sides))
    if number := invoice_number.find(read):
        fields["invoice_number"] = number
    fields.update(date_fields.find(read))
    if currency := currency_field.find(read):
        fields["currency"] = currency
    lines = line_items.find(read)
    sums = totals.find(read, figures.collect(read), _sum(lines))
    if "amount_total" not in sums.fields:
        sums = totals.find(read, figures.collect(read, whole=True), _sum(lines))
    fields.update(sums.fields)
    lines = tax_rates.complete(lines, sums.fields)
    warnings = list(sums.warnings)
    if sums.negative and kind != "receipt":
        kind = "credit_note"
    if kind == "credit_note":
        lines = tuple(line_items.positive(line) for line in lines)
    warnings.extend(_missing(fields))
    return Extraction(kind, fields, tuple(lines), tuple(warnings))


def _sum(lines: tuple[LineItem, ...]) -> Decimal | None:
    try:
        return (
            sum((Decimal(line.subtotal) for line in lines if line.subtotal), Decimal(0))
            if lines
            else None
        )
    except InvalidOperation:
        return None


_WORDS = {
    "invoice_date": "No invoice date was found.",
    "amount_total": "No total was found.",
}


def _missing(fields: Mapping[str, Field]) -> list[str]:
    return [words for name, words in _WORDS.items() if name not in fields]
