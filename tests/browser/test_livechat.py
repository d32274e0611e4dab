"""A visitor who is not logged in is answered in the live chat, then wants a person, then leaves an
address."""

from __future__ import annotations

import json
import time

import pytest
from playwright.sync_api import expect

from native.processes import wait_until

from ..product.llm_scripted import say, wait
from .conftest import SCREENSHOTS
from .web_client import WebClient

ANSWER = json.dumps({"answer": "From nine to five [1].", "handover": "no"})


@pytest.fixture
def livechat(admin, server):
    """The id of a live chat whose agent knows when the shop is open."""
    named = [("module", "=", "base"), ("name", "=", "group_public")]
    [public] = admin.call("ir.model.data", "search_read", named, ["res_id"])
    values = {
        "name": "Opening hours",
        "text": "The shop is open from nine to five.",
        "group_ids": [public["res_id"]],
    }
    source = admin.call("ai.source", "create", [values])
    agent = admin.call("ai.agent", "search", [("name", "=", "Receptionist")])
    admin.call("ai.agent", "write", agent, {"source_ids": source})
    script = admin.call("chatbot.script", "search", [("title", "=", "AI Assistant")])
    values = {"name": "Shop", "rule_ids": [(0, 0, {"chatbot_script_id": script[0]})]}
    [channel] = admin.call("im_livechat.channel", "create", [values])
    assert wait_until(
        lambda: admin.call("ai.source", "read", source, ["state"])[0]["state"] == "ready", 60
    )
    return channel


@pytest.fixture
def visitor(browser, stack, livechat):
    context = browser.new_context(
        viewport={"width": 1000, "height": 800}, locale="en-GB", base_url=stack.url
    )
    client = WebClient(context.new_page(), SCREENSHOTS)
    client.page.goto(f"/im_livechat/support/{livechat}")
    yield client
    client.screenshot("end-of-livechat")
    print("console errors:", client.console_errors)
    context.close()


def test_answered_then_handed_over_then_a_lead(visitor, server, admin):
    page = visitor.page
    messages, composer = (
        page.locator(".o-mail-Message-body"),
        page.locator(".o-mail-Composer-input"),
    )

    def write(text):
        expect(composer.last).to_be_enabled()
        composer.last.fill(text)
        composer.last.press("Enter")

    server.reset()
    server.script([wait(8), say(ANSWER)])
    page.locator(".o-livechat-LivechatButton").click()
    expect(messages.last).to_contain_text("I am an AI assistant")
    write("When is the shop open?")
    expect(page.locator(".o-mail-Message img[src*=chatbot_is_typing]")).to_be_visible()
    visitor.screenshot("livechat-typing")
    expect(messages.filter(has_text="From nine to five [1].")).to_be_visible(timeout=60_000)
    visitor.screenshot("livechat-answered")

    page.reload()
    expect(messages.filter(has_text="From nine to five [1].")).to_be_visible()
    write("Can I talk to a human?")
    expect(messages.filter(has_text="What is your email address?")).to_be_visible()
    address = f"azure-{time.time_ns()}@shop.example"  # no lead of a first try is found
    write(address)
    expect(messages.filter(has_text="We will be in touch")).to_be_visible()
    visitor.screenshot("livechat-lead")
    leads = admin.call(
        "crm.lead", "search_read", [("email_from", "=", address)], ["name", "description"]
    )
    assert [lead["name"] for lead in leads] == ["When is the shop open?"]
    assert "From nine to five" in leads[0]["description"]
    assert not visitor.console_errors
