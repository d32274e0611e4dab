"""Nobody is asked but the server that is set up, whatever the environment suggests."""

from __future__ import annotations

import socket
import sys

import pytest

from providers import Cancel, Deadline

from .conftest import begin, make

_watched: list | None = None


def _hook(event: str, arguments: tuple) -> None:
    if _watched is not None and event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        _watched.append((event, arguments[1] if event == "socket.connect" else arguments[0]))


sys.addaudithook(_hook)


@pytest.fixture
def watched():
    """Every connection and every name that is looked up in this process, until the test's end."""
    global _watched
    _watched = []
    yield _watched
    _watched = None


@pytest.fixture
def misleading(monkeypatch, tmp_path):
    """What would lead the official clients elsewhere."""
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login someone password netrc-password\n")
    for name, value in {
        "HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9",
        "ALL_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9",
        "OLLAMA_HOST": "http://127.0.0.1:9", "OPENAI_BASE_URL": "http://127.0.0.1:9",
        "NETRC": str(netrc), "HOME": str(tmp_path),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)


def test_the_watch_sees_connections(watched):
    with socket.socket() as probe:
        probe.connect_ex(("127.0.0.1", 9))
    assert watched == [("socket.connect", ("127.0.0.1", 9))]


def test_every_call_goes_to_the_one_address(server, provider, misleading, watched):
    list(begin(provider))
    provider.models(Deadline())
    provider.embed("nomic-embed-text", ["a"], deadline=Deadline())
    provider.health(Deadline())
    if provider.name == "ollama":
        list(provider.pull("mistral", Deadline(), Cancel()))
    assert len(watched) >= 4
    assert set(watched) == {("socket.connect", ("127.0.0.1", server.port))}
    assert "netrc" not in str([request.headers for request in server.requests])


def test_making_a_provider_asks_nobody(watched):
    make("ollama", "http://ollama.test:11434")
    make("openai", "https://api.openai.com/v1")
    assert watched == []
