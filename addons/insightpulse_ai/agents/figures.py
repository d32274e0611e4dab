"""Whether an answer has figures that nobody gave: small models make them up."""

from __future__ import annotations

import re

_FIGURE = re.compile(r"\d+(?:[.,'’]\d+)*")
_NO_CENTS = re.compile(r"[.,]00$")


def made_up(text: str, given: str) -> bool:
    """Whether a number of two digits or more in ``text`` is none in ``given``.

    >>> made_up("The balance is 192.25.", "What is the balance at the end of 2025?")
    True
    >>> made_up("You asked for 2025: I found 1 tool.", "What is the balance at the end of 2025?")
    False
    >>> made_up("They owe 1250.", "They owe 1,250.00.")
    False
    """
    known = {_digits(figure) for figure in _FIGURE.findall(given)}
    figures = {_digits(figure) for figure in _FIGURE.findall(text)}
    return any(len(figure) > 1 and figure not in known for figure in figures)


def _digits(figure: str) -> str:
    return "".join(char for char in _NO_CENTS.sub("", figure) if char.isdigit())
