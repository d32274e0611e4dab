"""The server answers, whether or not it has a database."""

from __future__ import annotations

from verify_deployment.check import Check, Fault, Target

PATH = "/web/health"


def run(target: Target) -> str:
    answer = target.visitor.get(PATH)
    if answer.status != 200:
        raise Fault(
            f"{PATH} answers {answer.status}",
            "Is the app still starting? Its runtime log says why it does not serve.",
        )
    return f"{PATH} answers 200"


CHECK = Check("health", run, needs="connection", gate=True)
