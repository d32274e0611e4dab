"""Who types the address without https comes to it all the same."""

from __future__ import annotations

from verify_deployment.address import Address, BadAddress
from verify_deployment.check import Check, Fault, NotApplicable, Target


def run(target: Target) -> str:
    address = target.visitor.address
    if address.scheme != "https":
        raise NotApplicable("the address is http://")
    if address.port != 443:
        raise NotApplicable("https is on another port than 443")
    plain = Address("http", address.host, 80)
    answer = target.visitor.request("GET", "/web/health", address=plain)
    try:
        leads_to, _path = plain.resolve("/web/health", answer.header("Location"))
    except BadAddress:
        leads_to = plain
    if answer.status not in (301, 302, 307, 308) or leads_to.scheme != "https":
        raise Fault(
            f"{plain} answers {answer.status} instead of a redirect to https",
            "Passwords could be sent unencrypted. App Platform redirects by itself; a proxy of "
            "your own has to be told.",
        )
    return "http leads to https"


CHECK = Check("https redirect", run)
