"""The sampler of the running product, and the public status page through the one port."""

from __future__ import annotations

import time

import httpx
import pytest

from native.processes import wait_until

from .conftest import begun_with

pytestmark = pytest.mark.timed

CHOSEN = {"STATUS_PAGE": "database:responseTime, fileStore:writable, no:such"}


@pytest.fixture(scope="module", autouse=True)
def shown(stack):
    with begun_with(stack, **CHOSEN):
        yield


def status(stack):
    return httpx.get(f"{stack.url}/status", timeout=20)


def test_the_sampler_writes_by_itself(stack, db):
    """Nobody has logged in, and nothing else asks the evented process for anything."""
    db.rows("DELETE FROM health_sample")
    assert wait_until(lambda: db.rows("SELECT id FROM health_sample"), 90, 1)
    [[size, memory]] = db.rows("SELECT database_bytes, memory_bytes FROM health_sample")
    assert size > 10e6
    assert memory > 100e6
    states = dict(db.rows("SELECT name, status FROM health_state"))
    assert states["fileStore:writable"] == "pass"
    [[age]] = db.rows("SELECT extract(epoch FROM now() at time zone 'utc' - max(seen))"
                      " FROM health_state")  # fmt: skip
    assert age < 90


def test_response_times_are_of_the_requests_since_the_last_point(stack, db):
    db.rows("DELETE FROM health_sample")
    assert wait_until(lambda: db.rows("SELECT id FROM health_sample"), 90, 1)
    for _request in range(30):
        httpx.get(f"{stack.url}/web/login", timeout=20).raise_for_status()
        status(stack)  # the others are not hidden behind those that are quick
    db.rows("DELETE FROM health_sample")
    assert wait_until(lambda: db.rows("SELECT id FROM health_sample"), 90, 1)
    [[requests, seconds]] = db.rows("SELECT requests, p95_seconds FROM health_sample")
    assert 30 <= requests < 60
    assert 0 < seconds < 10


def test_the_status_page_outlives_the_database(stack, db):
    answer = status(stack)
    assert answer.status_code == 200
    assert "Everything works." in answer.text
    assert "set-cookie" not in answer.headers
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text

    stack.children.pop("postgres").stop()
    started = time.monotonic()
    assert wait_until(lambda: "Something is down." in status(stack).text, 60, 1)
    assert time.monotonic() - started < 60
    away = status(stack).text
    assert "Earlier days cannot be read" in away
    assert str(stack.ports["postgres"]) not in away
    assert "127.0.0.1" not in away

    stack.start_postgres()
    assert wait_until(lambda: "Everything works." in status(stack).text, 60, 1)
