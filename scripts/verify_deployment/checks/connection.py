"""Something listens at the address, and speaks TLS if the address says so."""

from __future__ import annotations

from verify_deployment.check import Check, Target


def run(target: Target) -> str:
    with target.visitor.connected():
        return f"{target.visitor.address} takes connections"


CHECK = Check("connection", run, gate=True)
