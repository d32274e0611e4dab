"""Odoo is ready: a page that needs the database, its modules and the session store."""

from __future__ import annotations

from verify_deployment.check import Check, Fault, Target

PATH = "/web/login"


def run(target: Target) -> str:
    answer = target.visitor.get(PATH)
    if answer.status != 200:
        remedy = "The runtime log says why; `entrypoint.sh check` looks at all that it needs."
        if answer.status == 503:
            remedy = "The database or Odoo is away: is Supabase paused? " + remedy
        raise Fault(f"{PATH} answers {answer.status}", remedy)
    if 'name="password"' not in answer.text:
        raise Fault(
            f"{answer.path} is no page to log in on",
            "Does the address lead to this Odoo? Does POSTGRES_DB name its database?",
        )
    return "the login page is there"


CHECK = Check("login page", run, gate=True)
