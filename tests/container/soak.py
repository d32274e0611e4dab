"""Do eight people fit into 512 MB? (`make soak`, `make soak DURATION=60`)

The web image in a control group of 512 MB and one CPU, behind PgBouncer in transaction mode, the
OCR service in another; see `working_day` for what the people do. Fails unless

* the highest working set, looked at four times a second, stays below 80 % of the limit;
* the kernel has ended nothing, and no process of Odoo has been replaced;
* no request was answered with a 5xx or not at all, or failed otherwise.

Reports are printed as HTML, because the stand-in for Odoo's image has no wkhtmltopdf; with `--pdf`
(`make soak PDF=1`) as PDF by Debian 12's, which is lent to the container.

The working set is the usage without the inactive page cache, which the kernel gives back before it
ends anything. The usage with it (`max_usage_in_bytes`, `memory.peak`) is printed beside it: it
goes up to the limit wherever enough files are read, and says little.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

from container import wkhtmltopdf
from native.places import Places

from ..product.client import Client
from ..product.running import CHECKOUT
from . import working_day
from .roles import by_role, pss_by_role, still_shared
from .running import LIMIT_BYTES
from .site import Site
from .working_day import Work

PEOPLE = 8
BUDGET = LIMIT_BYTES * 8 // 10
MIB = 1 << 20


@dataclass
class Soaked:
    """What came of it; sizes are bytes."""

    work: Work
    peak: int
    peak_at: float
    account: dict[str, int]
    peak_with_cache: int
    pss: dict[str, int]
    replaced: dict[str, int]
    still_shared: float
    oom_kills: int
    ocr_peak: int
    ocr_oom_kills: int

    def faults(self) -> list[str]:
        """What the bar does not allow, in words."""
        faults = []
        if self.peak >= BUDGET:
            faults.append(f"peak of {self.peak / MIB:.1f} MiB, not below {BUDGET / MIB:.1f}")
        if self.oom_kills or self.ocr_oom_kills:
            faults.append(f"{self.oom_kills} + {self.ocr_oom_kills} processes ended by the kernel")
        if self.replaced:
            faults.append(f"processes replaced: {self.replaced}")
        faults += [
            f"{request.path}: status {request.status}"
            for request in self.work.requests
            if request.status >= 500 or not request.status
        ][:10]
        return faults + self.work.errors[:10]

    def table(self) -> list[str]:
        work = self.work
        rows: list[tuple[str, str]] = [
            (f"people, for {work.seconds:.0f} s", str(PEOPLE)),
            ("requests", str(len(work.requests))),
            ("  errors / of them 5xx", f"{len(work.errors)} / {len(work.server_errors)}"),
            ("  p50 / p95, ms", f"{work.percentile(50):.0f} / {work.percentile(95):.0f}"),
            *((f"  {name}", str(count)) for name, count in sorted(work.done.items())),
            ("peak of the working set, MiB of 512", f"{self.peak / MIB:.1f}"),
            ("  seconds after the first click", f"{self.peak_at:.0f}"),
            *((f"  {name}", f"{size / MIB:.1f}") for name, size in self.account.items()),
            ("peak of the usage with page cache, MiB", f"{self.peak_with_cache / MIB:.1f}"),
            ("PSS when it was largest, MiB", f"{sum(self.pss.values()) / MIB:.1f}"),
            *((f"  {name}", f"{size / MIB:.1f}") for name, size in self.pss.items()),
            ("an HTTP worker still shares of the master", f"{self.still_shared:.0%}"),
            ("processes replaced", str(sum(self.replaced.values()))),
            ("processes ended by the kernel", str(self.oom_kills)),
            ("OCR container: peak of the working set", f"{self.ocr_peak / MIB:.1f}"),
        ]
        return [f"{what:<44} {value:>14}" for what, value in rows]


def soak(
    site: Site,
    database: str,
    seconds: float,
    settings: Mapping[str, str] | None = None,
    pdf: bool = False,
) -> Soaked:
    """Let people work on a database that has the modules of `working_day`."""
    settings = {"ODOO_INIT_MODULES": ",".join(working_day.MODULES), **(settings or {})}
    printing = wkhtmltopdf.ensure(Places(), site.engine) if pdf else ()
    container = site.web(
        "soak", database=database, pooled=True, settings=settings, options=printing
    )
    try:
        container.await_healthy("/web/health", 120)
        site.ocr.await_healthy("/health", 120)
        logins = working_day.prepare(Client(container.url, database, "admin", "admin"), PEOPLE)
        largest: dict[str, int] = {}
        first: dict[str, list[int]] = {}

        def look() -> None:
            nonlocal largest, first
            first = first or by_role(container)
            now = pss_by_role(container)
            if sum(now.values()) > sum(largest.values()):
                largest = now

        began = time.monotonic()
        work = working_day.work(container.url, database, logins, seconds=seconds, meanwhile=look)
        living = {pid for pids in by_role(container).values() for pid in pids}
        gone = {role: len(set(pids) - living) for role, pids in first.items() if role != "others"}
        return Soaked(
            work=work,
            peak=container.sampler.highest,
            account=container.sampler.account,
            peak_at=container.sampler.highest_at - began,
            peak_with_cache=container.cgroup.peak,
            pss=largest,
            replaced={role: count for role, count in gone.items() if count},
            still_shared=still_shared(container),
            oom_kills=container.cgroup.oom_kills,
            ocr_peak=site.ocr.sampler.highest,
            ocr_oom_kills=site.ocr.cgroup.oom_kills,
        )
    finally:
        container.remove()


def main() -> int:
    from container.engine import ensure_engine

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--pdf", action="store_true", help="print reports as PDF, not as HTML")
    parser.add_argument("--keep", action="store_true", help="use the database of last time")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="of the environment"
    )
    args = parser.parse_args()
    folder = CHECKOUT / ".native" / "soak"
    if not args.keep:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    site = Site(ensure_engine(folder / "build.log"), folder)
    try:
        site.start_postgres()
        site.upgrade("business", working_day.MODULES)
        settings = dict(pair.split("=", 1) for pair in args.set)
        soaked = soak(site, "business", args.seconds, settings, args.pdf)
    finally:
        site.close()
    print("\n".join(soaked.table()))
    for fault in soaked.faults():
        print(f"FAULT {fault}")
    print("FAIL" if soaked.faults() else "PASS")
    return 1 if soaked.faults() else 0


if __name__ == "__main__":
    sys.exit(main())
