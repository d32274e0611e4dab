"""Reports as PDF, by a wkhtmltopdf that is lent to the container, see `container.wkhtmltopdf`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from container import wkhtmltopdf
from native.places import Places

from ..product.client import Client
from . import working_day

MIB = 1 << 20


def test_three_people_print_at_once_on_two_workers(site, business, measured) -> None:
    """Within a worker's memory limit, and though the printer asks Odoo for its style sheets."""
    container = site.web(
        "print", database=business, pooled=True,
        settings={"ODOO_INIT_MODULES": ",".join(working_day.MODULES)},
        options=wkhtmltopdf.ensure(Places(), site.engine),
    )  # fmt: skip
    try:
        container.await_healthy("/web/health", 120)
        clients = [Client(container.url, business, "admin", "admin") for _person in range(3)]
        [order] = clients[0].call("sale.order", "search", [("state", "=", "sale")], limit=1)
        with ThreadPoolExecutor(3) as pool:
            path = f"/report/pdf/sale.report_saleorder/{order}"
            answers = list(pool.map(lambda client: client.get(path), clients))
        assert [answer.status_code for answer in answers] == [200] * 3
        assert all(answer.content.startswith(b"%PDF") for answer in answers)
        measured(
            "printing, highest working set, MiB of 512", f"{container.sampler.stop() / MIB:.0f}"
        )
        assert container.cgroup.oom_kills == 0
    finally:
        container.remove()
