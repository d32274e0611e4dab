"""The line items' rate where the table has no column for it: tax ÷ untaxed, if that is a rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from .result import Field, LineItem

TENTH = Decimal("0.1")
HIGHEST = 30


def complete(lines: tuple[LineItem, ...], fields: Mapping[str, Field]) -> tuple[LineItem, ...]:
    """The lines with the document's one rate, if none has its own and together they are untaxed."""
    if not lines or any(line.tax_percent is not None for line in lines):
        return lines
    subtotals = [Decimal(line.subtotal) for line in lines if line.subtotal]
    untaxed = Decimal(fields["amount_untaxed"].value) if "amount_untaxed" in fields else None
    if untaxed is None or abs(abs(sum(subtotals, Decimal(0))) - untaxed) > TENTH:
        return lines  # prices with tax included, or lines that were not all read
    rate = single_rate(fields)
    return tuple(replace(line, tax_percent=rate) for line in lines) if rate else lines


def single_rate(fields: Mapping[str, Field]) -> str | None:
    """ "19" or "5.5", where rounding to cents explains what the amounts differ from that rate."""
    if "amount_untaxed" not in fields or "amount_tax" not in fields:
        return None
    untaxed, tax = (Decimal(fields[name].value) for name in ("amount_untaxed", "amount_tax"))
    if untaxed <= 0 or not 0 < tax < untaxed:
        return None
    exact = tax * 100 / untaxed
    for step in (Decimal(1), Decimal("0.5"), TENTH):
        rate = (exact / step).to_integral_value() * step
        if 0 < rate <= HIGHEST and abs(untaxed * rate / 100 - tax) <= Decimal("0.015"):
            return f"{rate.normalize():f}"
    return None
