"""A worker that leaks is replaced after its request; a healthy one is left alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from native.processes import wait_until
from proc import anonymous

from ..product.client import Client
from ..product.launcher import Launcher
from ..product.memory import total_pss
from ..product.running import DATABASE
from . import processes
from .conftest import make_whole

pytestmark = pytest.mark.timed

ADDONS = Path(__file__).parent / "addons"
MIB = 1 << 20


@pytest.fixture
def with_budget(stack):
    """Start Odoo with the leaking addon, and a budget of so many bytes for all its processes."""
    make_whole(stack)
    before = stack.environment
    launcher = Launcher(stack.workdir / "odoo-bin")
    stack.environment = replace(before, odoo_bin=launcher.before(before.odoo_bin))

    def start(budget: int) -> None:
        launcher.change(
            f"s#^addons_path = #&{ADDONS},#;s/^server_wide_modules = .*/&,test_leak/;"
            f"s/^session_port = .*/&\\nmemory_budget = {budget}/;/^memory_budget = 0/d"
        )
        stack.restart("odoo")

    yield start
    stack.environment = before
    stack.restart("odoo")


def click(stack, company, times=40):
    client = Client(stack.url, DATABASE, company.SECOND_USER, company.SECOND_PASSWORD)
    for _click in range(times):
        client.call("res.partner", "search_read", [], ["name"])


def test_a_leaking_worker_is_recycled_and_no_request_fails(stack, company, with_budget):
    with_budget(1 << 40)
    click(stack, company)
    budget = total_pss(stack) + 100 * MIB
    with_budget(budget)
    first = set(processes.workers(stack, "WorkerHTTP"))
    leaking = Client(stack.url, DATABASE, "admin", "admin")

    with ThreadPoolExecutor(1) as pool:
        others = pool.submit(click, stack, company, 200)
        for _request in range(12):
            assert leaking.get("/test_leak?mib=30").status_code == 200
            assert total_pss(stack) < budget + 60 * MIB  # two workers, a leak each
        others.result()

    assert set(processes.workers(stack, "WorkerHTTP")) != first
    assert "it is recycled" in (stack.logs / "odoo.log").read_text(errors="replace")


def test_a_healthy_worker_is_left_alone_even_above_the_budget(stack, company, with_budget):
    with_budget(1)  # a new worker would be no smaller
    click(stack, company, 5)
    first = processes.workers(stack, "WorkerHTTP")
    click(stack, company, 200)
    assert processes.workers(stack, "WorkerHTTP") == first


def test_what_a_request_needed_for_a_moment_is_given_back(stack, company, with_budget):
    with_budget(1 << 40)
    click(stack, company)
    before = {pid: anonymous(pid) for pid in processes.workers(stack, "WorkerHTTP")}
    client = Client(stack.url, DATABASE, "admin", "admin")
    served = {int(client.get("/test_leak/burst?mib=60").text) for _request in range(4)}
    for pid in served:  # the answer comes first
        assert wait_until(lambda pid=pid: anonymous(pid) < before[pid] + 24 * MIB, 10)
