"""A field that is to be filled, as a model is told of it."""

from __future__ import annotations

from dataclasses import dataclass

TYPES = (
    "char", "text", "html", "integer", "float", "monetary", "boolean", "date", "datetime",
    "selection", "many2one", "many2many",
)  # fmt: skip
"""Odoo's types of fields that can be filled."""


@dataclass(frozen=True)
class Field:
    """
    ``label``      its name for people
    ``type``       one of :data:`TYPES`
    ``hint``       what it means, or when it has which value, in words
    ``selection``  ``(value, label)`` of each choice
    ``model``      whose records a relation leads to
    ``records``    ``(id, name)`` of all that it may be, where those are few; ``None``: any that is
                   found by its name
    ``required``   a model has to choose something
    ``size``       how many characters it holds at most; 0: as many as you like
    """

    name: str
    label: str
    type: str
    hint: str = ""
    selection: tuple[tuple[str, str], ...] = ()
    model: str = ""
    records: tuple[tuple[int, str], ...] | None = None
    required: bool = False
    size: int = 0

    @property
    def choices(self) -> dict[str, str | int] | None:
        """What a model chooses among → what Odoo keeps; ``None`` where it is no choice.

        >>> Field("p", "Priority", "selection", selection=(("0", "Low"), ("1", "High"))).choices
        {'Low': '0', 'High': '1'}
        >>> Field("t", "Team", "many2one", records=((3, "East"), (4, "East"))).choices
        {'East (3)': 3, 'East (4)': 4}
        """
        options: tuple[tuple[str | int, str], ...]
        if self.type == "selection":
            options = self.selection
        elif self.records is not None:
            options = self.records
        else:
            return None
        names = [name for _value, name in options]
        return {
            name if names.count(name) == 1 else f"{name} ({value})": value
            for value, name in options
        }
