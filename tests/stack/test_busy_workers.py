"""A lock in the database that all HTTP workers wait for: seen while nobody is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import httpx
import psycopg2
import pytest

from native.processes import wait_until

from ..product.running import DATABASE, ROLE
from ..product.running import HEALTH_TOKEN as TOKEN
from . import processes

pytestmark = pytest.mark.timed

WITH_TOKEN = {"Authorization": f"Bearer {TOKEN}"}
ROUTE = "/web/dataset/call_kw/<path:path>"


@contextmanager
def locked(stack, partner: int) -> Iterator[None]:
    """Somebody else is writing this record."""
    with closing(
        psycopg2.connect(
            host="127.0.0.1", port=stack.ports["postgres"], user=ROLE,
            password=stack.postgres.password, dbname=DATABASE,
        )
    ) as connection:  # fmt: skip
        connection.cursor().execute("SELECT FROM res_partner WHERE id = %s FOR UPDATE", [partner])
        yield


def told(stack) -> dict:
    answer = httpx.get(f"{stack.url}/health", headers=WITH_TOKEN, timeout=15)
    [entry] = answer.json()["checks"]["workers:busy"]
    return entry


def metric(stack) -> str:
    text = httpx.get(f"{stack.url}/metrics", headers=WITH_TOKEN, timeout=15).text
    [value] = re.findall(r'^odoo_health_check\{check="workers:busy"\} (\S+)', text, re.M)
    return value


def test_all_workers_wait_for_a_lock(stack, admin, db):
    number = len(processes.workers(stack, "WorkerHTTP"))
    partner = admin.call("res.partner", "create", [{"name": "Held"}])
    [partner] = partner if isinstance(partner, list) else [partner]
    assert wait_until(lambda: told(stack)["status"] == "pass", 45, 0.5)
    with ThreadPoolExecutor(number) as people:
        with locked(stack, partner):
            writes = [
                people.submit(
                    admin.twin().call, "res.partner", "write", [partner], {"comment": f"{each}"}
                )
                for each in range(number)
            ]
            assert wait_until(lambda: told(stack)["status"] == "warn", 45, 0.5)
            entry = told(stack)
            assert metric(stack) == "1.0"
            assert httpx.get(f"{stack.url}/health/ready", timeout=5).status_code == 200
        [write.result() for write in writes]
    assert wait_until(lambda: told(stack)["status"] == "pass", 45, 0.5)
    assert metric(stack) == "0.0"
    assert f"All {number} HTTP workers are busy" in entry["output"]
    assert entry["output"].count(ROUTE) == number
    assert "pg_blocking_pids" in entry["remedy"]
    assert entry["observedValue"] >= 15
    assert "res.partner" not in str(entry)
