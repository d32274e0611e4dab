"""Which addresses may be asked (against server-side request forgery), and which IPs they are.

A name is resolved once. What it resolved to is checked, and the connection goes to exactly that:
a name that resolves differently a moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from .errors import ConnectTimeout, RefusedAddress, Unreachable
from .networks import IP, kind

Resolver = Callable[[str, int], Sequence[str]]
"""``(host, port) → IP addresses``, raises :class:`OSError`."""

_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


@dataclass(frozen=True)
class Address:
    """A well-formed address: ``path`` starts with a slash or is empty; ``url`` has no slash at its
    end. ``host`` is in lower case, an IPv6 address without brackets."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def shown(self) -> str:
        """Host and port, for people and for ``allowed_hosts``."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Checked:
    """An address that may be asked, and the IPs that were checked: connect to no other."""

    address: Address
    ips: tuple[str, ...]
    is_local: bool


def parse(url: str) -> Address:
    """``url`` in parts, or :class:`RefusedAddress`. Nothing is resolved."""
    url = url.strip()

    def refuse(why: str) -> RefusedAddress:
        # not the address itself: whoever puts a password into it would read it in a log
        return RefusedAddress(f"The address of the AI server {why}.", "Write it as http(s)://HOST.")

    if not url.isascii() or any(character <= " " or character in "\\\x7f" for character in url):
        raise refuse("holds characters that no address has (an international name is written xn--)")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError:
        raise refuse("has an impossible host or port") from None
    if parts.scheme not in _PORTS:
        raise refuse("starts with neither http:// nor https://")
    if "@" in parts.netloc:
        raise refuse("holds a user name or password; the key has a place of its own")
    if parts.query or parts.fragment or url.endswith(("?", "#")):
        raise refuse("has a query or fragment")
    if not _is_host(host) or port == 0 or parts.netloc.endswith(":"):
        raise refuse("has an impossible host or port")
    if parts.netloc.startswith("[") != (":" in host):
        raise refuse("has an impossible host or port")
    path = parts.path.rstrip("/")
    if any(part in (".", "..") for part in path.split("/")):
        raise refuse("has . or .. in its path")
    shown = f"[{host}]" if ":" in host else host
    authority = shown if port is None else f"{shown}:{port}"
    return Address(
        f"{parts.scheme}://{authority}{path}", parts.scheme, host, port or _PORTS[parts.scheme],
        path,
    )  # fmt: skip


def _is_host(host: str) -> bool:
    """A name, or an IP address as it is usually written: 2130706433, 0177.1 and 0x7f.1 are none."""
    if _ip(host):
        return "%" not in host
    labels = host.split(".")
    named = all(_LABEL.fullmatch(label) for label in labels) and len(host) <= 253
    return named and not _NUMBER.fullmatch(labels[-1])


def _ip(text: str) -> IP | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def system_resolver(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def allowed(
    url: str,
    allow_private: bool,
    allowed_hosts: Collection[str] = (),
    *,
    resolver: Resolver = system_resolver,
    seconds: float = 5.0,
) -> Checked:
    """Resolve and check ``url`` within ``seconds``.

    Link-local, multicast, unspecified, reserved and metadata addresses are refused always. Loopback
    and private ones are allowed with ``allow_private``, or for a host that is among
    ``allowed_hosts`` (``host:port``, see :attr:`Address.shown`).

    :raise RefusedAddress: malformed, or at least one of its IPs may not be asked
    :raise Unreachable: the name does not exist
    :raise ConnectTimeout: the name was not resolved in time
    """
    address = parse(url)
    ips = [address.host] if _ip(address.host) else _resolved(address, resolver, seconds)
    private_too = allow_private or address.shown in allowed_hosts
    kinds = {ip: _kind(ip) for ip in ips}
    for ip, network in kinds.items():
        if network == "refused":
            raise RefusedAddress(
                f"{address.shown} is {ip}, which is no address of an AI server (link-local, "
                "reserved, or a cloud's metadata service)."
            )
        if network != "public" and not private_too:
            raise RefusedAddress(f"{address.shown} is {ip}, in a {network} network.")
    return Checked(address, tuple(ips), is_local="public" not in kinds.values())


def _kind(ip: str) -> str:
    parsed = _ip(ip)
    return "refused" if parsed is None or "%" in ip else kind(parsed)


def _resolved(address: Address, resolver: Resolver, seconds: float) -> Sequence[str]:
    """The system's resolver knows no time-out, so it is waited for from another thread."""
    answer: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answer.put(resolver(address.host, address.port))
        except Exception as error:
            answer.put(error)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        found = answer.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise ConnectTimeout(
            f"The name {address.host} was not resolved within {seconds:.3g} s."
        ) from None
    if isinstance(found, Exception) or not found:
        raise Unreachable(f"There is no host named {address.host}.")
    return found
