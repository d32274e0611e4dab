"""https: the certificate is checked against the name, the connection goes to the checked IP."""

from __future__ import annotations

import ssl
import subprocess

import pytest

from providers import Cancel, ProviderError, transport

from ..product.llm_scripted import ScriptedServer, say, stall
from .conftest import KEY, begin, make

NAME = "ai.test"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Certificate and key of a server that is called ``ai.test``, signed by itself."""
    folder = tmp_path_factory.mktemp("tls")
    files = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
         "-out", files[0], "-keyout", files[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    return files


@pytest.fixture
def secure(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with ScriptedServer(tls=context) as running:
        yield running


@pytest.fixture
def trusted(certificate, monkeypatch):
    """As if an authority of the system had signed it."""
    context = ssl.create_default_context(cafile=str(certificate[0]))
    monkeypatch.setattr(transport, "_tls", lambda: context)


def loopback(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


@pytest.mark.parametrize("name", ["ollama", "openai"])
def test_a_trusted_server_is_asked_by_its_name(secure, trusted, name):
    provider = make(name, f"https://{NAME}:{secure.port}", resolver=loopback)
    assert list(begin(provider))[-1].reason == "stop"
    assert secure.requests[0].headers["host"] == f"{NAME}:{secure.port}"


@pytest.mark.parametrize(
    ("host", "with_trust", "why"),
    [
        ("other.test", True, "Hostname mismatch"),
        ("127.0.0.1", True, "IP address mismatch"),
        (NAME, False, "self-signed certificate"),
    ],
)
def test_others_get_no_word_and_no_key(secure, request, host, with_trust, why):
    if with_trust:
        request.getfixturevalue("trusted")
    provider = make("openai", f"https://{host}:{secure.port}", resolver=loopback)
    with pytest.raises(ProviderError) as caught:
        list(begin(provider))
    assert caught.value.kind == "unreachable"
    assert why in caught.value.message
    assert KEY not in str(secure.requests)
    assert secure.requests == []


def test_a_server_without_tls(server):
    with pytest.raises(ProviderError) as caught:
        list(begin(make("ollama", f"https://127.0.0.1:{server.port}")))
    assert caught.value.kind == "unreachable"
    assert "No trusted connection" in caught.value.message


def test_a_cancel_ends_an_encrypted_answer(secure, trusted):
    from .test_cancel import CANCELLED, SOON, collect, patient

    secure.script([say("a"), stall()])
    cancel, got = Cancel(), []
    provider = make("openai", f"https://{NAME}:{secure.port}", resolver=loopback)
    thread = collect(begin(provider, cancel=cancel, deadline=patient()), got)
    assert secure.wait_for_generating(1, SOON)
    cancel.cancel()
    thread.join(SOON)
    assert got[-1] == CANCELLED
    assert secure.wait_for_generating(0, SOON)
