"""``DATABASE_URL`` → the ``POSTGRES_*`` variables that it stands for.

The format is libpq's, https://www.postgresql.org/docs/16/libpq-connect.html#LIBPQ-CONNSTRING-URIS,
as far as platforms give it out. No message shows a part of the address: any could be a password's.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlsplit

_SHAPE = "postgresql://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=MODE"
_ENCODE = "in USER and PASSWORD, percent-encode / as %2F, ? as %3F, # as %23, @ as %40, : as %3A"


def parts(url: str) -> tuple[tuple[str, str], ...]:
    """``("POSTGRES_HOST", …)`` and so on, decoded, for what ``url`` names.

    Raises ``ValueError`` with what is wrong.
    """
    url = url.strip()
    if not url:
        return ()
    if any(character.isspace() for character in url):
        raise ValueError(f"must be one word: {_SHAPE}")
    try:
        address = urlsplit(url)
    except ValueError:  # its message could show a part
        raise ValueError(f"has a HOST that cannot be read: {_SHAPE}") from None
    if address.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"must be an address such as {_SHAPE}")
    if address.fragment:
        raise ValueError(f"holds a #: {_ENCODE}")
    login, _, server = address.netloc.rpartition("@")
    if "@" in login:
        raise ValueError(f"holds more than one @: {_ENCODE}")
    user, _, password = login.partition(":")
    host, port = _host_and_port(server)
    database = address.path.removeprefix("/")
    if "/" in database:
        raise ValueError(f"has a / in its DATABASE: {_ENCODE}")
    found = {
        "POSTGRES_HOST": unquote(host),
        "POSTGRES_PORT": port,
        "POSTGRES_USER": unquote(user),
        "POSTGRES_PASSWORD": unquote(password),
        "POSTGRES_DB": unquote(database),
        "POSTGRES_SSLMODE": _ssl_mode(address.query),
    }
    return tuple((name, value) for name, value in found.items() if value)


def _host_and_port(server: str) -> tuple[str, str]:
    if "," in server:
        raise ValueError("names more than one HOST; name one")
    if server.startswith("["):  # an IPv6 address
        host, closed, rest = server[1:].partition("]")
        if not closed or (rest and not rest.startswith(":")):
            raise ValueError(f"has a HOST that cannot be read: {_SHAPE}")
        port = rest.removeprefix(":")
    else:
        host, _, port = server.partition(":")
    if port and not port.isdecimal():
        raise ValueError(f"has a PORT that is no number: {_ENCODE}")
    return host, port


def _ssl_mode(query: str) -> str:
    mode = ""
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name != "sslmode":
            raise ValueError("has a parameter after ? other than sslmode; leave it out")
        mode = value
    return mode
