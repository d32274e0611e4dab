"""Run the checks, and again while the deployment may still be coming up."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from verify_deployment.check import Check, Fault, NotApplicable, Outcome, Target
from verify_deployment.visitor import NoAnswer

PAUSE = 5.0
"""Seconds between two rounds."""
LATER_ROUNDS = 2
"""For what fails though all gates are open: a proxy may be a moment behind."""


def once(check: Check, target: Target, attempt: int) -> Outcome:
    began = time.monotonic()

    def outcome(status: str, observation: str, remedy: str = "") -> Outcome:
        seconds = time.monotonic() - began
        return Outcome(check.name, status, observation, remedy, attempt, seconds)  # type: ignore[arg-type]

    try:
        return outcome("pass", check.run(target))
    except NotApplicable as why:
        return outcome("skip", str(why))
    except Fault as fault:
        return outcome("fail", fault.observation, fault.remedy)
    except NoAnswer as fault:
        remedy = "Is the app still starting? Its runtime log says what it does."
        if not fault.connected:
            remedy = "Is the address right, and does the app run?"
        return outcome("fail", str(fault), remedy)


def run(
    checks: Sequence[Check],
    target: Target,
    deadline: float,
    *,
    sleep: Callable[[float], None] = time.sleep,
    say: Callable[[str], None] = lambda words: None,
) -> list[Outcome]:
    """One outcome of each check. ``deadline``: seconds from now; a round that began is ended."""
    end = time.monotonic() + deadline
    outcomes: dict[str, Outcome] = {}
    attempt = later = 0
    while True:
        attempt += 1
        for check in checks:
            if check.name not in outcomes or outcomes[check.name].status == "fail":
                outcomes[check.name] = once(check, target, attempt)
                if check.gate and outcomes[check.name].status == "fail":
                    break  # the others would only say the same
        failed = [check for check in checks if _failed(outcomes, check)]
        waits = any(check.gate for check in failed) or len(outcomes) < len(checks)
        later += not waits
        over = time.monotonic() + PAUSE > end or later > LATER_ROUNDS
        if not failed or over:
            for check in checks:
                outcomes.setdefault(
                    check.name, Outcome(check.name, "skip", "not looked at: the app is not ready")
                )
            return [outcomes[check.name] for check in checks]
        say(f"{outcomes[failed[0].name].observation}; again in {PAUSE:g} s")
        sleep(PAUSE)


def _failed(outcomes: dict[str, Outcome], check: Check) -> bool:
    return check.name in outcomes and outcomes[check.name].status == "fail"
