"""The table that ends `make test`, and its last line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .group import Group

LINES = 6
"""Of what a failed test said."""


def counts(groups: Sequence[Group]) -> tuple[int, int]:
    """(passed, failed) of all groups."""
    return sum(group.passed for group in groups), sum(group.failed for group in groups)


def lines(groups: Sequence[Group], not_run: Mapping[str, str] | None = None) -> list[str]:
    """A row per group, what was unsteady or failed, and last the plain line `N passed, N failed`.

    `not_run`: groups that somebody chose to leave out, and why.
    """
    width = max((len(group.name) for group in groups), default=0)
    out = [f"{'':{width}}  passed  failed  skipped"]
    out += [
        f"{group.name:{width}}  {group.passed:6}  {group.failed:6}  {group.skipped:7}"
        for group in groups
    ]
    out += [f"NOT RUN {name}: {reason}" for name, reason in (not_run or {}).items()]
    for group in groups:
        for name, said in group.unsteady.items():
            out += [f"UNSTEADY {group.name}: {name} passed when it ran again", *_quoted(said)]
    for group in groups:
        for name in group.failed_tests:
            out += [f"FAILED {group.name}: {name}", *_quoted(group.reasons.get(name, ""))]
        out += [f"FAILED {group.name}: {problem}" for problem in group.problems]
    passed, failed = counts(groups)
    return [*out, f"{passed} passed, {failed} failed"]


def _quoted(said: str) -> list[str]:
    """The first lines of it, below the test that said it."""
    return [f"    {line[:200]}" for line in said.splitlines() if line.strip()][:LINES]


def is_good(groups: Sequence[Group]) -> bool:
    """Nothing failed, and something passed."""
    passed, failed = counts(groups)
    return passed > 0 and failed == 0
