"""What the caller knows before reading: who the buyer is, and the defaults of the locale."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hints:
    """The company that receives the document. Every value is optional.

    The buyer's own name and VAT number never become the supplier's; `country_code`
    (ISO 3166 alpha-2) and `currency` (ISO 4217) settle what the page leaves open,
    such as the order of day and month, or which dollar `$` is.
    """

    company_vat: str | None = None
    company_name: str | None = None
    country_code: str | None = None
    currency: str | None = None
