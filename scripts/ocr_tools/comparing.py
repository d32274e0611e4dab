"""Is what was read what is true? Dates, amounts and names are compared for what they mean."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from extraction import dates

FUZZY = 0.85  # share of equal characters from which two names count as nearly equal


@dataclass(frozen=True)
class Outcome:
    """One field of one document. verdict: "right", "close", "wrong" or "missing"."""

    document: str
    field: str
    verdict: str
    truth: str
    read: str | None


def squeezed(text: str) -> str:
    """Letters and digits only, without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum())


def text(truth: str, read: str | None) -> str:
    if not read:
        return "missing"
    a, b = squeezed(truth), squeezed(read)
    if a == b:
        return "right"
    return "close" if difflib.SequenceMatcher(None, a, b).ratio() >= FUZZY else "wrong"


def identifier(truth: str, read: str | None) -> str:
    if not read:
        return "missing"
    return "right" if squeezed(truth) == squeezed(read) else "wrong"


def date(truth: str, read: str | None) -> str:
    if not read:
        return "missing"
    return "right" if iso(truth) == read else "wrong"


def iso(written: str) -> str | None:
    """The ISO date of a truth: 20180305, or day first in any usual form."""
    if re.fullmatch(r"\d{8}", written):
        return f"{written[:4]}-{written[4:6]}-{written[6:]}"
    found = dates.find(written)
    return found[0].date.isoformat() if found else None


def amount(truth: str, read: str | None) -> str:
    if not read:
        return "missing"
    try:
        return "right" if abs(decimal(truth) - decimal(read)) < Decimal("0.005") else "wrong"
    except InvalidOperation:
        return "wrong"


def decimal(written: str) -> Decimal:
    """A decimal string, perhaps with a currency sign and grouped by commas."""
    return Decimal(re.sub(r"[^\d.-]", "", written))


def receipt(name: str, truth: dict[str, Any], record: dict[str, Any]) -> list[Outcome]:
    """Outcomes of a shop's receipt (SROIE's four fields); an empty truth is not counted."""
    return _outcomes(
        name,
        record,
        (
            ("total", truth.get("total"), "amount_total", amount),
            ("date", truth.get("date"), "invoice_date", date),
            ("company", truth.get("company"), "supplier_name", text),
            ("address", truth.get("address"), "supplier_address", text),
        ),
    )


def invoice(name: str, truth: dict[str, Any], record: dict[str, Any]) -> list[Outcome]:
    """Outcomes of an invoice.

    A true line is right if one that was read has its amount and the beginning of its name.
    """
    seller = truth.get("seller") or {}
    vat = next((number for kind, number in seller.get("tax_ids") or [] if kind == "VA"), None)
    outcomes = _outcomes(
        name,
        record,
        (
            ("number", truth.get("invoice_number"), "invoice_number", identifier),
            ("date", truth.get("date"), "invoice_date", date),
            ("total", truth.get("total"), "amount_total", amount),
            ("due date", truth.get("due_date"), "due_date", date),
            ("currency", truth.get("currency"), "currency", identifier),
            ("untaxed", truth.get("untaxed"), "amount_untaxed", amount),
            ("tax", truth.get("tax"), "amount_tax", amount),
            ("supplier", seller.get("name"), "supplier_name", text),
            ("supplier VAT", vat, "supplier_vat", identifier),
        ),
    )
    read = record.get("lines") or []
    for line in truth.get("lines") or []:
        same = [r for r in read if _same_line(line, r)]
        verdict = "right" if same else ("wrong" if read else "missing")
        outcomes.append(Outcome(name, "lines", verdict, f"{line['name']} {line['total']}", None))
    return outcomes


def _same_line(truth: dict[str, Any], read: dict[str, Any]) -> bool:
    try:
        same = abs(abs(decimal(read["subtotal"] or "")) - abs(decimal(truth["total"]))) < Decimal(
            "0.005"
        )
    except InvalidOperation:
        return False
    return same and squeezed(truth["name"])[:8] in squeezed(read["description"] or "")


def _outcomes(name: str, record: dict[str, Any], rules: tuple) -> list[Outcome]:
    fields = record.get("fields") or {}
    outcomes = []
    for label, truth, key, compare in rules:
        if not truth:
            continue
        read = (fields.get(key) or {}).get("value")
        outcomes.append(Outcome(name, label, compare(str(truth), read), str(truth), read))
    return outcomes
