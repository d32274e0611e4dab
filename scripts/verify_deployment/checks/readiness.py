"""Odoo answers, and has its database."""

from __future__ import annotations

from verify_deployment.check import Check, Fault, Target

PATH = "/web/health"
"""Odoo opens its database for each request. `?db_server_status=1` would ask for another one, to
which a pooler may not lead."""


def run(target: Target) -> str:
    status = target.visitor.get(PATH).status
    if status == 503:
        raise Fault(
            f"{PATH} answers 503",
            "Odoo or its database is away: is Supabase paused? The runtime log says what is waited "
            "for; `entrypoint.sh check` looks at all that it needs.",
        )
    if status != 200:
        raise Fault(
            f"{PATH} answers {status}",
            "Does the address lead to this Odoo? The runtime log says why it does not serve.",
        )
    return f"{PATH} answers 200"


CHECK = Check("readiness", run, needs="liveness", gate=True)
