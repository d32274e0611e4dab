"""Outcomes for people, and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from verify_deployment.check import Outcome

_SIGNS = {"pass": ("✓", "32"), "fail": ("✗", "31"), "skip": ("-", "2")}


def text(url: str, outcomes: Sequence[Outcome], *, colour: bool = False) -> Iterator[str]:
    for outcome in outcomes:
        sign, code = _SIGNS[outcome.status]
        sign = f"\x1b[{code}m{sign}\x1b[0m" if colour else sign
        yield f"{sign} {outcome.check:17} {_printable(outcome.observation)}"
        if outcome.remedy:
            yield f"  {'':17} → {outcome.remedy}"
    failed = sum(outcome.status == "fail" for outcome in outcomes)
    yield (
        f"{url}: {failed} of {len(outcomes)} checks failed"
        if failed
        else f"{url} is as it should be"
    )


def as_json(url: str, outcomes: Sequence[Outcome]) -> str:
    passed = all(outcome.status != "fail" for outcome in outcomes)
    return json.dumps(
        {"url": url, "passed": passed, "checks": [asdict(outcome) for outcome in outcomes]},
        indent=2,
    )


def _printable(words: str) -> str:
    """What a server has said cannot move the cursor of who reads it."""
    return "".join(letter if letter.isprintable() else "�" for letter in words)
