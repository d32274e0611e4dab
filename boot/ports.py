"""Whether the ports are free that nginx and Odoo are about to listen on."""

from __future__ import annotations

import errno
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator

from boot.settings import Settings

_LOOPBACK = "127.0.0.1"


def wanted(settings: Settings) -> dict[str, tuple[str, int]]:
    """``variable → (address, port)``."""
    found = {
        "PORT": (settings.http_interface, settings.port),
        "INTERNAL_HTTP_PORT": (_LOOPBACK, settings.internal_http_port),
    }
    if settings.odoo_workers:
        found["INTERNAL_EVENTED_PORT"] = (_LOOPBACK, settings.internal_evented_port)
    return found


def faults(settings: Settings) -> Iterator[str]:
    """A sentence with its remedy for each port that could not be had.

    One on which an Odoo answers is no fault: it is the one that is being checked.
    """
    names: dict[int, str] = {}
    for name, (host, port) in wanted(settings).items():
        if port in names:
            yield f"{name}={port} is {names[port]} too. Each needs a port of its own."
            continue
        names[port] = name
        try:
            socket.create_server((host, port)).close()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                if not _is_odoo(host, port):
                    yield (
                        f"{name}={port} is taken by another program. Stop that (`ss -tlnp` shows "
                        f"it), or set {name} to a free port."
                    )
            elif error.errno == errno.EACCES:
                yield f"{name}={port} is for root alone. Set {name} to 1024 or more."
            else:
                yield (
                    f"HTTP_INTERFACE={host!r} is not an address of this machine "
                    f"({error.strerror}). Set it to 0.0.0.0 for all of them, or to 127.0.0.1."
                )


def _is_odoo(host: str, port: int) -> bool:
    address = _LOOPBACK if host == "0.0.0.0" else host
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"http://{address}:{port}/web/health", timeout=3) as answer:
            return b'"status"' in answer.read(200)
    except urllib.error.HTTPError as error:
        return error.code == 503 and "Retry-After" in error.headers  # its database is away
    except (OSError, ValueError):
        return False
