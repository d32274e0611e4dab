"""The job queue's route, which asks for no login, is this machine's own."""

from __future__ import annotations

from verify_deployment.check import Check, Fault, Target

PATH = "/queue_job/runjob"


def run(target: Target) -> str:
    status = target.visitor.request("GET", PATH).status
    if status != 404:
        raise Fault(
            f"{PATH} answers {status}",
            "Anybody could start jobs. Does the address lead to Odoo's own port, past nginx?",
        )
    return "closed"


CHECK = Check("job route", run, needs="liveness")
