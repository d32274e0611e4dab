"""What a sample says: the one source from which both the page and its truth are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def money(amount: Decimal) -> Decimal:
    """Round half up to cents, as an invoice does."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Party:
    name: str
    street: str
    city: str
    country: str = ""
    vat: str | None = None
    iban: str | None = None

    @property
    def address(self) -> str:
        return ", ".join(part for part in (self.street, self.city, self.country) if part)


@dataclass(frozen=True)
class Line:
    description: str
    quantity: Decimal
    unit_price: Decimal
    tax_percent: Decimal
    reference: str = ""
    unit: str = ""

    @property
    def subtotal(self) -> Decimal:
        return money(self.quantity * self.unit_price)


def line(
    description: str,
    quantity: str,
    unit_price: str,
    tax_percent: str,
    reference: str = "",
    unit: str = "",
) -> Line:
    """Build a Line from plain decimal strings."""
    return Line(
        description,
        Decimal(quantity),
        Decimal(unit_price),
        Decimal(tax_percent),
        reference,
        unit,
    )


@dataclass(frozen=True)
class Document:
    document_type: str  # invoice | credit_note | receipt
    language: str  # ISO 639-1
    supplier: Party
    buyer: Party | None
    number: str
    issued: date
    due: date | None
    currency: str  # ISO 4217
    lines: tuple[Line, ...]
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def untaxed(self) -> Decimal:
        return sum((item.subtotal for item in self.lines), Decimal())

    @property
    def taxes(self) -> dict[Decimal, tuple[Decimal, Decimal]]:
        """Rate in percent → (base, tax); the tax is rounded once per rate."""
        bases: dict[Decimal, Decimal] = {}
        for item in self.lines:
            bases[item.tax_percent] = bases.get(item.tax_percent, Decimal()) + item.subtotal
        return {
            rate: (base, money(base * rate / 100)) for rate, base in sorted(bases.items()) if rate
        }

    @property
    def tax(self) -> Decimal:
        return sum((tax for _base, tax in self.taxes.values()), Decimal())

    @property
    def total(self) -> Decimal:
        return self.untaxed + self.tax
