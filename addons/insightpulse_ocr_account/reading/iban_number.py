"""International bank account numbers (ISO 13616) as they are printed.

`stdnum.iban` cannot be imported inside Odoo 19: Odoo replaces the loader of the `stdnum` package,
and with it the way to stdnum's data files. The check digits need no data.
"""

from __future__ import annotations

import re

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10


def compact(number: str) -> str:
    """Without spaces and punctuation, in capitals."""
    return re.sub(r"[^A-Z0-9]", "", number.upper())


def is_valid(number: str) -> bool:
    """Whether the form and the check digits are right."""
    number = compact(number)
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", number):
        return False
    try:
        mod_97_10.validate(number[4:] + number[:4])
    except ValidationError:
        return False
    return True
