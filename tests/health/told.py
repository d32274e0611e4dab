"""A database that is played, and what a person must be told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from checking.check import FAIL, PASS, WARN, Result

ADVICE = re.compile(r"‣|`|[A-Z0-9]{2,}_[A-Z]|\b(log|platform|console|data centre)\b")
"""A remedy names a menu, a command, a setting, or a place to look at."""


class FakeContext:
    """Answers a statement with the rows of the first key that it contains; ``to_regclass`` with
    whether the table is among ``tables`` (by default all are there). An exception is raised."""

    registry = None

    def __init__(
        self,
        answers: Mapping[str, Any],
        *,
        tables: Sequence[str] | None = None,
        database: str | None = "odoo",
    ) -> None:
        self.answers, self.tables, self.database = answers, tables, database
        self.asked: list[str] = []

    def rows(
        self, sql: str, params: Sequence[Any] = (), *, seconds: float = 1.0
    ) -> list[tuple[Any, ...]]:
        self.asked.append(sql)
        if "to_regclass" in sql:
            names = [part.split("'")[0] for part in sql.split("'public.")[1:]]
            return [tuple(self.tables is None or name in self.tables for name in names)]
        for key, answer in self.answers.items():
            if key in sql or key in params:
                if isinstance(answer, Exception):
                    raise answer
                return list(answer)
        raise AssertionError(f"not foreseen: {sql} {params}")

    rows_apart = rows


def assert_told(result: Result, status: str, words: str = "") -> None:
    """The status, the words, and a remedy where there is something to remedy."""
    assert isinstance(result, Result)
    assert (result.status, words in result.output) == (status, True), result
    if result.status == PASS:
        assert not result.remedy
    else:
        assert result.status in (WARN, FAIL)
        assert result.output.endswith((".", "!")) or ": " in result.output
        assert ADVICE.search(result.remedy), result.remedy
