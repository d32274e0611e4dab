"""How fast is Odoo for everybody else while documents are read? (`make bench-users`)

Compares, in one run on one machine, with 2 HTTP workers:

* nobody reads anything;
* documents are read our way: jobs run in the evented process, where waiting costs nothing;
* documents are read queue_job's default way: jobs run on the HTTP port, and each holds a worker
  while the OCR service works.

The users are threads that open a list again and again. Seconds depend on the machine (the OCR
service computes on the same cores); the ratios are what is compared.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import shutil
import statistics
import time
from collections.abc import Callable

from ..browser.clerk import Clerk
from ..product import company, documents
from ..product.client import Client, Upload
from ..product.database import Watcher
from ..product.launcher import Launcher
from ..product.running import CHECKOUT, DATABASE, Stack, new_stack

PAUSE = 0.3  # seconds between two clicks
FOLDER = CHECKOUT / ".native" / "bench-users"


@dataclasses.dataclass(frozen=True)
class Measured:
    """Seconds of every call of every user, and the documents read meanwhile."""

    title: str
    calls: list[float]
    elapsed: float
    documents: int = 0

    def percentile(self, percent: int) -> float:
        """In milliseconds."""
        return statistics.quantiles(self.calls, n=100)[percent - 1] * 1000

    def row(self, idle: Measured) -> str:
        p50, p95 = self.percentile(50), self.percentile(95)
        return (
            f"{self.title:44} {self.documents:4} {self.elapsed:7.1f} {len(self.calls):6} "
            f"{p50:8.0f} {p95:8.0f} {max(self.calls) * 1000:8.0f} "
            f"{p50 / idle.percentile(50):7.1f} {p95 / idle.percentile(95):7.1f}"
        )


HEADER = (
    f"{'':44} {'docs':>4} {'s':>7} {'calls':>6} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8} "
    f"{'p50 ×':>7} {'p95 ×':>7}"
)


def as_clicked(waits: list[float], pause: float = PAUSE) -> list[float]:
    """The waits of a person who clicks every `pause` seconds, whatever the answers do.

    A user who waits 20 s for one answer makes one bad call, not the sixty that were due: without
    this correction ("coordinated omission") percentiles hide exactly the time that is lost.

    >>> as_clicked([0.1, 1.0], pause=0.4)
    [0.1, 1.0, 0.6, 0.2]
    """
    due: list[float] = []
    for wait in waits:
        due.append(wait)
        while (wait := round(wait - pause, 6)) > 0:
            due.append(wait)
    return due


def measure(stack: Stack, title: str, users: int, during: Callable[[], int]) -> Measured:
    """Time `users` clicking users until `during` returns the number of documents it read."""
    clerks = [
        Clerk(
            Client(stack.url, DATABASE, company.SECOND_USER, company.SECOND_PASSWORD), pause=PAUSE
        )
        for _user in range(users)
    ]
    started = time.monotonic()
    for clerk in clerks:
        clerk.__enter__()
    try:
        count = during()
    finally:
        for clerk in clerks:
            clerk.__exit__()
    errors = [error for clerk in clerks for error in clerk.errors]
    if errors:
        raise RuntimeError(f"{title}: {len(errors)} calls failed, the first with {errors[0]!r}")
    calls = [seconds for clerk in clerks for seconds in as_clicked(clerk.seconds)]
    return Measured(title, calls, time.monotonic() - started, count)


def read_documents(stack: Stack, files: list[bytes]) -> Callable[[], int]:
    """Upload all, then wait until each is read."""

    def during() -> int:
        admin = Client(stack.url, DATABASE, "admin", "admin")
        uploads = [admin.upload_bill("facture.pdf", data) for data in files]
        await_read(stack, uploads, seconds=120 * len(files))
        return len(files)

    return during


def await_read(stack: Stack, uploads: list[Upload], seconds: float) -> None:
    """Wait in the database, so as not to be one more user of the HTTP workers."""
    db = Watcher(stack)
    deadline = time.monotonic() + seconds
    states: list[str | None] = []
    while time.monotonic() < deadline and "failed" not in states:
        states = [db.state(upload.attachment_id) for upload in uploads]
        if all(state == "read" for state in states):
            return
        time.sleep(0.5)
    raise RuntimeError(f"documents were not read: {states}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=4, help="two pages each (default 4)")
    parser.add_argument("--users", type=int, default=2, help="clicking at once (default 2)")
    parser.add_argument("--idle-seconds", type=float, default=20)
    parser.add_argument("--keep-stack", action="store_true", help="use the database of last time")
    args = parser.parse_args()

    if not args.keep_stack:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    launcher = Launcher(FOLDER / "odoo-bin")
    stack = new_stack(FOLDER / "stack", odoo_bin=launcher.before)
    http_port = f"s/^port = .*/port = {stack.ports['odoo']}/"
    ways = [
        ("read our way: jobs on the evented port", ""),
        ("read queue_job's way: jobs on the HTTP port", http_port),
        ("the same, two jobs at once", f"{http_port};s/root.ocr:1/root.ocr:2/"),
    ]
    try:
        stack.start()
        stack.await_ocr()
        company.set_up(Client(stack.url, DATABASE, "admin", "admin"))
        print(f"{os.cpu_count()} cores, 2 HTTP workers, {args.users} users\n\n{HEADER}")
        idle = measure(stack, "nobody reads", args.users, lambda: _idle(args.idle_seconds))
        print(idle.row(idle), flush=True)
        for title, sed in ways:
            launcher.change(sed)
            stack.restart("odoo")
            time.sleep(8)  # the job runner starts five seconds after the workers
            files = [documents.fresh_long_scan() for _document in range(args.documents)]
            measured = measure(stack, title, args.users, read_documents(stack, files))
            print(measured.row(idle), flush=True)
    finally:
        stack.stop()


def _idle(seconds: float) -> int:
    time.sleep(seconds)
    return 0


if __name__ == "__main__":
    main()
