"""Odoo has its database. Nothing here looks at the page itself, see ``login_page.py``."""

from __future__ import annotations

from verify_deployment.check import Check, Fault, Target

PATH = "/web/login"
"""Not `/web/health?db_server_status=1`: that asks another database, which a pooler may refuse."""


def run(target: Target) -> str:
    status = target.visitor.get(PATH).status
    if status in (502, 503, 504):
        raise Fault(
            f"{PATH} answers {status}",
            "The database is away: is Supabase paused? The runtime log says what Odoo waits for; "
            "`entrypoint.sh check` looks at all that it needs.",
        )
    return f"{PATH} is answered by Odoo"


CHECK = Check("readiness", run, needs="health", gate=True)
