"""People at work in a company that uses everything: they browse, create, upload and print."""

from __future__ import annotations

import os
import random
import re
import statistics
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import websocket

from ..product import company
from ..product.client import Client
from ..product.documents import fresh_scan

ADDONS = Path(__file__).resolve().parents[2] / "addons"
SERVER_WIDE = {"insightpulse_platform"}  # not installed: it corrects whatever loads it
# Project brings five more addons with it, and 27 MiB: this company has none
BESIDE_ANOTHER_APP = {"insightpulse_ai_project"}
MODULES = (
    "web", "contacts", "account", "sale_management", "stock", "crm", "hr_expense", "queue_job",
    *sorted(
        {manifest.parent.name for manifest in ADDONS.glob("*/__manifest__.py")}
        - SERVER_WIDE - BESIDE_ANOTHER_APP
    ),
)  # fmt: skip
PASSWORD = "people-of-the-tests"
LISTS = {
    "res.partner": ["name", "email", "country_id"],
    "product.template": ["name", "list_price", "categ_id"],
    "account.move": ["name", "partner_id", "amount_total", "payment_state"],
    "sale.order": ["name", "partner_id", "amount_total", "state"],
    "crm.lead": ["name", "stage_id", "expected_revenue"],
    "stock.picking": ["name", "state", "scheduled_date"],
    "hr.expense": ["name", "total_amount", "employee_id"],
    "ocr.document": ["state", "attempts"],
}


@dataclass(frozen=True)
class Request:
    """`status` is 0 where there was no answer."""

    path: str
    status: int
    seconds: float


class Meter(httpx.BaseTransport):
    """Notes each request with the seconds until its answer was whole."""

    def __init__(self, requests: list[Request]) -> None:
        self._transport = httpx.HTTPTransport(trust_env=False)
        self._requests = requests

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        began, status = time.monotonic(), 0
        try:
            response = self._transport.handle_request(request)
            response.read()
            status = response.status_code
        finally:
            noted = Request(request.url.path, status, time.monotonic() - began)
            self._requests.append(noted)
        return response

    def close(self) -> None:
        self._transport.close()


@dataclass
class Work:
    """What the people did, and what went wrong."""

    requests: list[Request] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    seconds: float = 0

    @property
    def server_errors(self) -> list[Request]:
        return [request for request in self.requests if request.status >= 500]

    def percentile(self, percent: int) -> float:
        """In milliseconds."""
        seconds = [request.seconds for request in self.requests]
        return statistics.quantiles(seconds, n=100)[percent - 1] * 1000


def prepare(admin: Client, count: int) -> list[str]:
    """The logins of so many people, made unless they are there; they may do what admin may."""
    company.set_up(admin)
    [groups] = admin.search_read("res.users", [("id", "=", admin.user_id)], ["group_ids"])
    logins = [f"person{number}" for number in range(count)]
    known = admin.search_read("res.users", [("login", "in", logins)], ["login"])
    for login in logins:
        if login not in [user["login"] for user in known]:
            values = {"name": login.title(), "login": login, "password": PASSWORD}
            user = admin.call("res.users", "create", values)
            admin.call("res.users", "write", [user], {"group_ids": [(6, 0, groups["group_ids"])]})
    return logins


class Person:
    """One of them; what they do follows from their number, as far as it depends on nobody else."""

    def __init__(
        self, number: int, url: str, database: str, login: str, work: Work, *, bus_url: str = ""
    ) -> None:
        """`bus_url`: where websockets are, if not at `url`."""
        self._random = random.Random(number)
        self._work = work
        self._client = Client(url, database, login, PASSWORD, Meter(work.requests))
        self._pdf = self._client.post("/report/check_wkhtmltopdf") == "ok"
        self._open_web_client()
        self._socket = websocket.create_connection(
            (bus_url or url).replace("http", "ws", 1) + "/websocket",
            cookie=f"session_id={self._client.session_id}", origin=bus_url or url, timeout=10,
        )  # fmt: skip
        self._socket.send('{"event_name": "subscribe", "data": {"channels": [], "last": 0}}')
        self._actions: list[Callable[[], None]] = [
            *[self.browse] * 8, self.add_contact, self.add_lead, self.sell, self.sell, self.invoice,
            self.claim_expense, self.attach_file, self.print_again, self.print_again,
        ]  # fmt: skip

    def act(self) -> None:
        action = self._random.choice(self._actions)
        self.do(action)

    def do(self, action: Callable[[], None]) -> None:
        name = action.__name__
        try:
            action()
        except Exception as error:
            self._work.errors.append(f"{name}: {type(error).__name__}: {str(error)[:300]}")
        else:
            self._work.done[name] = self._work.done.get(name, 0) + 1

    def think(self, ended: threading.Event) -> None:
        ended.wait(self._random.uniform(0.2, 1.2))

    def leave(self) -> None:
        self._socket.close()

    def _open_web_client(self) -> None:
        page = self._client.get("/odoo").text
        for link in re.findall(r'(?:src|href)="(/web/[^"]+)"', page):
            self._client.get(link)
        self._client.get("/web/webclient/load_menus")
        self._client.get("/web/webclient/translations?lang=en_US")

    def browse(self) -> None:
        """A list, its views, and one of its records."""
        model = self._random.choice(list(LISTS))
        fields: dict[str, Any] = {name: {} for name in LISTS[model]}
        views = [[False, kind] for kind in ("list", "form", "kanban", "search")]
        self._client.call(model, "get_views", views)
        found = self._client.call(model, "web_search_read", [], fields, limit=80)["records"]
        if found:
            record = self._random.choice(found)["id"]
            self._client.call(model, "web_read", [record], {"display_name": {}, **fields})

    def add_contact(self) -> None:
        self._client.call("res.partner", "create", {"name": f"Partner {time.time()}"})

    def add_lead(self) -> None:
        values = {"name": f"Lead {time.time()}", "type": "opportunity"}
        self._client.call("crm.lead", "create", values)

    def sell(self) -> None:
        """A quotation, confirmed, which reserves its goods; printed."""
        lines = [(0, 0, {"product_id": self._product(), "product_uom_qty": 2})]
        values = {"partner_id": self._partner(), "order_line": lines}
        order = self._client.call("sale.order", "create", values)
        self._client.call("sale.order", "action_confirm", [order])
        self._print("sale.report_saleorder", order)

    def invoice(self) -> None:
        line = {"product_id": self._product(), "quantity": 3, "price_unit": 20}
        values = {
            "move_type": "out_invoice", "partner_id": self._partner(),
            "invoice_line_ids": [(0, 0, line)],
        }  # fmt: skip
        move = self._client.call("account.move", "create", values)
        self._client.call("account.move", "action_post", [move])
        self._print("account.report_invoice", move)

    def claim_expense(self) -> None:
        values = {
            "name": "Lunch", "employee_id": self._any("hr.employee"), "total_amount_currency": 12,
            "product_id": self._any("product.product", ("can_be_expensed", "=", True)),
        }  # fmt: skip
        self._client.call("hr.expense", "create", values)

    def attach_file(self) -> None:
        """A photo as a telephone takes it."""
        self._client.attach("res.partner", self._partner(), "photo.jpg", os.urandom(3 << 20))

    def upload_bill(self) -> None:
        self._client.upload_bill("rechnung.pdf", fresh_scan())

    def print_again(self) -> None:
        domain = ("move_type", "=", "out_invoice"), ("state", "=", "posted")
        self._print("account.report_invoice", self._any("account.move", *domain))

    def _print(self, report: str, record: int) -> None:
        kind = "pdf" if self._pdf else "html"
        response = self._client.get(f"/report/{kind}/{report}/{record}")
        response.raise_for_status()
        assert not self._pdf or response.content.startswith(b"%PDF"), "no PDF"

    def _any(self, model: str, *domain: tuple[str, str, Any]) -> int:
        found: list[int] = self._client.call(model, "search", list(domain), limit=20)
        return self._random.choice(found)

    def _partner(self) -> int:
        return self._any("res.partner", ("is_company", "=", True), ("ref_company_ids", "=", False))

    def _product(self) -> int:
        return self._any("product.product", ("sale_ok", "=", True), ("type", "=", "consu"))


def work(
    url: str,
    database: str,
    logins: Iterable[str],
    *,
    seconds: float = 0,
    actions: int = 0,
    bill_every: float = 60,
    bus_url: str = "",
    meanwhile: Callable[[], None] = lambda: None,
) -> Work:
    """Let all work at once, for so many seconds or so many actions each.

    Each uploads a bill at first and then every `bill_every` seconds. `meanwhile` is called every
    few seconds.
    """
    noted = Work()
    people = [
        Person(number, url, database, login, noted, bus_url=bus_url)
        for number, login in enumerate(logins)
    ]
    began = time.monotonic()
    ended = threading.Event()

    def live(person: Person, first_bill: float) -> None:
        next_bill, left = began + first_bill, actions
        while not ended.is_set() and (left or not actions):
            left -= 1
            if not actions and time.monotonic() >= next_bill:
                next_bill += bill_every
                person.do(person.upload_bill)
            person.act()
            person.think(ended)
        if actions:
            person.do(person.upload_bill)

    threads = [
        threading.Thread(target=live, args=(person, number * bill_every / len(people)))
        for number, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        meanwhile()
        ended.wait(3)
        if seconds and time.monotonic() - began > seconds:
            ended.set()
            for thread in threads:
                thread.join()
    noted.seconds = time.monotonic() - began
    for person in people:
        person.leave()
    return noted
