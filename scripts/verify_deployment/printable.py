"""What a server has said, made fit to be shown."""

from __future__ import annotations

MOST = 400
"""Letters."""


def printable(words: str) -> str:
    """One line of bounded length that cannot move a cursor, turn the writing or change a colour."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in words[: MOST + 1])
    return shown if len(shown) <= MOST else f"{shown[: MOST - 1]}…"
