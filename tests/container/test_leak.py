"""A handler that leaks, under a real limit: its worker is replaced before the kernel acts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ..product.client import Client
from ..product.running import CHECKOUT
from . import working_day
from .cgroup import Sampler
from .roles import by_role
from .running import LIMIT_BYTES

ADDONS = CHECKOUT / "tests" / "stack" / "addons"
IN_IMAGE = "/opt/insightpulse/addons:/opt/insightpulse/oca/odoo/addons"
MIB = 1 << 20


@pytest.fixture
def leaky(site, business):
    """A container in which `/test_leak` is served, beside everything else."""
    container = site.web(
        "leaky", database=business,
        settings={
            "ODOO_ADDONS_PATH": f"{IN_IMAGE}:/mnt/test-addons",
            "ODOO_INIT_MODULES": ",".join((*working_day.MODULES, "test_leak")),
        },
        options=("--volume", f"{ADDONS}:/mnt/test-addons:ro"),
    )  # fmt: skip
    yield container
    container.remove()


def test_a_leaking_worker_is_recycled_before_the_limit_and_no_request_fails(
    leaky, business, measured
) -> None:
    leaky.await_healthy("/web/health", 120)
    leaking = Client(leaky.url, business, "admin", "admin")
    others = Client(leaky.url, business, "admin", "admin")
    first = set(by_role(leaky)["HTTP workers"])
    leaky.sampler.stop()  # what the installation of the addon took
    sampler = Sampler(leaky.cgroup)

    with ThreadPoolExecutor(1) as pool:
        clicks = pool.submit(_click, others, 300)
        for _request in range(20):  # 600 MiB in all: more than there is
            assert leaking.get("/test_leak?mib=30").status_code == 200
        clicks.result()

    highest = sampler.stop()
    measured("leak: highest working set, MiB of 512", f"{highest / MIB:.0f}")
    # a request that takes 30 MiB may be the one that goes beyond the budget
    assert highest < LIMIT_BYTES
    assert leaky.cgroup.oom_kills == 0
    assert not first & set(by_role(leaky)["HTTP workers"])
    # by the budget of all together, or by what one may have: whichever it meets first
    said = ("it is recycled", "memory limit")
    assert any(words in line for line in leaky.lines() for words in said)


def _click(client: Client, times: int) -> None:
    for _click in range(times):
        client.call("res.partner", "search_read", [], ["name"])
