"""The code that runs is the code that was deployed."""

from __future__ import annotations

from verify_deployment.check import Check, Fault, NotApplicable, Target

PATH = "/insightpulse/revision"
SHORTEST = 7
"""Letters of an abbreviated commit."""


def run(target: Target) -> str:
    if target.commit is None:
        raise NotApplicable("no --commit was given to compare with")
    answer = target.visitor.get(PATH)
    running = answer.text.strip()[:64] if answer.status == 200 else ""
    if not running:
        raise Fault(f"{PATH} answers {answer.status}", "Is this a deployment of this repository?")
    if not running.startswith(target.commit) or len(target.commit) < SHORTEST:
        raise Fault(
            f"commit {running!r} runs, not {target.commit!r}",
            "The deployment before it still serves, or the image was built without REVISION.",
        )
    return f"commit {running} runs"


CHECK = Check("commit", run, gate=True)
