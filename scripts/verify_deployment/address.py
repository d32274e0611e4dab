"""The address of a deployment: scheme, host and port."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
"""Where a browser looks when the address names no port."""


class BadAddress(ValueError):
    """The message says what an address looks like, and repeats nothing that may be a password."""


@dataclass(frozen=True)
class Address:
    """``host``: a name or an IP address, without brackets."""

    scheme: str
    host: str
    port: int

    @classmethod
    def parse(cls, url: str) -> Address:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise BadAddress("the address cannot be read; it looks like https://host") from None
        if parts.scheme not in PORTS or not host or not _plain(host):
            raise BadAddress("the address has to look like https://host or http://127.0.0.1:8069")
        if parts.username is not None or parts.password is not None:
            raise BadAddress("no user or password belongs into the address: nothing here logs in")
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            raise BadAddress("the address ends with the host and its port: Odoo has no prefix")
        return cls(parts.scheme, host, PORTS[parts.scheme] if port is None else port)

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.netloc}"

    @property
    def loopback(self) -> bool:
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost" or self.host.endswith(".localhost")

    def resolve(self, path: str, reference: str) -> tuple[Address, str]:
        """Where a link on the page ``path`` leads: an address, and the path there with its query.

        Raises :class:`BadAddress` for what is neither http nor https.
        """
        try:
            parts = urlsplit(urljoin(f"{self}{path}", reference))
            port = parts.port
        except ValueError:
            raise BadAddress("a link cannot be read") from None
        if parts.scheme not in PORTS or not parts.hostname or not _plain(parts.hostname):
            raise BadAddress("a link is neither http nor https")
        address = Address(
            parts.scheme, parts.hostname, PORTS[parts.scheme] if port is None else port
        )
        return address, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _plain(host: str) -> bool:
    return host.isascii() and host.isprintable() and " " not in host
