"""Outcomes, which are fit to be shown, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from verify_deployment.check import Outcome, Status

_SIGNS = {"pass": ("✓", "32"), "fail": ("✗", "31"), "skip": ("-", "2")}


def text(url: str, outcomes: Sequence[Outcome], *, colour: bool = False) -> Iterator[str]:
    """What was looked at, then what was not, then the verdict, which names what failed."""
    width = max(len(outcome.check) for outcome in outcomes) + 1

    def coloured(words: str, status: Status) -> str:
        return f"\x1b[{_SIGNS[status][1]}m{words}\x1b[0m" if colour else words

    skipped: dict[str, list[str]] = {}
    for outcome in outcomes:
        if outcome.status == "skip":
            skipped.setdefault(outcome.observation, []).append(outcome.check)
            continue
        sign = coloured(_SIGNS[outcome.status][0], outcome.status)
        yield f"{sign} {outcome.check:{width}} {outcome.observation}"
        if outcome.remedy:
            yield f"  {'':{width}} → {outcome.remedy}"
    for why, names in skipped.items():
        yield coloured(f"{_SIGNS['skip'][0]} {', '.join(names)}: {why}", "skip")
    yield ""
    if failed := [outcome.check for outcome in outcomes if outcome.status == "fail"]:
        yield coloured(f"{url} is not as it should be: {', '.join(failed)}", "fail")
    else:
        yield coloured(f"{url} is as it should be", "pass")


def as_json(url: str, outcomes: Sequence[Outcome]) -> str:
    passed = all(outcome.status != "fail" for outcome in outcomes)
    return json.dumps(
        {"url": url, "passed": passed, "checks": [asdict(outcome) for outcome in outcomes]},
        indent=2,
    )
