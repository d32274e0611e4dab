"""The server that a provider asks, and the conditions on which it may be asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .address import Address, Checked, Resolver, allowed, parse, system_resolver
from .errors import NotConfigured, ProviderError
from .secret import Secret

_LOOK_SECONDS = 2.0


@dataclass(frozen=True)
class Endpoint:
    """``url`` is the base of the protocol's paths; ``key`` is sent as bearer token, if there is
    one. The rest: see :func:`~.address.allowed`."""

    url: str
    key: Secret = Secret()  # noqa: RUF009  (immutable)
    allow_private: bool = False
    allowed_hosts: Collection[str] = ()
    resolver: Resolver = system_resolver

    def __post_init__(self) -> None:
        if not self.key.fits_a_header:
            raise NotConfigured("The key holds characters that no key has.", "Copy it again.")

    @property
    def address(self) -> Address:
        return parse(self.url)

    @property
    def shown(self) -> str:
        return self.address.shown

    @property
    def is_local(self) -> bool:
        try:
            return self.check(_LOOK_SECONDS).is_local
        except ProviderError:
            return False

    def check(self, seconds: float) -> Checked:
        """Resolve the name and check what it resolved to: once for each connection."""
        return allowed(
            self.url, self.allow_private, self.allowed_hosts,
            resolver=self.resolver, seconds=seconds,
        )  # fmt: skip


class AtEndpoint:
    """What all drivers tell of the server that they ask, see :class:`~.provider.Provider`."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    @property
    def endpoint(self) -> str:
        return self._endpoint.shown

    @property
    def is_local(self) -> bool:
        return self._endpoint.is_local
