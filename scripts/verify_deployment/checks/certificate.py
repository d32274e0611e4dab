"""The certificate is one that browsers accept, and will be for a while."""

from __future__ import annotations

import ssl
import time
from typing import cast

from verify_deployment.check import Check, Fault, NotApplicable, Target

LEAST_DAYS = 14
_DOMAIN = "Is the domain in the app's settings, and its DNS record as they say?"
# By OpenSSL's number of the refusal (x509_vfy.h).
_REMEDIES = {
    9: "It is from the future: are the clocks right, here and there?",
    10: "Why was it not renewed by itself? " + _DOMAIN,
    18: "Something before the app answers with a certificate that it made itself. " + _DOMAIN,
    19: "Its authority is none that browsers know.",
    20: "Its authority is none that browsers know, or the chain is sent without what is between.",
    62: "It is another domain's. " + _DOMAIN,
    64: "It is not for this IP address: give the domain as address.",
}


def run(target: Target) -> str:
    if target.visitor.address.scheme != "https":
        if target.require_tls or not target.visitor.address.loopback:
            raise Fault("the address is http://", "Give the address with https://.")
        raise NotApplicable("the address is http://")
    try:
        context = ssl.create_default_context()
        with target.visitor.connected(context=context) as connection:
            found = cast(ssl.SSLSocket, connection).getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        raise Fault(
            f"the certificate is refused: {error.verify_message}",
            _REMEDIES.get(error.verify_code, _DOMAIN),
        ) from None
    ends = ssl.cert_time_to_seconds(str(found["notAfter"]))
    days = int((ends - time.time()) // 86400)
    if days < LEAST_DAYS:
        raise Fault(f"the certificate ends in {days} days", "Why was it not renewed by itself?")
    return f"valid for {days} days"


CHECK = Check("certificate", run, needs="connection")
