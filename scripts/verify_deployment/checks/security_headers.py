"""What browsers are told to refuse."""

from __future__ import annotations

from verify_deployment import browser_policies
from verify_deployment.check import Check, Fault, Target
from verify_deployment.checks.login_page import PATH


def run(target: Target) -> str:
    headers = target.visitor.get(PATH).headers

    def values(name: str) -> tuple[str, ...]:
        return headers.get(name.lower(), ())

    faults = []
    for name, judge in (
        ("X-Content-Type-Options", browser_policies.content_type_options),
        ("Referrer-Policy", browser_policies.referrer_policy),
        ("Strict-Transport-Security", browser_policies.transport_security),
    ):
        if name == "Strict-Transport-Security" and target.visitor.address.scheme != "https":
            continue  # browsers heed it over https only
        if fault := judge(values(name)):
            faults.append(f"{name} {fault}")
    if fault := browser_policies.framing(
        values("X-Frame-Options"), values("Content-Security-Policy")
    ):
        faults.append(fault)
    if faults:
        raise Fault(
            "; ".join(faults),
            "nginx.conf.template sets them. Does something before the app take them away, or does "
            "it not say that the visitor came by https (X-Forwarded-Proto, TRUSTED_PROXIES)?",
        )
    return "all are there"


CHECK = Check("security headers", run, needs="readiness")
