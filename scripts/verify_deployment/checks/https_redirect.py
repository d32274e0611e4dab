"""Who types the address without https comes to it all the same."""

from __future__ import annotations

from verify_deployment.address import PORTS, Address, BadAddress
from verify_deployment.check import Check, Fault, NotApplicable, Target
from verify_deployment.visitor import NoAnswer


def run(target: Target) -> str:
    address = target.visitor.address
    if address.scheme != "https":
        raise NotApplicable("the address is http://")
    if address.port != PORTS["https"]:
        raise NotApplicable(f"https is on another port than {PORTS['https']}")
    plain = Address("http", address.host, PORTS["http"])
    try:
        answer = target.visitor.request("GET", "/web/health", address=plain)
    except NoAnswer as error:
        if error.connected:
            raise
        raise NotApplicable(f"nothing can be sent unencrypted: {error}") from None
    remedy = (
        "Passwords could be sent unencrypted. App Platform redirects by itself; a proxy of "
        "your own has to be told."
    )
    if not answer.redirects:
        raise Fault(f"{plain} answers {answer.status} instead of a redirect to https", remedy)
    try:
        leads_to, _path = answer.leads_to()
    except BadAddress as error:
        location = answer.header("Location")
        raise Fault(f"{plain} redirects to {location!r}: {error}", remedy) from None
    if leads_to != address:
        raise Fault(f"{plain} leads to {leads_to} instead of {address}", remedy)
    return "http leads to https"


CHECK = Check("https redirect", run, needs="connection")
