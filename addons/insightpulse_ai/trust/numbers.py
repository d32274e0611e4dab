"""Whether a number is an account's or a card's, by its check digits."""

from __future__ import annotations

IBAN_LENGTHS = range(15, 35)
CARD_LENGTHS = range(14, 20)
CARD_STARTS = tuple("23456")


def is_iban(text: str) -> bool:
    """ISO 13616: two letters, two check digits, and the remainder modulo 97 is 1.

    >>> is_iban("BE71096123456769"), is_iban("BE72096123456769"), is_iban("BE7")
    (True, False, False)
    """
    text = text.upper()
    if len(text) not in IBAN_LENGTHS or not (text.isascii() and text.isalnum()):
        return False
    if not (text[:2].isalpha() and text[2:4].isdecimal()):
        return False
    turned = text[4:] + text[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def is_card(digits: str) -> bool:
    """ISO/IEC 7812-1: up to 19 digits, of which the last is the Luhn sum's, and the first that of
    a bank's, an airline's or a merchant's. Those of 13 are articles' (EAN): no card has so few now.

    >>> is_card("4111111111111111"), is_card("4111111111111112"), is_card("0" * 16)
    (True, False, False)
    """
    if len(digits) not in CARD_LENGTHS or not (digits.isascii() and digits.isdecimal()):
        return False
    if not digits.startswith(CARD_STARTS):
        return False
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
