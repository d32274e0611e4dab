"""What a check is, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from verify_deployment.visitor import Visitor

Status = Literal["pass", "fail", "skip"]


@dataclass(frozen=True)
class Target:
    """``commit``: the one that should run, if that is known."""

    visitor: Visitor
    commit: str | None = None
    require_tls: bool = False


class Fault(Exception):
    """What was seen, and what to do about it."""

    def __init__(self, observation: str, remedy: str) -> None:
        super().__init__(observation)
        self.observation = observation
        self.remedy = remedy


class NotApplicable(Exception):
    """There is nothing to check here; the message says why."""


@dataclass(frozen=True)
class Check:
    """``run`` returns what it saw. It raises :class:`Fault`, :class:`NotApplicable` or
    :class:`verify_deployment.visitor.NoAnswer`.

    ``needs``: the check without which this one could only say the same, or something untrue.
    ``gate``: as long as it fails, the deployment may still be coming up. Needs gates only.
    """

    name: str
    run: Callable[[Target], str]
    needs: str | None = None
    gate: bool = False


@dataclass(frozen=True)
class Outcome:
    """``observation``: fit to be shown. ``seconds``: of the last of the ``attempts``."""

    check: str
    status: Status
    observation: str
    remedy: str = ""
    attempts: int = 1
    seconds: float = 0.0
