"""What kind of network an IP address belongs to, by IANA's special-purpose registries.

A table of our own: what `ipaddress.is_private` and `is_global` answer differs between Pythons.
"""

from __future__ import annotations

import ipaddress
from typing import Literal

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Kind = Literal["public", "private", "loopback", "refused"]


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


# Where clouds hand out credentials to whoever asks from inside.
_METADATA = _networks(
    "169.254.169.254/32",  # most of them (link-local, too)
    "100.100.100.200/32",  # Alibaba Cloud
    "192.0.0.192/32",  # Oracle Cloud
    "168.63.129.16/32",  # Azure's platform, a public address
    "fd00:ec2::/32",  # AWS
    "fd20:ce::254/128",  # Google Cloud
)
_LOOPBACK = _networks("127.0.0.0/8", "::1/128")
_PRIVATE = _networks(
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",  # shared by a provider's customers; some overlay networks
    "fc00::/7",
)
_REFUSED = _networks(
    "0.0.0.0/8",  # this host, this network
    "169.254.0.0/16",  # link-local
    "192.0.0.0/24",  # protocol assignments
    "192.0.2.0/24",  # documentation, also the next two
    "198.51.100.0/24",
    "203.0.113.0/24",
    "192.88.99.0/24",  # 6to4 relays
    "198.18.0.0/15",  # benchmarks
    "224.0.0.0/3",  # multicast, reserved, broadcast
    "2001::/23",  # protocol assignments, Teredo
    "2001:db8::/32",  # documentation
    "3fff::/20",
)
_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")


def kind(address: IP) -> Kind:
    """``refused`` also for every IPv6 address that is not assigned.

    >>> kind(ipaddress.ip_address("::ffff:127.0.0.1")), kind(ipaddress.ip_address("fe80::1"))
    ('loopback', 'refused')
    """
    inner = embedded(address)
    if _within(address, _METADATA) or (inner and _within(inner, _METADATA)):
        return "refused"
    if _within(address, _LOOPBACK):
        return "loopback"
    if inner:
        return kind(inner)
    if _within(address, _PRIVATE):
        return "private"
    if _within(address, _REFUSED):
        return "refused"
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_IPV6:
        return "refused"
    return "public"


def embedded(address: IP) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a packet to this IPv6 address may end up at: mapped (RFC 4291),
    compatible (the same, deprecated), 6to4 (RFC 3056), NAT64 (RFC 6052)."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 0xFFFF):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _within(address: IP, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks if network.version == address.version)
