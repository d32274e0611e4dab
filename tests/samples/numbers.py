"""How each country writes an amount."""

from __future__ import annotations

from decimal import Decimal


def english(amount: Decimal) -> str:
    """1,234.50"""
    return f"{amount:,.2f}"


def continental(amount: Decimal) -> str:
    """1.234,50"""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def french(amount: Decimal) -> str:
    """1 234,50 — with the no-break space typographers use"""
    return f"{amount:,.2f}".translate(str.maketrans(",.", "\u00a0,"))


def rupiah(amount: Decimal) -> str:
    """1.234.500 — no decimals are in use"""
    return f"{amount:,.0f}".replace(",", ".")
