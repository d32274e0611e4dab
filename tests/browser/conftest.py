"""A browser, a logged-in page that remembers whether it was reloaded, and a second person."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ..product.client import Client
from ..product.llm_scripted import ScriptedServer
from ..product.running import CHECKOUT, DATABASE, restarted
from ..report import odoo_log
from . import chromium
from .clerk import Clerk
from .web_client import NOT_OURS, WebClient

expect.set_options(timeout=30_000)  # ms: containers may be tested beside

SCREENSHOTS = CHECKOUT / ".native" / "screenshots"


@pytest.fixture(scope="session")
def browser():
    with chromium.running() as running:
        yield running


@pytest.fixture
def web(browser, stack, company, request):
    """The accountant at a desk: the web client, logged in, at 1400 × 900 pixels."""
    context = browser.new_context(
        viewport={"width": 1400, "height": 900}, locale="en-GB", base_url=stack.url
    )
    client = WebClient(context.new_page(), SCREENSHOTS, request.config.getoption("--screenshots"))
    client.log_in("admin", "admin")
    yield client
    client.screenshot(f"end-of-{request.node.name}")
    print("console errors:", client.console_errors)  # shown with a failed test
    context.close()


@pytest.fixture(scope="module")
def server(stack):
    """A scripted language model, which Odoo asks."""
    with (
        ScriptedServer() as server,
        restarted(stack, AI_PROVIDER="ollama", OLLAMA_BASE_URL=server.url),
    ):
        yield server


@pytest.fixture
def llm(server):
    """The scripted model, with no script yet."""
    server.reset()
    yield server
    assert server.wait_for_generating(0, 20), "the model still answers, and nobody listens"


@pytest.fixture
def clerk(stack, company):
    """A second person who keeps clicking while the test runs; knows how long each click took."""
    client = Client(stack.url, DATABASE, company.SECOND_USER, company.SECOND_PASSWORD)
    with Clerk(client) as working:
        yield working


@pytest.fixture(autouse=True)
def quiet_log(stack):
    """Odoo logs no error while a person works with it."""
    log = stack.logs / "odoo.log"
    start = log.stat().st_size
    yield
    with log.open("rb") as file:
        file.seek(start)
        lines = file.read().decode(errors="replace").splitlines()
    errors = [
        f"{record.level} {record.logger}: {record.message}"
        for record in odoo_log.errors(lines)
        if not any(known in record.message for known in NOT_OURS)
    ]
    assert errors == []
