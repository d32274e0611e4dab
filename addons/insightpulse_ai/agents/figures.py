"""Whether an answer has figures that nobody gave: small models make them up."""

from __future__ import annotations

import re

_FIGURE = re.compile(r"\d+(?:[.,'’]\d+)*")


def made_up(text: str, given: str) -> bool:
    """Whether a number of two digits or more in ``text`` is none in ``given``.

    >>> made_up("The balance is 192.25.", "What is the balance at the end of 2025?")
    True
    >>> made_up("You asked for 2025: I found 1 tool.", "What is the balance at the end of 2025?")
    False
    """
    known = {_digits(figure) for figure in _FIGURE.findall(given)}
    figures = {_digits(figure) for figure in _FIGURE.findall(text)}
    return any(len(figure) > 1 and figure not in known for figure in figures)


def _digits(figure: str) -> str:
    return "".join(char for char in figure if char.isdigit())
