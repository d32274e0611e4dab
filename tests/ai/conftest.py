"""Both servers, and a provider for each protocol."""

from __future__ import annotations

import ollama  # noqa: F401  (the first import of a client takes a second of its deadline)
import openai.resources.chat  # noqa: F401
import pytest
from hypothesis import HealthCheck, settings

import providers
from providers import retry

from ..product.llm_scripted import ScriptedServer

MODEL = "llama3.2:latest"
KEY = "sk-test-0123456789abcdef"

# on a machine with much else to do, an example that takes long is no fault
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _no_long_waits(monkeypatch):
    """Between two attempts; everything else is as in earnest."""
    monkeypatch.setattr(retry, "DELAYS", (0.02, 0.05))


@pytest.fixture
def server():
    with ScriptedServer() as running:
        yield running


@pytest.fixture(params=["ollama", "openai"])
def provider(request, server):
    """Each test that asks for it runs for both protocols, on the same script."""
    return make(request.param, server.url)


def make(name: str, url: str, **changes) -> providers.Provider:
    """A provider of a server on loopback, which an operator has allowed."""
    settings = {
        "provider": name,
        "ollama_base_url": url,
        "openai_base_url": url if url.endswith("/v1") else f"{url}/v1",
        "openai_key": providers.settings.Secret(KEY),
        "allow_private": True,
        **changes,
    }
    resolver = settings.pop("resolver", providers.address.system_resolver)
    return providers.make(providers.Configuration(**settings), resolver=resolver)


@pytest.fixture
def chat(provider):
    """Ask, and collect the events."""

    def ask(text="Hello?", **options):
        return list(begin(provider, text, **options))

    return ask


def begin(provider, text="Hello?", *, cancel=None, messages=None, deadline=None, **options):
    return provider.chat(
        MODEL,
        messages or [providers.Message("user", text)],
        deadline=deadline or providers.Deadline(connect=2, idle=10, total=20),
        cancel=cancel or providers.Cancel(),
        **options,
    )


@pytest.fixture(scope="session")
def engine(tmp_path_factory):
    """The real language model; set up if it is missing, so mark the test ``engine``."""
    from ..product.llm_engine import Engine

    running = Engine(tmp_path_factory.mktemp("llm") / "engine.log")
    running.start()
    yield running
    running.stop()
