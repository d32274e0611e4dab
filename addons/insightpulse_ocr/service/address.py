"""What the address of an OCR service may look like."""

from __future__ import annotations

from urllib.parse import urlsplit


class InvalidAddress(ValueError):
    """The address cannot be one of an OCR service; ``reason`` is a short code.

    ``scheme``  neither http nor https
    ``host``    no host, or a port that is not a number
    ``extra``   user, password, query or fragment inside
    """

    def __init__(self, address: str, reason: str):
        super().__init__(f"{reason}: {address!r}")
        self.address = address
        self.reason = reason


def check_address(address: str) -> str:
    """Return ``address`` without a trailing slash, or raise :class:`InvalidAddress`.

    Credentials in an address end in logs, so they are refused: the token has a
    place of its own.
    """
    address = address.strip()
    if any(ord(character) <= 32 or ord(character) == 127 for character in address):
        raise InvalidAddress(address, "host")
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidAddress(address, "host") from error
    if parts.scheme not in ("http", "https"):
        raise InvalidAddress(address, "scheme")
    if not host:
        raise InvalidAddress(address, "host")
    if "@" in parts.netloc or parts.query or parts.fragment or address.endswith(("?", "#")):
        raise InvalidAddress(address, "extra")
    return address.rstrip("/")
