"""Which provider answers: from the environment to a configuration, and to a provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from .address import Resolver, parse, system_resolver
from .errors import NotConfigured, RefusedAddress
from .provider import Provider
from .secret import Secret
from .window import CONTEXT_TOKENS

Choice = Literal["ollama", "openai", "none"]
OPENAI_URL = "https://api.openai.com/v1"
OLLAMA_MODEL = "llama3.2"


class InvalidConfiguration(ValueError):
    """``faults``: everything that is wrong, one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Configuration:
    """``allow_private`` and ``allowed_hosts``: see :func:`~.address.allowed`. They are the
    operator's: nothing that a user of Odoo may set. ``around``: what is put around the provider."""

    provider: Choice = "none"
    ollama_base_url: str = ""
    ollama_model: str = OLLAMA_MODEL
    openai_base_url: str = OPENAI_URL
    openai_model: str = ""
    embedding_model: str = ""
    openai_key: Secret = Secret()  # noqa: RUF009  (immutable)
    context_tokens: int = CONTEXT_TOKENS
    allow_private: bool = False
    allowed_hosts: frozenset[str] = frozenset()
    around: Callable[[Provider], Provider] | None = None

    @property
    def base_url(self) -> str:
        """The chosen provider's."""
        return {"ollama": self.ollama_base_url, "openai": self.openai_base_url}.get(
            self.provider, ""
        )

    @property
    def model(self) -> str:
        """The chosen provider's."""
        return {"ollama": self.ollama_model, "openai": self.openai_model}.get(self.provider, "")


def from_environment(environment: Mapping[str, str]) -> Configuration:
    """Read the variables of ``.env.example``; an empty one is as good as none.

    Without AI_PROVIDER nothing is asked, unless OLLAMA_BASE_URL names a server: OpenAI is never
    used without being chosen. What the environment names as an address may be in a private network.

    :raise InvalidConfiguration: with all faults at once
    """
    value = {name: text.strip() for name, text in environment.items() if text.strip()}.get
    faults: list[str] = []
    provider: Choice = "ollama" if value("OLLAMA_BASE_URL") else "none"
    match value("AI_PROVIDER", provider):
        case "ollama" | "openai" | "none" as provider:
            pass
        case other:
            faults.append(f"AI_PROVIDER={other!r} must be one of ollama, openai, none")
    needed = {
        "ollama": {"OLLAMA_BASE_URL": "such as http://ollama:11434"},
        "openai": {"OPENAI_API_KEY": "the account's key", "OPENAI_MODEL": "a model's name"},
        "none": {},
    }[provider]
    for name, meaning in needed.items():
        if not value(name):
            faults.append(f"AI_PROVIDER={provider!r} needs {name}, {meaning}")
    key = Secret(value("OPENAI_API_KEY", ""))
    if not key.fits_a_header:
        faults.append("OPENAI_API_KEY holds characters that no key has: copy it again")
    switch = value("AI_ALLOW_PRIVATE_ADDRESSES", "0")
    if switch not in ("0", "1"):
        faults.append(f"AI_ALLOW_PRIVATE_ADDRESSES={switch!r} must be 0 or 1")

    tokens = value("AI_CONTEXT_TOKENS", str(CONTEXT_TOKENS))
    if not tokens.isascii() or not tokens.isdecimal() or not 1024 <= int(tokens) <= 1048576:
        faults.append(f"AI_CONTEXT_TOKENS={tokens!r} must be a whole number from 1024 to 1048576")

    hosts = set()
    for name in ("OLLAMA_BASE_URL", "OPENAI_BASE_URL"):
        if url := value(name):
            try:
                hosts.add(parse(url).shown)
            except RefusedAddress as error:
                faults.append(f"{name}: {error.message}")
    if faults:
        raise InvalidConfiguration(faults)
    return Configuration(
        provider=provider,
        ollama_base_url=value("OLLAMA_BASE_URL", ""),
        ollama_model=value("OLLAMA_MODEL", OLLAMA_MODEL),
        openai_base_url=value("OPENAI_BASE_URL", OPENAI_URL),
        openai_model=value("OPENAI_MODEL", ""),
        embedding_model=value("AI_EMBEDDING_MODEL", ""),
        openai_key=key,
        context_tokens=int(tokens),
        allow_private=switch == "1",
        allowed_hosts=frozenset(hosts),
    )


def make(configuration: Configuration, *, resolver: Resolver = system_resolver) -> Provider:
    """The chosen provider. Its client is imported when it is first asked something.

    :raise NotConfigured: none is chosen
    """
    from .endpoint import Endpoint

    if configuration.provider == "none":
        raise NotConfigured("No AI provider is switched on.")
    endpoint = Endpoint(
        url=parse(configuration.base_url).url,
        key=configuration.openai_key if configuration.provider == "openai" else Secret(),
        allow_private=configuration.allow_private,
        allowed_hosts=configuration.allowed_hosts,
        resolver=resolver,
    )
    provider: Provider
    if configuration.provider == "openai":
        from .openai import OpenAI

        provider = OpenAI(endpoint)
    else:
        from .ollama import Ollama

        provider = Ollama(endpoint, configuration.context_tokens)
    return configuration.around(provider) if configuration.around else provider
