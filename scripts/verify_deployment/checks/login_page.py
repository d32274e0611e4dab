"""There is a page to log in on: it needs the modules and their views, and the right database."""

from __future__ import annotations

from verify_deployment.check import Check, Fault, Target

PATH = "/web/login"


def run(target: Target) -> str:
    answer = target.visitor.get(PATH)
    if answer.redirects:
        raise Fault(
            f"{PATH} answers {answer.status}, to {answer.header('Location')!r}",
            "Does something before the app redirect, or does it not say that the visitor came by "
            "https (X-Forwarded-Proto, TRUSTED_PROXIES)?",
        )
    if answer.status != 200:
        raise Fault(
            f"{PATH} answers {answer.status}",
            "The runtime log has the traceback. Did the last upgrade end (job `upgrade`)? Was a "
            "view changed by hand?",
        )
    if 'name="password"' not in answer.text:
        raise Fault(
            f"{answer.path} is no page to log in on",
            "Does the address lead to this Odoo? Does POSTGRES_DB name its database?",
        )
    return "the login page is there"


CHECK = Check("login page", run, needs="readiness", gate=True)
