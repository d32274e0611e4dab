"""private copy, replaced by main's"""
from __future__ import annotations
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
PASS, WARN, FAIL = "pass", "warn", "fail"
class Away(Exception):
    pass
@dataclass(frozen=True)
class Result:
    status: str
    output: str = ""
    remedy: str = ""
    value: float | int | str | None = None
    unit: str = ""
    component: str = ""
class Context(Protocol):
    database: str | None
    registry: Any
    def rows(self, sql: str, params: Sequence[Any] = (), *, seconds: float = 1.0) -> list[tuple[Any, ...]]: ...
    def session_rows(self, sql: str, params: Sequence[Any] = (), *, seconds: float = 1.0) -> list[tuple[Any, ...]]: ...
@dataclass(frozen=True)
class Check:
    name: str
    title: str
    run: Callable[[Context], Result | Sequence[Result]]
    kind: str = "component"
    seconds: float = 2.0
    late: str = FAIL
    every: float = 15.0
