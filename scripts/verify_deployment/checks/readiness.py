"""Odoo answers, and has its database."""

from __future__ import annotations

from verify_deployment.check import Check, Fault, Target

PATH = "/health/ready"
"""Its database answers, its registry is loaded, and no module waits to be upgraded."""


def run(target: Target) -> str:
    status = target.visitor.get(PATH).status
    if status == 503:
        raise Fault(
            f"{PATH} answers 503",
            "Odoo or its database is away: is Supabase paused? The runtime log says why it is not "
            "ready; `entrypoint.sh check` looks at all that it needs.",
        )
    if status != 200:
        raise Fault(
            f"{PATH} answers {status}",
            "Does the address lead to this Odoo? The runtime log says why it does not serve.",
        )
    return f"{PATH} answers 200"


CHECK = Check("readiness", run, needs="liveness", gate=True)
