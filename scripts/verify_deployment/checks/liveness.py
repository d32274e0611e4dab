"""The container answers, with Odoo or without it."""

from __future__ import annotations

from verify_deployment.check import Check, Fault, Target
from verify_deployment.checks.commit import PATH


def run(target: Target) -> str:
    """nginx answers this path by itself, and never with one of these."""
    status = target.visitor.get(PATH).status
    if status in (502, 503, 504):
        raise Fault(
            f"{PATH} answers {status}",
            "What stands before the app answers, and the app does not. Is it still starting? Its "
            "runtime log says what it does.",
        )
    return f"{PATH} answers {status}"


CHECK = Check("liveness", run, needs="connection", gate=True)
