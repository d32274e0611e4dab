"""One TCP connection: to a checked IP, within a deadline, closed by a cancel.

It is the network under httpcore (its ``NetworkBackend`` and ``NetworkStream``), so whatever client
is used above cannot connect elsewhere, wait longer, or outlive a cancel.
"""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from .address import Address, Checked
from .cancel import Cancel, Cancelled
from .deadline import Deadline
from .endpoint import Endpoint
from .errors import (
    ConnectTimeout,
    Cut,
    IdleTimeout,
    ProviderError,
    RefusedAddress,
    TotalTimeout,
    Unreachable,
)


class Network:
    """Connects to ``endpoint`` only, for one call."""

    def __init__(self, endpoint: Endpoint, deadline: Deadline, cancel: Cancel) -> None:
        self._endpoint, self._deadline, self._cancel = endpoint, deadline, cancel
        self._connection: Connection | None = None

    @property
    def ended(self) -> bool:
        """Whether the server has closed the connection."""
        return self._connection is not None and self._connection.ended

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> Connection:
        """Resolve, check, connect. httpcore's time-out is replaced by the deadline's."""
        address = self._endpoint.address
        if (host.strip("[]").lower().removesuffix("."), port) != (address.host, address.port):
            raise RefusedAddress(f"Asked to connect to {host}:{port} instead of {address.shown}.")
        until = Deadline(total=min(self._deadline.connect, self._deadline.remaining()))
        if until.total <= 0:
            raise _too_long(self._endpoint.shown, self._deadline)
        checked = self._endpoint.check(until.remaining())
        if self._endpoint.key and address.scheme == "http" and not checked.is_local:
            raise RefusedAddress(
                f"The key would go to {address.shown} unencrypted.", "Use an https:// address."
            )
        hold = self._connected(checked, until)
        self._connection = Connection(hold, address, self._deadline, self._cancel)
        return self._connection

    def _connected(self, checked: Checked, until: Deadline) -> Hold:
        """The first of the IPs that accepts; each has its share of the time that is left."""
        problem: ProviderError | None = None
        for position, ip in enumerate(checked.ips):
            share = until.remaining() / (len(checked.ips) - position)
            try:
                return self._connected_to(ip, checked.address.port, share)
            except TimeoutError:
                problem = problem or ConnectTimeout(
                    f"{self._endpoint.shown} did not accept a connection within "
                    f"{until.total:.3g} s."
                )
            except OSError as error:
                self._cancel.check()
                problem = Unreachable(
                    f"Nobody answers at {self._endpoint.shown} ({error.strerror or error})."
                )
        assert problem
        raise problem

    def _connected_to(self, ip: str, port: int, seconds: float) -> Hold:
        family = socket.AF_INET6 if ":" in ip else socket.AF_INET
        hold = Hold(socket.socket(family, socket.SOCK_STREAM), self._cancel)
        try:
            hold.tcp.settimeout(max(seconds, 0.001))
            hold.tcp.connect((ip, port))
            hold.tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            hold.close()
            raise
        return hold

    def connect_unix_socket(self, path: str, *args: Any, **options: Any) -> Connection:
        raise RefusedAddress(f"Asked to connect to the file {path}.")

    def sleep(self, seconds: float) -> None:
        self._cancel.wait(seconds)


class Hold:
    """A socket that a cancel shuts down, which wakes whoever waits for it.

    Through a duplicate: it never hits another socket that has got the same number meanwhile, and
    works alike for TLS and for gevent's sockets.
    """

    def __init__(self, tcp: socket.socket, cancel: Cancel) -> None:
        self.tcp, self._cancel = tcp, cancel
        self._double = socket.socket(fileno=os.dup(tcp.fileno()))
        try:
            cancel.add(self._shut_down)
        except Cancelled:
            self.close()
            raise

    def _shut_down(self) -> None:
        with suppress(OSError):
            self._double.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._cancel.remove(self._shut_down)
        self._double.close()
        self.tcp.close()


class Connection:
    """Reads and writes until the deadline, or until cancelled."""

    def __init__(self, hold: Hold, address: Address, deadline: Deadline, cancel: Cancel) -> None:
        self._hold, self._address = hold, address
        self._deadline, self._cancel = deadline, cancel
        self.ended = False

    # no model's method; pylint: disable-next=method-required-super
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with self._waiting(self._deadline.idle, IdleTimeout):
            received = self._hold.tcp.recv(max_bytes)
        self.ended = not received
        return received

    # no model's method; pylint: disable-next=method-required-super
    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = memoryview(buffer)
        while left:
            with self._waiting(self._deadline.idle, IdleTimeout):
                left = left[self._hold.tcp.send(left) :]

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> Connection:
        """The certificate has to be that of the address's host, whatever its IP."""
        with self._waiting(self._deadline.connect, ConnectTimeout):
            try:
                self._hold.tcp = ssl_context.wrap_socket(
                    self._hold.tcp, server_hostname=self._address.host
                )
            except ssl.SSLError as error:
                self._cancel.check()
                why = getattr(error, "verify_message", "") or error.reason or "no TLS"
                raise Unreachable(
                    f"No trusted connection to {self._address.shown}: {why}.",
                    "Check that the address is right, and the server's certificate.",
                ) from None
        return self

    def close(self) -> None:
        self._hold.close()

    def get_extra_info(self, info: str) -> Any:
        """Nothing: what httpcore asks for (HTTP/2, idle connections) is not used."""
        return None

    @contextmanager
    def _waiting(self, patience: float, timeout: Callable[[str], ProviderError]) -> Iterator[None]:
        """One operation of the socket; what it raises becomes one of our errors."""
        shown = self._address.shown
        remaining = self._deadline.remaining()
        if remaining <= 0:
            raise _too_long(shown, self._deadline)
        try:
            self._cancel.check()
            self._hold.tcp.settimeout(min(patience, remaining))
            yield
            self._cancel.check()  # a socket that was shut down reads as one that has ended
        except TimeoutError:
            if patience >= remaining:
                raise _too_long(shown, self._deadline) from None
            raise timeout(
                f"{shown} is connected, but has sent nothing for {patience:.3g} s."
            ) from None
        except OSError as error:
            self._cancel.check()
            raise Cut(f"The connection to {shown} was cut ({error.strerror or error}).") from None


def _too_long(shown: str, deadline: Deadline) -> TotalTimeout:
    return TotalTimeout(f"{shown} has not finished within {deadline.total:.3g} s.")
