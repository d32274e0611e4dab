"""An agent looks things up in front of the user, and proposes a change that a click makes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ..product.llm_scripted import call, say, wait
from .ai_panel import AiPanel


@pytest.fixture
def partner(admin):
    clerk = admin.call("ai.agent", "search", [("name", "=", "Clerk")])
    admin.call("ai.agent", "write", clerk, {"is_small": False})
    values = {"name": "Azure Interior", "city": "Fremont", "phone": "+1 510 555 0100"}
    return admin.call("res.partner", "create", [values])[0]


@pytest.fixture
def panel(web, llm, partner):
    web.page.evaluate("localStorage.clear()")
    panel = AiPanel(web)
    panel.open_record("res.partner", partner)
    web.page.locator(".o_ai_chatter").click()
    panel.root.locator(".o_ai_agent").click()
    web.page.locator(".o_ai_agents .dropdown-item", has_text="Clerk").click()
    expect(panel.root.locator(".o_ai_agent")).to_contain_text("Clerk")
    return panel


def change(phone="+1 510 555 0199", record="Azure Interior"):
    fields = [{"field": "Phone", "value": phone}, {"field": "City", "value": "Oakland"}]
    return [call("update_record", {"kind": "contacts", "record": record, "changes": fields})]


def test_it_looks_up_and_proposes_and_a_click_makes_the_change(web, panel, llm, admin, partner):
    llm.script(
        [wait(0.5), call("read_record", {"kind": "contacts", "record": "Azure Interior"})],
        change(),
        [say("I have proposed their new number and city. "), say("Please look at it.")],
    )
    panel.ask("They moved to Oakland, and have the number +1 510 555 0199 now")
    panel.await_state("done")
    expect(panel.root.locator(".o_ai_step")).to_have_text(
        ["Read a record: contacts, Azure Interior"]
    )
    card = panel.root.locator(".o_ai_proposal")
    expect(card).to_have_attribute("data-state", "pending")
    expect(card.locator(".o_ai_before")).to_have_text(["Fremont", "+1 510 555 0100"])
    expect(card.locator(".o_ai_after")).to_have_text(["Oakland", "+1 510 555 0199"])
    assert admin.call("res.partner", "read", partner, ["city"])[0]["city"] == "Fremont"
    web.picture("ai-proposal")
    web.screenshot("ai-proposal-1400")

    card.locator(".o_ai_approve").click()
    expect(card).to_have_attribute("data-state", "done")
    expect(web.page.locator(".o_field_widget[name=phone] input").first).to_have_value(
        "+1 510 555 0199"
    )
    assert admin.call("res.partner", "read", partner, ["city"])[0]["city"] == "Oakland"
    web.screenshot("ai-proposal-done-1400")
    web.at_width(390)
    web.screenshot("ai-proposal-390")


def test_what_was_changed_meanwhile_is_left_alone(panel, llm, admin, partner):
    llm.script(change(), [say("Proposed.")])
    panel.ask("New number, please")
    panel.await_state("done")
    admin.call("res.partner", "write", partner, {"phone": "+1 510 555 0123"})
    card = panel.root.locator(".o_ai_proposal")
    card.locator(".o_ai_approve").click()
    expect(card).to_have_attribute("data-state", "outdated")
    expect(card).to_contain_text("changed meanwhile")
    assert admin.call("res.partner", "read", partner, ["phone"])[0]["phone"] == "+1 510 555 0123"


def test_a_card_follows_what_was_decided_elsewhere(panel, llm, admin):
    llm.script(change(), [wait(4), say("Proposed.")])
    panel.ask("New number, please")
    card = panel.root.locator(".o_ai_proposal")
    expect(card).to_have_attribute("data-state", "pending")
    proposal = max(admin.call("ai.proposal", "search", [("state", "=", "pending")]))
    admin.call("ai.proposal", "decide", proposal, False)
    panel.await_state("done")
    expect(card).to_have_attribute("data-state", "rejected")


def test_several_of_one_name_are_the_users_to_choose(web, panel, llm, admin):
    admin.call("res.partner", "create", [{"name": "Azure Exterior"}])
    llm.script(
        [call("read_record", {"kind": "contacts", "record": "Azure"})],
        [say("It is in Ghent.")],
    )
    panel.ask("Where is Azure?")
    panel.await_state("done")
    web.screenshot("ai-which-1400")
    panel.root.locator(".o_ai_candidate", has_text="Azure Exterior").first.click()
    panel.await_state("done")
    expect(panel.answer()).to_contain_text("Ghent")


def test_a_button_opens_what_was_found(web, panel, llm):
    llm.script(
        [call("open_records", {"kind": "contacts", "words": "Azure"})],
        [say("Here they are.")],
    )
    panel.ask("Show me everybody called Azure")
    panel.await_state("done")
    panel.root.locator(".o_ai_open").click()
    expect(web.page.locator(".o_list_view")).to_contain_text("Azure Interior")
