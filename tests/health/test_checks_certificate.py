"""The certificate of Odoo's own address, on a server that speaks TLS."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
from contextlib import contextmanager

import pytest
import trustme

from checking.check import FAIL, PASS, WARN
from checks import certificate

from .told import FakeContext, assert_told

HOST = "odoo.example.com"
NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


def based(url: str | None) -> FakeContext:
    return FakeContext({"web.base.url": [(url,)] if url else []})


@contextmanager
def serving(shown: trustme.LeafCert):
    """The address of a server with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            try:
                with context.wrap_socket(listener.accept()[0], server_side=True) as connection:
                    connection.recv(1)
            except OSError:  # refused
                pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()
        thread.join(5)


@pytest.fixture
def authority():
    return trustme.CA()


def looked_at(monkeypatch, authority, shown):
    """What is told of a server with the certificate ``shown``, ``authority`` being a known one."""
    known = ssl.create_default_context()
    authority.configure_trust(known)
    with serving(shown) as place:
        monkeypatch.setattr(
            certificate, "days_left", lambda host, _port: certificate.ends_in(place, host, known)
        )
        return certificate.run(based(f"https://{HOST}"))


@pytest.mark.parametrize(
    ("names", "times", "status", "words"),
    [
        ([HOST], {"not_after": NOW + 60 * DAY}, PASS, ""),
        ([HOST], {"not_after": NOW + 3.5 * DAY}, WARN, "ends in 3 days"),
        ([HOST], {"not_before": NOW - 9 * DAY, "not_after": NOW - DAY}, FAIL, "expired"),
        (["other.example.com"], {}, WARN, "not valid for"),
    ],
)
def test_certificates(monkeypatch, authority, names, times, status, words):
    result = looked_at(monkeypatch, authority, authority.issue_cert(*names, **times))
    assert_told(result, status, words)


def test_an_authority_that_nobody_knows(monkeypatch, authority):
    result = looked_at(monkeypatch, authority, trustme.CA().issue_cert(HOST))
    assert_told(result, WARN, "refuse")


def test_nobody_answers(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place = listener.getsockname()
    monkeypatch.setattr(certificate, "days_left", lambda h, _p: certificate.ends_in(place, h))
    assert_told(certificate.run(based(f"https://{HOST}")), PASS, "no answer from here")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (None, "has no certificate"),
        ("http://odoo.example.com", "has no certificate"),
        ("https://", "has no certificate"),
        ("https://127.0.0.1", "private network"),
        ("https://10.1.2.3:5432", "private network"),
        ("https://169.254.169.254", "private network"),
        ("https://[::1]", "private network"),
        ("https://localhost", "private network"),
        ("https://no-such-host.invalid", "not found"),
    ],
)
def test_what_is_not_looked_at(monkeypatch, url, words):
    monkeypatch.setattr(certificate, "ends_in", lambda *_given: pytest.fail("it was asked"))
    assert_told(certificate.run(based(url)), PASS, words)
