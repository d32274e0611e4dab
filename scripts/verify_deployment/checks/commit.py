"""The code that runs is the code that was deployed."""

from __future__ import annotations

import re

from verify_deployment.check import Check, Fault, NotApplicable, Target

PATH = "/insightpulse/revision"


def run(target: Target) -> str:
    if target.commit is None:
        raise NotApplicable("no --commit was given to compare with")
    answer = target.visitor.get(PATH)
    running = answer.text.strip()[:64] if answer.status == 200 else ""
    if not running:
        raise Fault(f"{PATH} answers {answer.status}", "Is this a deployment of this repository?")
    if not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", running):
        raise Fault(
            f"{running!r} runs, which is no commit",
            "Was the image built with REVISION, from a clean checkout?",
        )
    if not running.startswith(target.commit):
        raise Fault(
            f"commit {running} runs, not {target.commit}",
            "The deployment before it still serves. Did the new one fail?",
        )
    return f"commit {running} runs"


CHECK = Check("commit", run, needs="liveness", gate=True)
