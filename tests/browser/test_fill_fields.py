"""Fields that are filled by AI: twenty leads with progress by a real model, one from its form."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from ..product.llm_engine import CHAT_MODEL, Engine
from ..product.llm_scripted import ScriptedServer, refuse, say, stall, wait
from ..product.running import restarted

LEADS = 20
PROMPT = "How urgent is this request? {{ object.name }}"
WORDS = ("Twenty chairs, today please", "A catalogue", "An offer for desks by Friday", "A repair")


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    running = Engine(tmp_path_factory.mktemp("llm") / "engine.log")
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def server():
    with ScriptedServer() as running:
        yield running


@pytest.fixture
def asked(stack, request):
    """Odoo asks the server of that fixture."""
    url = request.getfixturevalue(request.param).url
    model = CHAT_MODEL if request.param == "engine" else ""
    with restarted(stack, AI_PROVIDER="ollama", OLLAMA_BASE_URL=url, OLLAMA_MODEL=model):
        yield


@pytest.fixture
def llm(server, asked, admin):
    """The script, for this test alone: what an earlier one has left to be tried again is ended."""
    admin.call("ai.fill", "action_cancel", admin.call("ai.fill", "search", []))
    assert server.wait_for_generating(0, 20)
    server.reset()
    return server


def make_leads(admin, count):
    values = [
        {"name": f"{WORDS[n % len(WORDS)]} ({n + 1})", "type": "opportunity", "priority": "0"}
        for n in range(count)
    ]
    return admin.call("crm.lead", "create", values)


@pytest.fixture
def make_action(admin):
    """Make actions that set the priority of leads by their names, for as long as the test runs."""
    [model] = admin.call("ir.model", "search", [["model", "=", "crm.lead"]])
    [field] = admin.call(
        "ir.model.fields", "search", [["model", "=", "crm.lead"], ["name", "=", "priority"]]
    )
    hint = "Very High if they want it today, else Low."

    def clear():  # what a run that was broken off has left in a kept database, too
        left = admin.call("ir.actions.server", "search", [["ai_prompt", "=", PROMPT]])
        admin.call("ir.actions.server", "unlink", left)

    def make(name, **values):
        action = {
            "name": name,
            "model_id": model,
            "binding_model_id": model,
            "state": "ai",
            "ai_prompt": PROMPT,
            "ai_tell_record": False,
            "ai_overwrite": "always",
            "ai_review": "never",
            "ai_field_ids": [[0, 0, {"field_id": field, "hint": hint, "must_choose": True}]],
        }
        return admin.call("ir.actions.server", "create", [action | values])[0]

    clear()
    yield make
    clear()


def open_leads(web, leads):
    web.page.goto("/odoo/action-crm.crm_lead_action_pipeline?view_type=list")
    web.page.wait_for_selector(".o_action_manager > .o_action")
    web.page.evaluate(
        """(ids) => odoo.__WOWL_DEBUG__.root.env.services.action.doAction({
            type: "ir.actions.act_window", name: "Leads", res_model: "crm.lead",
            views: [[false, "list"], [false, "form"]], domain: [["id", "in", ids]],
        })""",
        leads,
    )
    expect(web.page.locator(".o_data_row")).to_have_count(len(leads), timeout=30_000)


def run_action(web, name):
    web.page.locator("thead .o_list_record_selector input").check()
    web.page.get_by_role("button", name="Actions").click()
    web.page.get_by_role("menuitem", name=name).click()


@pytest.mark.engine
@pytest.mark.parametrize("asked", ["engine"], indirect=True)
def test_twenty_leads_are_filled_while_one_looks_on(asked, web, admin, make_action, engine):
    leads = make_leads(admin, LEADS)
    action = make_action("Set the priority with AI")
    open_leads(web, leads)
    run_action(web, "Set the priority with AI")
    notification = web.page.locator(".o_notification", has_text=f"fields of {LEADS} records")
    notification.wait_for()
    notification.get_by_role("button", name="See the progress").click()

    ended = web.page.locator(".o_field_widget[name=ended]")
    expect(ended).to_contain_text(f"/ {LEADS}", timeout=30_000)
    rows = web.page.locator(".o_field_widget[name=line_ids] .o_data_row")
    expect(rows).to_have_count(LEADS)
    filled = rows.filter(has=web.page.locator("td[name=state]", has_text="Filled"))
    web.forbid_reload()
    expect(filled.nth(4)).to_be_visible(timeout=180_000)
    web.screenshot("fill-progress-1400")
    web.picture("fill-fields")
    state = web.page.locator(".o_arrow_button_current")
    expect(state).to_contain_text("Done", timeout=600_000)
    expect(web.page.locator(".o_field_widget[name=done]")).to_have_text(str(LEADS))
    web.assert_not_reloaded()
    web.screenshot("fill-done-1400")
    web.at_width(390)
    web.screenshot("fill-done-390")

    found = admin.call("crm.lead", "read", leads, ["priority"])
    priorities = {lead["id"]: lead["priority"] for lead in found}
    [fill] = admin.call("ai.fill", "search", [["action_id", "=", action]])
    fields = ["res_id", "state", "proposed", "run_ids"]
    lines = admin.call("ai.fill.line", "search_read", [["fill_id", "=", fill]], fields)
    assert [line["state"] for line in lines] == ["done"] * LEADS
    proposed = {line["res_id"]: line["proposed"]["priority"]["value"] for line in lines}
    assert priorities == proposed
    assert set(priorities.values()) <= {"0", "1", "2", "3"}
    assert all(line["run_ids"] for line in lines)
    assert engine.is_quiet()
    assert web.console_errors == []


def answer(value):
    return say(json.dumps({"priority": {"quote": "x", "value": value, "confidence": "high"}}))


@pytest.mark.parametrize("asked", ["server"], indirect=True)
def test_one_lead_from_its_form(asked, web, admin, llm):
    [lead] = make_leads(admin, 1)
    web.page.goto(f"/odoo/crm.lead/{lead}")
    button = web.page.locator(".o_ai_fill button").first
    button.wait_for()
    llm.script([wait(2), answer("High")])
    button.click()
    expect(button.locator(".fa-spin")).to_be_visible(timeout=20_000)
    web.screenshot("fill-one-1400")
    stars = web.page.locator(".o_field_widget[name=priority] .fa-star")
    expect(stars.first).to_be_visible(timeout=60_000)
    expect(stars).to_have_count(2)
    expect(button.locator(".fa-spin")).to_have_count(0)

    admin.call("crm.lead", "write", [lead], {"priority": "0"})
    web.page.reload()
    llm.script(*[refuse(404, "model 'llama3.2' not found")] * 3)
    button.click()
    expect(web.page.locator(".o_ai_fill_words")).to_contain_text("not found", timeout=60_000)
    web.screenshot("fill-one-trouble-1400")
    assert web.console_errors == []


@pytest.mark.parametrize("asked", ["server"], indirect=True)
def test_cancelled_and_reviewed(asked, web, admin, make_action, llm):
    leads = make_leads(admin, 3)
    make_action("Review the priority", ai_review="always")
    open_leads(web, leads)
    llm.script([answer("High")], [answer("Very High")], [say("{"), stall()])
    run_action(web, "Review the priority")
    web.page.get_by_role("button", name="See the progress").click()
    expect(web.page.locator(".o_field_widget[name=to_review]")).to_have_text("2", timeout=60_000)
    web.page.get_by_role("button", name="Cancel", exact=True).click()
    expect(web.page.locator(".o_arrow_button_current")).to_contain_text("Cancelled", timeout=20_000)
    assert llm.wait_for_generating(0, 15), "the model was stopped"
    web.screenshot("fill-review-1400")
    web.page.get_by_role("button", name="Approve", exact=True).first.click()
    expect(web.page.locator(".o_field_widget[name=done]")).to_have_text("1", timeout=20_000)
    web.page.get_by_role("button", name="Approve All").click()
    web.page.locator(".modal").get_by_role("button", name="Ok").click()
    expect(web.page.locator(".o_field_widget[name=done]")).to_have_text("2", timeout=20_000)
    priorities = admin.call("crm.lead", "read", leads, ["priority"])
    assert sorted(lead["priority"] for lead in priorities) == ["0", "2", "3"]
    assert web.console_errors == []


@pytest.mark.parametrize("asked", ["server"], indirect=True)
def test_the_form_of_an_action(asked, web, make_action):
    action = make_action("Look at me")
    web.page.goto(f"/odoo/action-base.action_server_action/{action}")
    web.page.wait_for_selector(".o_field_widget[name=ai_prompt]")
    web.screenshot("fill-action-1400")
    web.page.get_by_role("button", name="Run Daily").click()
    web.page.get_by_role("button", name="Stop Running Daily").wait_for()
    assert web.console_errors == []
