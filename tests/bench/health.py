"""What do probes and metrics cost? (`make bench-health`)

In one run on one machine, with 2 HTTP workers, through the one port:

* /health/ready, each time with a look at the database, and its statements; what it takes of the
  processor; /health/live beside it, which looks at nothing;
* /metrics, each time with a look at the database, as a scraper that comes every 15 s has it;
* other users' response times alone, and beside 100 probes a second;
* memory of an HTTP worker after the same work, with the addon and (the peer) without it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from pathlib import Path

import httpx

from ..product.clicking import Waits, alone_and_beside
from ..product.client import Client
from ..product.database import Watcher
from ..product.launcher import Launcher
from ..product.running import CHECKOUT, DATABASE, Stack, new_stack
from ..stack import processes
from .elsewhere import elsewhere
from .rows import Rows
from .worker_memory import of_a_worker, visited

FOLDER = CHECKOUT / ".native" / "bench-health"
TOKEN = "a-bench-secret"
# how the statement of addons/insightpulse_health/readiness.py begins
READINESS = "SELECT name FROM ir_module_module WHERE state IN ('to install'"
READY_PAUSE = 0.6  # readiness is given again for half a second
SCRAPE_PAUSE = 5.1  # what the database says, for five
PROBES_A_SECOND = 100
PROBERS = 10


def timed(stack: Stack, path: str, times: int, pause: float) -> Waits:
    """Seconds of each of ``times`` requests, over one connection; the first ones do not count."""
    waits = Waits()
    with closing(_connection(stack.url)) as connection:
        for number in range(-3, times):
            time.sleep(pause)
            began = time.perf_counter()
            _get(connection, path)
            if number >= 0:
                waits.append(time.perf_counter() - began)
    return waits


def _connection(url: str) -> HTTPConnection:
    """By a client that does little: httpx takes 2 ms itself when the processor has slept."""
    return HTTPConnection(url.removeprefix("http://"), timeout=10)


def _get(connection: HTTPConnection, path: str) -> None:
    connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != HTTPStatus.OK:
        raise AssertionError(f"{path} answered {answer.status}")


def processor_time(stack: Stack, path: str, times: int) -> float:
    """Seconds of processor time, nginx's and the evented process's, for each of ``times``."""
    nginx = (stack.workdir / "run" / "nginx.pid").read_text().strip()
    workers = Path(f"/proc/{nginx}/task/{nginx}/children").read_text().split()
    pids = [processes.evented(stack), *map(int, workers)]
    with httpx.Client(base_url=stack.url, trust_env=False) as client:
        before = sum(map(_processor_seconds, pids))
        for _number in range(times):
            client.get(path).raise_for_status()
        return (sum(map(_processor_seconds, pids)) - before) / times


def _processor_seconds(pid: int) -> float:
    """Fields 14 and 15 of ``stat`` in proc(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def statements(stack: Stack) -> Iterator[list[str]]:
    """Statements of the connection that readiness has, as PostgreSQL logs them."""
    db, log = Watcher(stack), stack.logs / "postgres.log"
    settings = ("log_statement = 'all'", "log_line_prefix = '%%a|%%p|'")
    for setting in settings:
        db.rows(f"ALTER SYSTEM SET {setting}")
    db.rows("SELECT pg_reload_conf()")
    time.sleep(1)
    before, found = log.stat().st_size, []
    try:
        yield found
    finally:
        with log.open("rb") as file:
            file.seek(before)
            lines = file.read().decode(errors="replace").splitlines()
        asked = [line for line in lines if re.match(r"odoo-health\|\d+\|LOG:  statement:", line)]
        own = {line.split("|")[1] for line in asked if READINESS in line}
        found += [line for line in asked if line.split("|")[1] in own]
        db.rows("ALTER SYSTEM RESET ALL")
        db.rows("SELECT pg_reload_conf()")
    if not found:
        raise AssertionError("readiness asked nothing that is known here: see READINESS")


def probing(pipe: Connection, url: str) -> None:
    """100 probes a second until something is received; sends the seconds of each."""
    waits = Waits()
    ended = threading.Event()

    def probe(offset: float) -> None:
        due = time.monotonic() + offset
        with closing(_connection(url)) as connection:
            while not ended.wait(max(0, due - time.monotonic())):
                began = time.perf_counter()
                _get(connection, "/health/ready")
                waits.append(time.perf_counter() - began)
                due += PROBERS / PROBES_A_SECOND

    threads = [
        threading.Thread(target=probe, args=(number / PROBES_A_SECOND,))
        for number in range(PROBERS)
    ]
    for thread in threads:
        thread.start()
    pipe.send("probing")
    pipe.recv()
    ended.set()
    for thread in threads:
        thread.join()
    pipe.send(waits)


@contextmanager
def probed(url: str, probes: Waits) -> Iterator[None]:
    """Meanwhile 100 probes a second come; the seconds of each go into ``probes``."""
    with elsewhere(probing, url) as prober:
        prober.recv()
        yield
        prober.send("enough")
        probes += prober.recv()


def worker_memory(stack: Stack, requests: int) -> tuple[float, float]:
    visited(stack, requests)
    return of_a_worker(stack)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--probes", type=int, default=100)
    parser.add_argument("--scrapes", type=int, default=40)
    parser.add_argument("--users", type=int, default=4, help="clicking at once (default 4)")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--requests", type=int, default=400, help="before memory is looked at")
    parser.add_argument("--keep-stack", action="store_true", help="use the database of last time")
    args = parser.parse_args()
    rows = Rows()

    if not args.keep_stack:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    launcher = Launcher(FOLDER / "odoo")
    stack = new_stack(
        FOLDER / "stack", modules=("web", "queue_job"), with_demo=False,
        settings={"HEALTH_TOKEN": TOKEN}, odoo_bin=launcher.before,
    )  # fmt: skip
    try:
        stack.start()
        print(f"{os.cpu_count()} cores, 2 HTTP workers, {args.users} users\n")
        with_addon = worker_memory(stack, args.requests)

        ready = timed(stack, "/health/ready", args.probes, READY_PAUSE)
        rows.add("/health/ready", ready.told(1), "at most 5 ms", ready.percentile(95) <= 5)
        live = timed(stack, "/health/live", args.probes, READY_PAUSE)  # what any answer costs
        rows.add("/health/live beside it", live.told(1))
        cost = 1000 * processor_time(stack, "/health/ready", 1000)
        rows.add("its processor time, nginx's with it", f"{cost:.1f} ms", "at most 5 ms", cost <= 5)
        with statements(stack) as found:
            timed(stack, "/health/ready", args.probes, READY_PAUSE)
        each = len(found) / (args.probes + 3)
        rows.add("its statements", f"{each:.2f} a probe", "at most 1", each <= 1)
        scrapes = timed(stack, "/metrics", args.scrapes, SCRAPE_PAUSE)
        rows.add("/metrics", scrapes.told(1), "at most 30 ms", scrapes.percentile(95) <= 30)

        users = [Client(stack.url, DATABASE, "admin", "admin") for _user in range(args.users)]
        probes = Waits()
        alone, beside = alone_and_beside(users, partial(probed, stack.url, probes), args.seconds)
        rows.add("users alone", alone.told())
        ratio = beside.percentile(95) / alone.percentile(95)
        rows.add(
            "users beside 100 probes a second",
            f"{beside.told()}, × {ratio:.2f}",
            "at most × 1.20",
            ratio <= 1.2,
        )
        rows.add(
            "those probes, which all pass",
            f"{len(probes) / args.seconds:.0f} a second, p95 {probes.percentile(95):.1f} ms",
        )

        launcher.change("s/,insightpulse_health//")
        stack.restart("odoo")
        without = worker_memory(stack, args.requests)
        for title, more, less in zip(("proportional", "its own"), with_addon, without):
            rows.add(f"HTTP worker, {title}, without and with", f"{less:.1f} MB, {more:.1f} MB")
        more = with_addon[0] - without[0]
        rows.add("the addon in an HTTP worker", f"{more:.1f} MB", "below 3 MB", more < 3)
    finally:
        stack.stop()
    rows.end()


if __name__ == "__main__":
    main()
