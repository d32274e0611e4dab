"""How much memory does the server take? (`make bench-memory`)

Compares, in one run on one machine, with the same database, modules and load:

* stock Odoo: 2 workers, 1 cron worker, the evented process, nothing else loaded server-wide;
* ours: the same and the job runner, with the corrections of `insightpulse_platform`.

Counted is the proportional set size (PSS): a page that n processes share counts 1/n for each. It
is what a container's memory limit feels, see `smaps_rollup` in proc(5).
"""

from __future__ import annotations

import argparse
import shutil
import threading
import time
from collections.abc import Iterator

from ..product import company
from ..product.client import Client
from ..product.launcher import Launcher
from ..product.memory import proportional
from ..product.running import CHECKOUT, DATABASE, Stack, new_stack
from ..stack import processes

FOLDER = CHECKOUT / ".native" / "bench-memory"
MODULES = (
    "web", "contacts", "account", "sale_management", "stock", "crm", "hr_expense",
    "queue_job", "insightpulse_ocr", "insightpulse_ocr_account",
)  # fmt: skip
STOCK = "s/^server_wide_modules = .*/server_wide_modules = base,web/"
LISTS = {
    "res.partner": ["name", "email", "country_id"],
    "product.template": ["name", "list_price", "categ_id"],
    "account.move": ["name", "partner_id", "amount_total"],
    "sale.order": ["name", "partner_id", "amount_total"],
    "crm.lead": ["name", "stage_id"],
    "stock.picking": ["name", "state"],
}
FORMS = ("res.partner", "account.move", "sale.order", "product.template")


def by_role(stack: Stack) -> dict[str, int]:
    """Bytes of PSS of Odoo's processes."""
    found = stack.odoo_processes()
    pids = {"master": found["master"]}
    for role in ("WorkerHTTP", "WorkerCron", "WorkerEvented", "WorkerJobRunner"):
        pids[role] = processes.workers(stack, role)
    known = {pid for group in pids.values() for pid in group}
    pids["WorkerEvented"] += [pid for pid in found["children"] if pid not in known]  # of stock
    return {role: sum(map(proportional, group)) for role, group in pids.items()}


def clicks(client: Client, rounds: int) -> Iterator[None]:
    """Lists, forms and a new record, as the web client asks for them."""
    for number in range(rounds):
        for model, fields in LISTS.items():
            client.call(
                model, "web_search_read", [], {name: {} for name in fields}, limit=80
            )  # fmt: skip
            yield
        for model in FORMS:
            client.call(model, "get_views", [[False, "list"], [False, "form"], [False, "search"]])
            yield
        client.call("res.partner", "create", {"name": f"Partner {number}"})
        yield


def load(stack: Stack, users: int, rounds: int) -> int:
    """Let `users` persons click at once; returns the number of their requests."""
    counts: list[int] = []

    def click() -> None:
        client = Client(stack.url, DATABASE, "admin", "admin")
        counts.append(sum(1 for _ in clicks(client, rounds)))

    threads = [threading.Thread(target=click) for _user in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(counts) != users:
        raise RuntimeError("a user's request failed; see the traceback above")
    return sum(counts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--users", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=10, help="of 11 requests each (default 10)")
    parser.add_argument("--keep-stack", action="store_true", help="use the database of last time")
    args = parser.parse_args()

    if not args.keep_stack:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    launcher = Launcher(FOLDER / "odoo-bin")
    stack = new_stack(FOLDER / "stack", odoo_bin=launcher.before, modules=MODULES, with_demo=False)
    measured: dict[str, dict[str, int]] = {}
    try:
        stack.start()
        company.set_up(Client(stack.url, DATABASE, "admin", "admin"))
        for title, sed in (("stock", STOCK), ("ours", "")):
            launcher.change(sed)
            stack.restart("odoo")
            time.sleep(8)  # the job runner starts five seconds after the workers
            requests = load(stack, args.users, args.rounds)
            measured[title] = by_role(stack)
            print(f"{title}: {requests} requests of {args.users} users", flush=True)
    finally:
        stack.stop()
    stock, ours = measured["stock"], measured["ours"]
    print(f"\n{'PSS in MiB':18} {'stock':>7} {'ours':>7} {'ratio':>7}")
    for role in stock:
        ratio = f"{ours[role] / stock[role]:7.2f}" if stock[role] else f"{'-':>7}"
        print(f"{role:18} {stock[role] / 2**20:7.0f} {ours[role] / 2**20:7.0f} {ratio}")
    totals = sum(stock.values()), sum(ours.values())
    print(f"{'total':18} {totals[0] / 2**20:7.0f} {totals[1] / 2**20:7.0f} "
          f"{totals[1] / totals[0]:7.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
