"""Run the checks, and again while the deployment may still be coming up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from verify_deployment.check import Check, Fault, NotApplicable, Outcome, Status, Target
from verify_deployment.printable import printable
from verify_deployment.visitor import NoAnswer

PAUSE = 5.0
"""Seconds between two rounds."""
LATER_ROUNDS = 2
"""For what fails though all gates are open: a proxy may be a moment behind."""


def once(check: Check, target: Target, attempt: int) -> Outcome:
    began = time.monotonic()

    def outcome(status: Status, observation: str, remedy: str = "") -> Outcome:
        seconds = round(time.monotonic() - began, 3)
        return Outcome(check.name, status, printable(observation), remedy, attempt, seconds)

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
    except Exception as error:  # one strange answer does not take the other checks' words away
        return outcome(
            "fail",
            f"the check broke: {type(error).__name__}: {error}",
            "The answer is a very strange one, or the check has a fault: report it.",
        )


class _Round:
    """What was seen in one round."""

    def __init__(self, target: Target, attempt: int) -> None:
        self._target = target
        self._attempt = attempt
        self._checks: dict[str, Check] = {}
        self.outcomes: dict[str, Outcome] = {}

    def look(self, checks: Iterable[Check]) -> None:
        for check in checks:
            self._checks[check.name] = check
            if cause := self._cause(check):
                outcome = Outcome(check.name, "skip", f"not looked at, because of {cause}")
            else:
                outcome = once(check, self._target, self._attempt)
            self.outcomes[check.name] = outcome

    def failed(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes.values() if outcome.status == "fail"]

    def _cause(self, check: Check) -> str | None:
        """What failed, without which ``check`` has nothing to look at."""
        while check.needs:
            check = self._checks[check.needs]
            if self.outcomes[check.name].status == "fail":
                return check.name
        return None


def run(
    checks: Sequence[Check],
    target: Target,
    deadline: float,
    *,
    sleep: Callable[[float], None] = time.sleep,
    say: Callable[[str], None] = lambda words: None,
) -> list[Outcome]:
    """One outcome of each check, all of them of the last round: what was seen in an earlier one may
    have been the deployment before.

    While a gate is closed only gates are looked at; in the last round, everything is.
    ``deadline``: seconds from now; a round that began is ended.
    """
    end = time.monotonic() + deadline

    def over() -> bool:
        return time.monotonic() + PAUSE > end

    gates = [check for check in checks if check.gate]
    attempt = later = 0
    while True:
        attempt += 1
        this = _Round(target, attempt)
        this.look(gates)
        if whole := not this.failed() or over():
            this.look(check for check in checks if not check.gate)
            later += 1
        failed = this.failed()
        if whole and (not failed or over() or later > LATER_ROUNDS):
            return [this.outcomes[check.name] for check in checks]
        say(f"{failed[0].check}: {failed[0].observation}; again in {PAUSE:g} s")
        sleep(PAUSE)
