"""Probes through the one port: what they say, to whom, and what they cost."""

from __future__ import annotations

import socket
import time
from contextlib import closing, suppress

import httpx
import pytest

from native.processes import wait_until

from ..product.pooler import Pooler
from ..product.running import HEALTH_TOKEN as TOKEN
from .conftest import behind_a_pooler

pytestmark = pytest.mark.timed

PROMPT = 5.0
"""Seconds in which readiness has to follow what happens; 2 are promised, and printed what it took:
the margin is for a machine with other work."""
PROBES = ("/web/health", "/health/live", "/health/ready", "/health")


@pytest.fixture(scope="module")
def pooler(stack):
    with behind_a_pooler(stack) as pooler:
        yield pooler


@pytest.fixture
def probe(stack, pooler):
    def get(path, token=None, **options):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.get(stack.url + path, headers=headers, timeout=10, **options)

    assert wait_until(lambda: get("/health/ready").status_code == 200, 20, 0.1)
    return get


def assert_follows(probe, status: int) -> None:
    began = time.monotonic()
    assert wait_until(lambda: probe("/health/ready").status_code == status, PROMPT, 0.05)
    print(f"readiness followed after {time.monotonic() - began:.2f} s (at most 2 s)")


@pytest.mark.parametrize("path", PROBES)
def test_a_probe_leaves_nothing_behind(probe, path):
    answer = probe(path)
    assert answer.status_code == 200
    assert answer.json().keys() == {"status"}
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_only_the_token_opens_details(probe):
    whole = probe("/health", TOKEN)
    assert whole.headers["Content-Type"] == "application/health+json"
    assert {"status", "version", "releaseId", "checks"} <= whole.json().keys()
    for wrong in (f"{TOKEN}x", TOKEN[:-1], "wrong", "é"):
        refused = probe("/health", wrong.encode())
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
        assert "checks" not in refused.text


def test_probes_are_for_reading(stack, probe):
    assert httpx.post(f"{stack.url}/health/ready").status_code == 405
    head = httpx.head(f"{stack.url}/health/live")
    assert (head.status_code, head.content) == (200, b"")


@pytest.fixture
def connection(stack, probe):
    """Straight to the process that answers, as nginx has them."""
    with closing(socket.create_connection(("127.0.0.1", stack.ports["evented"]), 10)) as connection:
        yield connection


def test_its_connection_is_kept_for_the_next(connection):
    for _time in range(3):
        connection.sendall(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 200 OK\r\n")


def test_what_is_sent_along_is_no_second_request(connection):
    second = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
    head = f"GET /health/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(second)}"
    connection.sendall(head.encode() + b"\r\n\r\n" + second)
    answers = b""
    with suppress(ConnectionResetError):  # it was closed without reading on
        while data := connection.recv(4096):
            answers += data
    assert answers.count(b"HTTP/1.1") == 1


def test_there_is_no_status_page_until_something_is_chosen(probe):
    assert probe("/status").status_code == 404


def test_a_module_that_waits_is_not_ready(stack, probe, db):
    change = "UPDATE ir_module_module SET state = '{}' WHERE name = 'insightpulse_ocr'"
    db.rows(change.format("to upgrade"))
    try:
        assert_follows(probe, 503)
        assert probe("/health/ready").json() == {"status": "fail"}
        assert "insightpulse_ocr waits" in probe("/health/ready", TOKEN).json()["output"]
        assert probe("/health/live").status_code == 200
    finally:
        db.rows(change.format("installed"))
    assert_follows(probe, 200)


@pytest.mark.parametrize(
    ("break_it", "mend_it"), [(Pooler.hang, Pooler.go_on), (Pooler.kill, Pooler.start)]
)
def test_the_database_hangs_or_is_gone(probe, pooler, break_it, mend_it):
    """Within two seconds, and back; no probe hangs with it."""
    break_it(pooler)
    began = time.monotonic()
    try:
        assert_follows(probe, 503)
        assert probe("/health/live").status_code == probe("/web/health").status_code == 200
        asked = time.monotonic()
        found = probe("/health", TOKEN)
        assert (found.status_code, found.json()["status"]) == (503, "fail")
        assert time.monotonic() - asked < 9  # the longest that a check may take is eight seconds
    finally:
        mend_it(pooler)
    print(f"said and ended after {time.monotonic() - began:.1f} s")
    assert_follows(probe, 200)
