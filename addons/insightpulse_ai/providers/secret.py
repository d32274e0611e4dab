"""A text that no log, page or traceback may show."""

from __future__ import annotations


class Secret:
    """Shows itself only to who asks by name: :meth:`reveal`.

    >>> Secret("sk-1234"), str(Secret("sk-1234")), f"{Secret('sk-1234')}", bool(Secret(""))
    (Secret(…), '…', '…', False)
    """

    __slots__ = ("__text",)

    def __init__(self, text: str = "") -> None:
        self.__text = text.strip()

    def reveal(self) -> str:
        return self.__text

    @property
    def fits_a_header(self) -> bool:
        return all("!" <= character <= "~" for character in self.__text)

    def hidden_in(self, text: str) -> str:
        """``text`` with this secret blacked out, should a server have repeated it."""
        return text.replace(self.__text, "…") if self.__text else text

    def __bool__(self) -> bool:
        return bool(self.__text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.reveal() == self.__text

    def __hash__(self) -> int:
        return hash(self.__text)

    def __repr__(self) -> str:
        return "Secret(…)" if self.__text else "Secret('')"

    def __str__(self) -> str:
        return "…" if self.__text else ""
