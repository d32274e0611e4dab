"""A record as agents know it: by its name for the model, by its id for the tool."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """What a tool's function is given for a :class:`Reference`. In a tool's result it makes its id
    known: only then may the model use the number instead of the name."""

    model: str
    id: int
    name: str


@dataclass(frozen=True)
class Reference:
    """Marks a parameter as a record of ``model``, which the model names:
    ``partner: Annotated[Record, Reference("res.partner")]``."""

    model: str


class Also:
    """Other names under which a parameter may come: ``Annotated[float, Also("total", "sum")]``."""

    def __init__(self, *names: str) -> None:
        self.names = names
