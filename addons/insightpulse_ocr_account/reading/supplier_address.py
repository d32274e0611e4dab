"""The address block of a document → the fields of a contact."""

from __future__ import annotations

import re
from dataclasses import dataclass

# "1050 Bruxelles", "D-80331 München", "75001 Paris", "1012 AB Amsterdam", "4000-123 Porto"
_ZIP_CITY = re.compile(
    r"^(?:[A-Z]{1,2}-)?(?P<zip>\d{4}\s?[A-Z]{2}|\d{4}-\d{3}|\d{4,6})\s+(?P<city>\D{2,})$"
)
# "London SW1A 1AA", "Springfield, IL 62701", "Jakarta 10110"
_CITY_ZIP = re.compile(
    r"^(?P<city>\D{2,}?),?\s+(?:[A-Z]{2}\s+)?"
    r"(?P<zip>\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})$"
)


@dataclass(frozen=True)
class Address:
    street: str = ""
    street2: str = ""
    zip: str = ""
    city: str = ""


def parse_address(text: str) -> Address:
    """Lines, or parts between commas, of an address; what is not understood goes to `street2`.

    Nothing is dropped: a person corrects a field more easily than they find a lost one.
    """
    parts = [part.strip() for part in re.split(r"[\n;]|,(?!\s*[A-Z]{2}\s+\d{5})", text)]
    rest: list[str] = []
    zip_code = city = ""
    for part in filter(None, parts):
        match = None if zip_code else (_ZIP_CITY.match(part) or _CITY_ZIP.match(part))
        if match:
            zip_code, city = match["zip"].strip(), match["city"].strip(" ,")
        else:
            rest.append(part)
    return Address(
        street=rest[0] if rest else "", street2=", ".join(rest[1:]), zip=zip_code, city=city
    )
