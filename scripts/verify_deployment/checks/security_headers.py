"""What browsers are told to refuse."""

from __future__ import annotations

from verify_deployment.check import Check, Fault, Target
from verify_deployment.checks.login_page import PATH


def run(target: Target) -> str:
    answer = target.visitor.get(PATH)
    missing = []
    if answer.header("X-Content-Type-Options").lower() != "nosniff":
        missing.append("X-Content-Type-Options: nosniff")
    if answer.header("Referrer-Policy").lower() in ("", "unsafe-url"):
        missing.append("Referrer-Policy")
    framing = answer.header("X-Frame-Options").upper()
    if framing not in ("SAMEORIGIN", "DENY") and "frame-ancestors" not in answer.header(
        "Content-Security-Policy"
    ):
        missing.append("X-Frame-Options")
    if target.visitor.address.scheme == "https" and "max-age" not in answer.header(
        "Strict-Transport-Security"
    ):
        missing.append("Strict-Transport-Security")
    if missing:
        raise Fault(
            f"the login page lacks {', '.join(missing)}",
            "nginx.conf.template sets them. Does something before the app take them away, or does "
            "it not say that the visitor came by https (X-Forwarded-Proto, TRUSTED_PROXIES)?",
        )
    return "all are there"


CHECK = Check("security headers", run)
