"""A tool that is declared on a function: what a model is told of it, and what it may do.

A tool that proposes has no function here: nothing that a run holds leads to it. What it declares is
done by a person's click, outside of this package.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeVar

from . import schema
from .record import Record
from .talking import Offered

Kind = Literal["read", "propose", "send"]
F = TypeVar("F", bound=Callable[..., Any])
_ATTRIBUTE = "__agent_tool__"


class ToolError(Exception):
    """Raised by a tool's function: a sentence for the model, which may then do something else.
    Any other exception ends the run."""


class ToolQuestion(Exception):
    """Raised by a tool's function where only the user can say which record is meant."""

    def __init__(self, question: str, candidates: tuple[Record, ...]) -> None:
        super().__init__(question)
        self.candidates = candidates


@dataclass(frozen=True)
class Tool:
    """
    ``kind``        ``read``; ``propose`` asks a person to do something; ``send`` lets data out
    ``parameters``  JSON schema (see :mod:`~.schema`)
    ``synonyms``    words of questions that this tool may answer, beside those of its description
    ``function``    what is called; ``None`` for one that proposes
    """

    name: str
    description: str
    parameters: dict[str, Any]
    kind: Kind = "read"
    synonyms: str = ""
    function: Callable[..., Any] | None = None

    def __post_init__(self) -> None:
        if self.kind == "propose" and self.function is not None:
            raise ValueError(f"{self.name} proposes: it must not hold a function")

    @cached_property
    def offered(self) -> Offered:
        return Offered(self.name, self.description, schema.shown(self.parameters))

    def run(self, arguments: dict[str, Any]) -> Any:
        """Call the function with coerced and resolved ``arguments``.

        :raise ToolError: what the function says
        """
        if self.function is None:
            raise TypeError(f"{self.name} cannot be run: it is for a person to decide")
        return self.function(**schema.to_python(self.parameters, arguments))


def tool(
    *, kind: Kind = "read", name: str = "", description: str = "", synonyms: str = ""
) -> Callable[[F], F]:
    """Declare a function, or a method, as a tool; it stays what it was. By default the name is its
    own, and the description the first paragraph of its docstring.

    :raise TypeError: its types cannot be said in a schema
    :raise ValueError: it is not described
    """

    def declare(function: F) -> F:
        text = description or inspect.getdoc(function) or ""
        first = " ".join(text.partition("\n\n")[0].split())
        if not first:
            raise ValueError(f"{function.__qualname__}: describe what it does, in a docstring")
        declared = Tool(
            name or function.__name__, first, schema.of_function(function), kind, synonyms
        )
        setattr(function, _ATTRIBUTE, declared)
        return function

    return declare


def declared(function: Callable[..., Any]) -> Tool:
    """The tool that is declared on ``function``. If it proposes, the function itself is not in it.

    :raise TypeError: none is
    """
    found = getattr(function, _ATTRIBUTE, None)
    if not isinstance(found, Tool):
        raise TypeError(f"{function!r} is no tool: decorate it with @tool()")
    return found if found.kind == "propose" else replace(found, function=function)
