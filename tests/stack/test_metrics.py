"""What /metrics says is what a client has counted for itself, over workers that come and go."""

from __future__ import annotations

import itertools
import json
import os
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest

from native.processes import wait_until

from ..product.running import HEALTH_TOKEN as TOKEN
from ..product.scraping import OPENMETRICS, grown, scraped, total
from . import processes
from .conftest import make_whole

COUNT = "odoo_http_request_duration_seconds_count"
REQUESTS = 5000
CLIENTS = 4

JSON = json.dumps({"jsonrpc": "2.0", "method": "call", "params": {}}).encode()
ASKED = (
    # method, path, body → route, status class; most of them are cheap
    *[
        ("POST", "/web/webclient/version_info", JSON, "/web/webclient/version_info", "2xx"),
        ("PUT", "/web/webclient/version_info", JSON, "/web/webclient/version_info", "2xx"),
        ("POST", "/web/session/get_session_info", JSON, "/web/session/get_session_info", "2xx"),
    ] * 9,
    ("GET", "/web/image/{}", None, "/web/image/<int:id>", "2xx"),
    ("GET", "/web/session/logout?redirect=/{}", None, "/web/session/logout", "3xx"),
    ("BREW", "/metrics-of-nobody/{}", None, "unmatched", "4xx"),
)  # fmt: skip


@pytest.fixture(scope="module")
def counted(stack):
    make_whole(stack)
    return stack


def ask(port, numbers):
    """Its own count: ``{(method, path): status}``, one connection and one request at a time."""
    seen = Counter()
    for number in numbers:
        method, path, body, *_expected = ASKED[number % len(ASKED)]
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Content-Type": "application/json"} if body else {}
        connection.request(method, path.format(number), body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        seen[number % len(ASKED), f"{answer.status // 100}xx"] += 1
    return seen


def recycle(stack, sig):
    """Have one HTTP worker end, and wait for the one after it."""
    [oldest, *_others] = before = processes.workers(stack, "WorkerHTTP")
    os.kill(oldest, sig)
    wait_until(
        lambda: len(now := processes.workers(stack, "WorkerHTTP")) == len(before)
        and oldest not in now, 30, 0.1,
    )  # fmt: skip


def test_totals_after_5000_requests_over_recycled_workers_agree_with_the_clients(counted):
    before = scraped(counted, TOKEN)
    seen: Counter = Counter()
    numbers = iter(range(REQUESTS))
    with ThreadPoolExecutor(CLIENTS) as pool:
        for _batch in range(5):
            each = REQUESTS // 5 // CLIENTS
            shares = [list(itertools.islice(numbers, each)) for _client in range(CLIENTS)]
            asked = [pool.submit(ask, counted.ports["odoo"], share) for share in shares]
            recycle(counted, signal.SIGINT)  # in the middle: it ends its request first
            seen.update(sum((future.result() for future in asked), Counter()))
            recycle(counted, signal.SIGKILL)  # while it has nothing to do
    after = scraped(counted, TOKEN)

    assert sum(seen.values()) == REQUESTS
    mine: Counter = Counter()
    for (number, status), count in seen.items():
        method, _path, _body, route, expected = ASKED[number]
        assert status == expected, f"{ASKED[number]}: {status}"
        mine[route, method if method != "BREW" else "other", status] += count
    theirs = {
        key: total(after, COUNT, route=key[0], method=key[1], status=key[2])
        - total(before, COUNT, route=key[0], method=key[1], status=key[2])
        for key in mine
    }
    assert theirs == dict(mine)
    started = total(after, "odoo_worker_starts_total", kind="http")
    assert started - total(before, "odoo_worker_starts_total", kind="http") == 10


def test_both_formats_tell_the_same_metrics(counted):
    text, openmetrics = scraped(counted, TOKEN), scraped(counted, TOKEN, OPENMETRICS)

    assert {name for name, _labels in text} == {name for name, _labels in openmetrics}


@pytest.mark.parametrize(
    ("name", "labels", "least"),
    [
        ("odoo_build_info", {}, 1),
        ("odoo_processes", {"kind": "master"}, 1),
        ("odoo_processes", {"kind": "http"}, 2),
        ("odoo_processes", {"kind": "cron"}, 1),
        ("odoo_processes", {"kind": "evented"}, 1),
        ("odoo_processes", {"kind": "jobs"}, 1),
        ("odoo_process_resident_memory_bytes", {"kind": "http"}, 50 << 20),
        ("odoo_process_anonymous_memory_bytes", {"kind": "master"}, 10 << 20),
        ("odoo_worker_starts_total", {"kind": "cron"}, 1),
        ("odoo_database_up", {}, 1),
        ("odoo_database_size_bytes", {}, 5 << 20),
        ("odoo_database_connections", {}, 1),
        ("odoo_database_pool_limit", {}, 1),
        ("odoo_websockets", {}, 0),
    ],
)
def test_what_is_there(counted, name, labels, least):
    found = scraped(counted, TOKEN)

    assert any(sample == name for sample, _labels in found)
    assert total(found, name, **labels) >= least


def test_readiness_is_told_where_nobody_probes(counted):
    """Odoo asks itself, a few seconds after it has begun."""
    assert wait_until(lambda: total(scraped(counted, TOKEN), "odoo_ready") == 1, 30, 1)


def test_connections_of_the_pool_are_told_by_process(counted, admin):
    admin.call("res.users", "search_count", [])

    found = scraped(counted, TOKEN)

    idle = [dict(labels) for name, labels in found if name == "odoo_database_pool_connections"]
    assert {"http"} <= {labels["kind"] for labels in idle}
    assert {labels["state"] for labels in idle} == {"idle", "in use"}


def test_scheduled_actions_are_counted(counted, admin):
    before = scraped(counted, TOKEN)
    [cron] = admin.call("ir.cron", "search", [("active", "=", True)], limit=1)
    admin.call("ir.cron", "method_direct_trigger", [cron])

    assert wait_until(
        lambda: grown(counted, TOKEN, before, "odoo_cron_runs_total", outcome="done"), 60, 1
    )
    assert total(scraped(counted, TOKEN), "odoo_cron_seconds_total") > 0


def test_a_server_that_is_renewed_goes_on_counting(counted):
    before = scraped(counted, TOKEN)
    [master] = counted.odoo_processes()["master"]
    workers = processes.workers(counted, "WorkerHTTP")
    time.sleep(1)

    os.kill(master, signal.SIGHUP)

    assert wait_until(
        lambda: len(now := processes.workers(counted, "WorkerHTTP")) == len(workers)
        and not set(now) & set(workers), 60, 0.5,
    )  # fmt: skip
    after = scraped(counted, TOKEN)
    assert counted.odoo_processes()["master"] == [master]
    assert total(after, COUNT) >= total(before, COUNT) > 0
    assert total(after, "odoo_processes", kind="http") == len(workers)


def test_without_the_token_nothing_is_told(counted):
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
        connection = HTTPConnection("127.0.0.1", counted.ports["web"], timeout=30)
        connection.request("GET", "/metrics", headers=headers)
        answer = connection.getresponse()
        assert answer.status == 401
        assert b"odoo_" not in answer.read()
