"""Currencies: symbols and codes on the page → ISO 4217, and what a country pays with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

# Longest first: "RM" is tried before "R". A symbol of several currencies maps to None and is
# settled by the country or the hint.
SYMBOLS: dict[str, str | None] = {
    "EUR": "EUR", "EURO": "EUR", "EUROS": "EUR", "€": "EUR",
    "USD": "USD", "US$": "USD", "GBP": "GBP", "£": "GBP", "CHF": "CHF", "SFR": "CHF", "FR.": "CHF",
    "MYR": "MYR", "RM": "MYR", "SGD": "SGD", "S$": "SGD", "IDR": "IDR", "RP": "IDR", "RP.": "IDR",
    "AUD": "AUD", "A$": "AUD", "CAD": "CAD", "C$": "CAD", "NZD": "NZD", "HKD": "HKD", "HK$": "HKD",
    "JPY": "JPY", "¥": "JPY", "CNY": "CNY", "RMB": "CNY", "INR": "INR", "₹": "INR", "RS.": "INR",
    "BRL": "BRL", "R$": "BRL", "MXN": "MXN", "PHP": "PHP", "₱": "PHP", "THB": "THB", "฿": "THB",
    "SEK": "SEK", "NOK": "NOK", "DKK": "DKK", "PLN": "PLN", "ZŁ": "PLN", "CZK": "CZK", "KČ": "CZK",
    "HUF": "HUF", "RON": "RON", "BGN": "BGN", "TRY": "TRY", "₺": "TRY", "AED": "AED", "SAR": "SAR",
    "ZAR": "ZAR", "VND": "VND", "₫": "VND", "KRW": "KRW", "₩": "KRW", "TWD": "TWD", "NT$": "TWD",
    "$": None,
}  # fmt: skip

EURO_COUNTRIES = (
    "AT", "BE", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT", "LT", "LU", "LV", "MT",
    "NL", "PT", "SI", "SK", "MC", "SM", "VA", "AD",
)  # fmt: skip
COUNTRY_CURRENCY = {
    **dict.fromkeys(EURO_COUNTRIES, "EUR"),
    "US": "USD", "GB": "GBP", "CH": "CHF", "LI": "CHF", "MY": "MYR", "SG": "SGD", "ID": "IDR",
    "AU": "AUD", "CA": "CAD", "NZ": "NZD", "HK": "HKD", "JP": "JPY", "CN": "CNY", "IN": "INR",
    "BR": "BRL", "MX": "MXN", "PH": "PHP", "TH": "THB", "SE": "SEK", "NO": "NOK", "DK": "DKK",
    "PL": "PLN", "CZ": "CZK", "HU": "HUF", "RO": "RON", "BG": "BGN", "TR": "TRY", "AE": "AED",
    "SA": "SAR", "ZA": "ZAR", "VN": "VND", "KR": "KRW", "TW": "TWD", "CO": "COP", "CL": "CLP",
    "AR": "ARS", "PE": "PEN",
}  # fmt: skip

DOLLARS = frozenset(["USD", "SGD", "AUD", "CAD", "NZD", "HKD", "TWD", "MXN", "COP", "CLP", "ARS"])
WITHOUT_CENTS = frozenset(("IDR", "JPY", "KRW", "VND", "CLP"))

_ALTERNATIVES = "|".join(re.escape(symbol) for symbol in sorted(SYMBOLS, key=len, reverse=True))
_AT_START = re.compile(rf"\s?\(?({_ALTERNATIVES})(?![A-Za-z])", re.IGNORECASE)
_AT_END = re.compile(rf"(?<![A-Za-z])({_ALTERNATIVES})\)?\s?[:.]?\s?[-−–]?\s?$", re.IGNORECASE)
_CODES_ONLY = re.compile(
    r"(?<![A-Za-z])("
    + "|".join(sorted(s for s in SYMBOLS if len(s) == 3 and s.isalpha()))
    + r"|€|£|₹|₺|฿|₱|RM)(?![A-Za-z])"
)


def at_start(text: str) -> str | None:
    """ISO code (or "$") of a currency with which the text begins, one blank allowed."""
    match = _AT_START.match(text)
    return (SYMBOLS.get(match.group(1).upper()) or "$") if match else None


def at_end(text: str) -> str | None:
    """ISO code (or "$") of a currency with which the text ends, as before a number."""
    match = _AT_END.search(text)
    return (SYMBOLS.get(match.group(1).upper()) or "$") if match else None


def strip_end(text: str) -> str:
    """The text without a currency at its end."""
    return _AT_END.sub("", text).rstrip()


def mentioned(text: str) -> list[tuple[str, int, int]]:
    """(code, start, end) of unmistakable symbols and upper-case codes anywhere in the text."""
    return [
        (SYMBOLS[match.group(1)] or "$", match.start(1), match.end(1))
        for match in _CODES_ONLY.finditer(text)
    ]


def decide(
    beside_amounts: Iterable[str], mentions: Iterable[str], country: str | None, hint: str | None
) -> tuple[str | None, float]:
    """(ISO code, certainty 0…1) from what stands beside amounts and elsewhere."""
    of_country = COUNTRY_CURRENCY.get(country or "")
    votes: Counter[str] = Counter()
    for code in beside_amounts:
        votes[code] += 3
    for code in mentions:
        votes[code] += 2
    dollars = votes.pop("$", 0)
    if votes:
        code, best = votes.most_common(1)[0]
        if dollars > best and of_country and of_country not in votes:
            return of_country, 0.7
        return code, 0.97 if best * 2 > sum(votes.values()) else 0.75
    if dollars:
        if of_country:  # "$" on a receipt from Kuala Lumpur is the local money
            return of_country, 0.8
        if hint in DOLLARS:
            return hint, 0.8
        return "USD", 0.7
    if of_country:
        return of_country, 0.75
    return (hint, 0.5) if hint else (None, 0.0)
