"""A source is indexed by the queue while its form is watched, and tried there."""

from __future__ import annotations

import base64
import io

import pytest
from playwright.sync_api import expect
from reportlab.pdfgen.canvas import Canvas

from native.processes import wait_until

from ..product.llm_scripted import ScriptedServer
from ..product.running import restarted

HANDBOOK = """\
# Leave

Employees have twenty-five days of leave a year. Ask your manager two weeks before.

# Expenses

Taxi rides are refunded when the receipt is handed in within a month.
"""


@pytest.fixture(scope="module")
def server(stack):
    with (
        ScriptedServer() as server,
        restarted(
            stack, AI_PROVIDER="ollama", OLLAMA_BASE_URL=server.url,
            AI_EMBEDDING_MODEL="nomic-embed-text",
        ),
    ):  # fmt: skip
        yield server


def test_a_text_is_indexed_and_tried(web, server):
    page = web.page
    page.goto("/odoo/ai.source/new")
    page.locator("[name=name] textarea, [name=name] input").first.fill("Staff handbook")
    page.locator("[name=text] textarea").fill(HANDBOOK)
    page.locator(".o_form_button_save").click()
    expect(page.locator(".o_statusbar_status")).to_be_visible()
    # nobody reloads: the news come by themselves once it is asked for
    page.get_by_role("button", name="Index now").click()
    expect(page.locator(".o_arrow_button_current")).to_have_text("Ready", timeout=60_000)
    expect(page.locator("[name=embedded_count]")).to_have_text("1")
    page.get_by_role("tab", name="Try it").click()
    page.locator("[name=trial_question] input").fill("Who refunds a taxi?")
    page.locator("[name=trial_question] input").press("Tab")
    expect(page.locator("[name=trial_found]")).to_contain_text("Taxi rides are refunded")
    web.screenshot("source")
    assert [one["input"] for one in server.sent("embed")][-1] == [
        "search_query: Who refunds a taxi?"
    ]


def test_a_pdf_is_read_page_by_page(admin, server):
    file = io.BytesIO()
    canvas = Canvas(file)
    for text in ("The house opens at eight o'clock.", "The garage opens at six o'clock."):
        canvas.drawString(50, 700, text)
        canvas.showPage()
    canvas.save()
    values = {"name": "house.pdf", "datas": base64.b64encode(file.getvalue()).decode()}
    files = admin.call("ir.attachment", "create", [values])
    values = {"name": "House", "kind": "attachments", "attachment_ids": files}
    [source] = admin.call("ai.source", "create", [values])

    def told() -> list[dict]:
        domain = [("id", "=", source)]
        return admin.search_read("ai.source", domain, ["state", "passage_count", "embedded_count"])

    assert wait_until(lambda: told()[0]["state"] == "ready", 60, 0.5), told()
    assert (told()[0]["passage_count"], told()[0]["embedded_count"]) == (2, 2)
