"""What do 20 very slow visitors cost everybody else? (`make bench-slow-clients`)

Compares, in one run on one machine, with 2 HTTP workers: the others alone, and beside 20 visitors
who send one byte a second and 20 who read a file of 8 MiB at one byte a second,

* through the one port, where nginx waits for them;
* without nginx, straight to the port of Odoo's workers, as stock Odoo is published.

Seconds depend on the machine; the ratios are what is compared.
"""

from __future__ import annotations

import argparse
import base64
import os
import shutil
import time

from ..product import company
from ..product.clicking import Waits, clicking
from ..product.client import Client
from ..product.running import CHECKOUT, DATABASE, new_stack
from ..product.slow import SlowVisitors
from .users_while_reading import as_clicked

PAUSE = 0.1  # seconds between two clicks
FOLDER = CHECKOUT / ".native" / "bench-slow-clients"
HEADER = f"{'':34} {'calls':>6} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8} {'p95 ×':>7} {'lost':>5}"


def row(title: str, waits: Waits, alone: Waits, lost: str = "") -> str:
    ratio = waits.percentile(95) / alone.percentile(95)
    return (
        f"{title:34} {len(waits):6} {waits.percentile(50):8.0f} {waits.percentile(95):8.0f} "
        f"{max(waits) * 1000:8.0f} {ratio:7.1f} {lost:>5}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--users", type=int, default=4, help="clicking at once (default 4)")
    parser.add_argument("--slow", type=int, default=20, help="senders, and readers (default 20)")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--keep-stack", action="store_true", help="use the database of last time")
    args = parser.parse_args()

    if not args.keep_stack:
        shutil.rmtree(FOLDER, ignore_errors=True)
    stack = new_stack(FOLDER / "stack")
    try:
        stack.start()
        admin = Client(stack.url, DATABASE, "admin", "admin")
        company.set_up(admin)
        data = base64.b64encode(os.urandom(8 << 20)).decode()
        attachment = admin.call("ir.attachment", "create", {"name": "large", "datas": data})
        print(f"{os.cpu_count()} cores, 2 HTTP workers, {args.users} users\n\n{HEADER}")
        for way, url in (
            ("through nginx", stack.url),
            ("without nginx", f"http://127.0.0.1:{stack.ports['odoo']}"),
        ):
            users = [
                Client(url, DATABASE, company.SECOND_USER, company.SECOND_PASSWORD)
                for _user in range(args.users)
            ]
            with clicking(users, PAUSE) as alone:
                time.sleep(args.seconds)
            print(row(f"{way}: alone", alone, alone), flush=True)
            path = f"/web/content/{attachment}?download=true"
            slow = SlowVisitors(url, admin.session_id, path, args.slow)
            with clicking(users, PAUSE) as waits, slow:
                time.sleep(args.seconds)
            due = Waits(as_clicked(list(waits), PAUSE))
            print(row(f"{way}: beside slow visitors", due, alone, f"{len(slow.lost)}"), flush=True)
    finally:
        stack.stop()


if __name__ == "__main__":
    main()
