"""A careful HTTP client: everything has an end, and it never leaves the host that it was sent to.

It proves no certificate: that is one check of its own (``checks/certificate.py``), which fails
alone then, instead of all of them together. Nothing secret is sent. Proxies of the environment are
not used: what is looked at is the deployment as the network has it.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from verify_deployment.address import Address, BadAddress

LARGEST = 16 << 20
"""Bytes of an answer; Odoo's largest bundle has 7 MB."""
_REDIRECTS = 5
_AGENT = "insightpulse-verify-deployment"


class NoAnswer(Exception):
    """No HTTP answer, or not a whole one. ``connected``: something was listening."""

    def __init__(self, message: str, *, connected: bool) -> None:
        super().__init__(message)
        self.connected = connected


@dataclass(frozen=True)
class Answer:
    """``headers``: names in lower case, each with all of its values. ``address``, ``path``: whose
    answer it is, after redirects."""

    status: int
    headers: Mapping[str, tuple[str, ...]]
    body: bytes = field(repr=False)
    address: Address
    path: str

    def header(self, name: str) -> str:
        """The value, the values with commas between them, or nothing."""
        return ", ".join(self.headers.get(name.lower(), ()))

    @property
    def content_type(self) -> str:
        return self.header("Content-Type").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def redirects(self) -> bool:
        return self.status in (301, 302, 303, 307, 308)

    def leads_to(self) -> tuple[Address, str]:
        """Of a redirect: where to. Raises :class:`verify_deployment.address.BadAddress`."""
        return self.address.resolve(self.path, self.header("Location"))


class Visitor:
    """``timeout``: seconds for one request as a whole."""

    def __init__(self, address: Address, timeout: float) -> None:
        self.address = address
        self.timeout = timeout

    def get(self, path: str, *, address: Address | None = None) -> Answer:
        """Follow redirects on the same host; any other is the answer itself, and so is one from
        https to http.

        Raises :class:`NoAnswer`.
        """
        answer = self.request("GET", path, address=address)
        for _redirect in range(_REDIRECTS):
            if not answer.redirects:
                break
            try:
                leads_to, path = answer.leads_to()
            except BadAddress:
                break
            if leads_to.host != self.address.host:
                break
            if (answer.address.scheme, leads_to.scheme) == ("https", "http"):
                break
            answer = self.request("GET", path, address=leads_to)
        return answer

    def post(self, path: str, body: bytes, content_type: str) -> Answer:
        return self.request("POST", path, body, {"Content-Type": content_type})

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        address: Address | None = None,
    ) -> Answer:
        """One request, no redirect; raises :class:`NoAnswer`."""
        address = address or self.address
        if not re.fullmatch(r"[!-~]+", path):
            raise NoAnswer("a link leads to a path that is none", connected=True)
        with self.connected(address) as connection:
            client = http.client.HTTPConnection(address.host, address.port)
            client.sock = connection
            client.request(
                method, path, body,
                {"Host": address.netloc, "User-Agent": _AGENT, "Accept-Encoding": "identity",
                 "Connection": "close", **(headers or {})},
            )  # fmt: skip
            response = client.getresponse()
            length = response.length
            content = response.read(LARGEST + 1)
            if len(content) > LARGEST:
                raise NoAnswer(f"{path} answers with more than {LARGEST >> 20} MiB", connected=True)
            if length is not None and len(content) < length:
                raise NoAnswer(
                    f"{path} ended after {len(content)} of {length} bytes", connected=True
                )
            named: dict[str, tuple[str, ...]] = {}
            for name, value in response.getheaders():
                named[name.lower()] = (*named.get(name.lower(), ()), value)
            return Answer(response.status, named, content, address, path)

    @contextmanager
    def connected(
        self, address: Address | None = None, context: ssl.SSLContext | None = None
    ) -> Iterator[socket.socket]:
        """A connection that lasts for ``timeout`` seconds; what goes wrong on it is NoAnswer.

        ``context``: by default one that proves nothing. Of one that does,
        :class:`ssl.SSLCertVerificationError` gets through.
        """
        address = address or self.address
        try:
            connection = socket.create_connection((address.host, address.port), self.timeout)
        except (OSError, UnicodeError) as error:
            raise NoAnswer(
                f"no connection to {address.host} port {address.port}: {_reason(error)}",
                connected=False,
            ) from None
        late = threading.Event()

        def end() -> None:
            late.set()
            with suppress(OSError):
                # not a TLS socket's own method: that is not made for a second thread
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

        timer = threading.Timer(self.timeout, end)
        timer.daemon = True
        try:
            if address.scheme == "https":
                secure = (context or _unproven()).wrap_socket(
                    connection, server_hostname=address.host, do_handshake_on_connect=False
                )
                connection = secure
                timer.start()
                secure.do_handshake()
            else:
                timer.start()
            yield connection
            if late.is_set():  # a connection that was ended here looks like one that ended there
                raise TimeoutError
        except ssl.SSLCertVerificationError:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = _reason(error)
            if late.is_set() or isinstance(error, TimeoutError):
                reason = f"nothing whole within {self.timeout:g} s"
            raise NoAnswer(f"no answer from {address}: {reason}", connected=True) from None
        finally:
            timer.cancel()
            connection.close()


def _unproven() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timed out"
    if isinstance(error, ssl.SSLError) and error.reason:
        return f"TLS: {error.reason.replace('_', ' ').lower()}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
