"""The tools that one agent is allowed, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .folding import folded, nearest
from .tool import Tool, declared

_LONGEST = 100


class Toolbox:
    """Holds declarations, made of decorated functions or bound methods.

    :raise ValueError: two have one name
    """

    def __init__(self, *functions: Callable[..., Any] | Tool) -> None:
        self._tools: dict[str, Tool] = {}
        for function in functions:
            tool = function if isinstance(function, Tool) else declared(function)
            if folded(tool.name) in self._tools:
                raise ValueError(f"two tools are called {tool.name!r}: rename one")
            self._tools[folded(tool.name)] = tool

    def __iter__(self) -> Iterator[Tool]:
        return iter(self._tools.values())

    def __len__(self) -> int:
        return len(self._tools)

    def named(self, name: object) -> Tool | None:
        """By its name in any spelling: ``functions.SalesByMonth`` is ``sales_by_month``."""
        if not isinstance(name, str) or len(name) > _LONGEST:
            return None
        return self._tools.get(folded(name)) or self._tools.get(
            folded(name.replace("/", ".").replace(":", ".").rpartition(".")[2])
        )

    def near(self, name: str) -> list[str]:
        """Names of tools, those most like ``name`` first."""
        return nearest(name[:_LONGEST], [tool.name for tool in self])
