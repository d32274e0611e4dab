"""How much memory does the server take? (`make bench-memory`)

Compares, in one run on one machine, with the same image, database, modules and work:

* stock Odoo: the image's `odoo` with 2 workers, 1 cron worker and the evented process, without our
  entrypoint, nothing else loaded server-wide, sessions on the disk;
* ours: the same and nginx and the job runner, started by `entrypoint.sh`.

Each has a control group of 1 GB, because stock needs more than 512 MB, and one CPU. Counted is the
proportional set size (PSS): a page that n processes share counts 1/n for each; see `smaps_rollup`
in proc(5). Beside it the peak of the control group's working set, which is what a platform sees.
"""

from __future__ import annotations

import argparse
import shutil
from dataclasses import dataclass

from ..container import working_day
from ..container.roles import pss_by_role
from ..container.running import Container
from ..container.site import Site
from ..product.client import Client
from ..product.running import CHECKOUT, ROLE

FOLDER = CHECKOUT / ".native" / "bench-memory"
DATABASE = "business"
MEGABYTES = 1024
ROLES = (
    "master", "HTTP workers", "cron worker", "evented process", "job runner", "nginx", "others",
)  # fmt: skip
ADDONS = "/opt/insightpulse/addons,/opt/insightpulse/oca/odoo/addons"


@dataclass(frozen=True)
class Measured:
    requests: int
    failed: int
    pss: dict[str, int]
    peak: int


def stock(site: Site) -> tuple[Container, str]:
    """The image's Odoo as it comes, and the address of its websockets."""
    ports = {name: site.take_port(name, at) for name, at in (("http", 18169), ("bus", 18271))}
    options = {
        "database": DATABASE, "db-filter": f"^{DATABASE}$", "addons-path": ADDONS,
        "workers": 2, "max-cron-threads": 1, "http-interface": "127.0.0.1",
        "http-port": ports["http"], "gevent-port": ports["bus"], "data-dir": "/var/lib/odoo",
        "load": "base,web",
    }  # fmt: skip
    variables = {
        "PORT": str(ports["http"]),
        "PGHOST": "127.0.0.1",
        "PGPORT": str(site.ports["postgres"]),
        "PGUSER": ROLE,
        "PGPASSWORD": site.postgres.password,
    }
    container = site.run(
        "stock", variables, megabytes=MEGABYTES, options=("--entrypoint", "odoo"),
        command=[f"--{name}={value}" for name, value in options.items()],
    )  # fmt: skip
    return container, f"http://127.0.0.1:{ports['bus']}"


def ours(site: Site) -> tuple[Container, str]:
    modules = {"ODOO_INIT_MODULES": ",".join(working_day.MODULES)}
    container = site.web("ours", database=DATABASE, settings=modules, megabytes=MEGABYTES)
    return container, ""


def measure(container: Container, bus_url: str, people: int, actions: int) -> Measured:
    try:
        container.await_answer("/web/health", 120)
        admin = Client(container.url, DATABASE, "admin", "admin")
        # the next container does not have this one's disk
        admin.call("ir.config_parameter", "set_param", "ir_attachment.location", "db")
        logins = working_day.prepare(admin, people)
        work = working_day.work(container.url, DATABASE, logins, actions=actions, bus_url=bus_url)
        if work.errors:
            print("\n".join(work.errors))
        return Measured(
            len(work.requests), len(work.errors) + len(work.server_errors),
            pss_by_role(container), container.sampler.stop(),
        )  # fmt: skip
    finally:
        container.remove()


def main() -> None:
    from container.engine import ensure_engine

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--actions", type=int, default=30, help="of each, a few requests long")
    parser.add_argument("--keep", action="store_true", help="use the database of last time")
    args = parser.parse_args()
    if not args.keep:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    site = Site(ensure_engine(FOLDER / "build.log"), FOLDER)
    measured: dict[str, Measured] = {}
    try:
        site.start_postgres()
        site.upgrade(DATABASE, working_day.MODULES)
        measure(*ours(site), people=1, actions=20)  # the first to come makes all asset bundles
        for start in (stock, ours):
            name = start.__name__
            measured[name] = measure(*start(site), args.people, args.actions)
            print(f"{name}: {measured[name].requests} requests of {args.people} people, "
                  f"{measured[name].failed} failed", flush=True)  # fmt: skip
    finally:
        site.close()
    print("\n" + "\n".join(table(measured["stock"], measured["ours"])))


def table(stock: Measured, ours: Measured) -> list[str]:
    """MiB and their ratio."""

    def row(title: str, before: int, now: int) -> str:
        ratio = f"{now / before:7.2f}" if before else f"{'-':>7}"
        return f"{title:34} {before / 2**20:7.0f} {now / 2**20:7.0f} {ratio}"

    return [
        f"{'MiB, in a cgroup of 1 GB':34} {'stock':>7} {'ours':>7} {'ratio':>7}",
        *(row(f"PSS of {role}", stock.pss.get(role, 0), ours.pss.get(role, 0)) for role in ROLES),
        row("PSS in total", sum(stock.pss.values()), sum(ours.pss.values())),
        row("peak of the working set", stock.peak, ours.peak),
    ]


if __name__ == "__main__":
    main()
