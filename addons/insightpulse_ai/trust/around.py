"""What is put around a provider: a veil, and another provider that may stand in for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .veiled import Veiling

if TYPE_CHECKING or __name__ == "trust.around":
    from providers import Configuration, Provider, make
    from providers.fallback import Fallback
else:
    from ..providers import Configuration, Provider, make
    from ..providers.fallback import Fallback


@dataclass(frozen=True)
class Around:
    """A setting, to be put around a provider by calling it. ``substitute`` is asked when the
    provider fails; each of the two is veiled by where it is itself."""

    veiling: Veiling | None = None
    substitute: Configuration | None = None

    def __call__(self, provider: Provider) -> Provider:
        provider = self._veiled(provider)
        if self.substitute is None:
            return provider
        other = self._veiled(make(self.substitute))
        return Fallback(provider, other, self.substitute.model)

    def _veiled(self, provider: Provider) -> Provider:
        return self.veiling(provider) if self.veiling else provider
