"""After a change of the registry the server begins anew, and nobody is sent away meanwhile."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from proc import virtual_and_resident

from ..product.client import Client
from ..product.memory import proportional
from ..product.running import DATABASE
from . import processes

pytestmark = pytest.mark.timed


def test_workers_share_the_new_registry_and_no_request_fails(stack, admin, company):
    master = stack.odoo_processes()["master"]
    before = processes.workers(stack, "WorkerHTTP")
    [model] = admin.call("ir.model", "search", [("model", "=", "res.partner")])
    name = f"x_{uuid.uuid4().hex[:8]}"

    with ThreadPoolExecutor(2) as pool:
        until = time.monotonic() + 45
        others = [pool.submit(click, stack, company, until) for _user in range(2)]
        field = {"name": name, "model_id": model, "ttype": "char", "field_description": name}
        [field_id] = admin.call("ir.model.fields", "create", [field])
        slowest = max(user.result() for user in others)

    assert slowest < 20
    after = processes.workers(stack, "WorkerHTTP")
    assert stack.odoo_processes()["master"] == master
    assert not set(after) & set(before)
    assert admin.call("res.partner", "fields_get", [name])  # with the session of before
    resident = max(virtual_and_resident(pid)[1] for pid in after)
    assert max(map(proportional, after)) < 0.75 * resident
    admin.call("ir.model.fields", "unlink", [field_id])


def click(stack, company, until):
    """Seconds of the slowest request; an error is raised."""
    client = Client(stack.url, DATABASE, company.SECOND_USER, company.SECOND_PASSWORD)
    slowest = 0.0
    while time.monotonic() < until:
        began = time.monotonic()
        client.call("res.partner", "search_read", [], ["name"], limit=10)
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.05)
    return slowest
