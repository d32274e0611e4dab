"""VAT numbers as they are printed, compared with those on contacts."""

from __future__ import annotations

import re
from typing import Any

from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

#: VAT prefixes that are not the country's ISO 3166 code.
_COUNTRY_OF_PREFIX = {"EL": "GR", "XI": "GB"}
_PREFIX_OF_COUNTRY = {"GR": "EL"}
#: The word after a Swiss number: "CHE-123.456.788 MWST".
_SWISS_WORD = re.compile(r"(?<=\d)(MWST|TVA|IVA|VAT)$")


def compact(number: str) -> str:
    """Letters and digits only, in capitals."""
    return _SWISS_WORD.sub("", re.sub(r"[^A-Z0-9]", "", number.upper()))


def country_of(number: str) -> str:
    """ISO 3166 code of the country in a number's prefix, or ""."""
    match = re.match(r"([A-Z]{2})(?=[A-Z0-9]*\d)", compact(number))
    prefix = match[1] if match else ""
    return _COUNTRY_OF_PREFIX.get(prefix, prefix)


def variants(number: str, default_country: str = "") -> tuple[str, str, str]:
    """`(with prefix, without prefix, ISO country)`; what is not known is ""."""
    number = compact(number)
    country = country_of(number)
    if country and _module(country):
        return number, number[2:], country
    country = default_country.upper()
    prefix = _PREFIX_OF_COUNTRY.get(country, country)
    return (prefix + number if country and number else ""), number, country


def is_valid(number: str, default_country: str = "") -> bool:
    """Whether the check digits are right for the prefix' country, else for `default_country`."""
    prefixed, bare, country = variants(number, default_country)
    module = _module(country)
    if module is None:
        return False
    for candidate in (prefixed, bare):
        try:
            module.validate(candidate)
        except ValidationError:
            continue
        return True
    return False


def _module(country: str) -> Any:
    return get_cc_module(country.lower(), "vat") if country else None
