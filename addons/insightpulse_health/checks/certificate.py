"""How long the certificate of Odoo's own address is still valid."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from .borrowed import FAIL, PASS, WARN, Check, Context, Result
from .tables import parameter

SOON = 14
"""Days. A certificate that renews itself does so a month before its end."""
SECONDS = 3.0
EXPIRED = 10  # OpenSSL's number of that refusal, see x509_vfy.h

REMEDY = (
    "See in the platform's console (domains, certificates) why it was not renewed: mostly a DNS "
    "record that no longer points to the app. With a proxy of your own, renew it there."
)
OTHER = (
    "See that web.base.url (Settings ‣ Technical ‣ Parameters ‣ System Parameters, developer "
    "mode) is the address that visitors use, and that the certificate is that domain's. In the "
    "platform's console, see domains and certificates."
)


class Unseen(Exception):
    """The certificate was not looked at; the message says why."""


@dataclass(frozen=True)
class Refused(Exception):
    """Browsers would refuse it."""

    reason: str
    expired: bool = False


def run(context: Context) -> Result:
    address = parameter(context, "web.base.url") or ""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        return Result(PASS, "Odoo's own address (web.base.url) has no certificate: it is http://.")
    try:
        days = days_left(parts.hostname, parts.port or 443)
    except Refused as error:
        words = f"Browsers refuse the certificate of {parts.hostname}: {error.reason}."
        if error.expired:
            return Result(FAIL, words, REMEDY)
        return Result(WARN, words, OTHER)
    except Unseen as error:
        return Result(PASS, f"The certificate of {parts.hostname} was not looked at: {error}")
    return judged(parts.hostname, days)


def judged(host: str, days: float) -> Result:
    value = round(days, 1)
    if days >= SOON:
        return Result(PASS, value=value, unit="days")
    words = f"The certificate of {host} ends in {int(days)} days."
    return Result(WARN, words, REMEDY, value, "days")


def days_left(host: str, port: int) -> float:
    """Ask the server for it, as a browser does.

    Only at a public address, and at the one that was looked at: what an administrator enters as
    address of the website makes no connection into the network that Odoo stands in.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unseen(f"its name is not found here ({error}).") from None
    for _family, _kind, _protocol, _name, place in found:
        if not ipaddress.ip_address(place[0]).is_global:
            raise Unseen("from here, it leads into a private network.")
    return ends_in(found[0][4][:2], host)


def ends_in(place: tuple[object, ...], host: str, context: ssl.SSLContext | None = None) -> float:
    """Days until the certificate ends that the server at ``place`` shows for ``host``.

    :raise Refused: when a browser would
    :raise Unseen: when there is no answer
    """
    context = context or ssl.create_default_context()
    try:
        with (
            socket.create_connection(place, SECONDS) as plain,  # type: ignore[arg-type]
            context.wrap_socket(plain, server_hostname=host) as connection,
        ):
            certificate = connection.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        raise Refused(error.verify_message, error.verify_code == EXPIRED) from None
    except OSError as error:
        raise Unseen(f"no answer from here ({type(error).__name__}).") from None
    ends = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
    return (ends - time.time()) / 86400


CHECK = Check(
    "certificate:expiry", "Certificate", run, kind="system", seconds=5.0, late=WARN, every=900.0,
    of_instance=True,
)  # fmt: skip
