"""A field that is filled by its own button: looked at before a typed value goes."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from ..product.llm_scripted import refuse, say, wait
from .conftest import SCREENSHOTS
from .web_client import WebClient

NOTES = "<p>We are carpenters in Lyon. Closing day: 24 December 2026. 12,500 in all.</p>"
READER = "reader"
PASSWORD = "a-reader-of-the-tests"
KINDS_VIEW = "Every kind of field with AI"
HOW = """options="{'prompt': 'As the notes say.'}" widget="ai_field" """


def answer(**values):
    boxes = {
        name: {"quote": "carpenters in Lyon", "value": value, "confidence": "high"}
        for name, value in values.items()
    }
    return say(json.dumps(boxes))


class Widget:
    """The field of that name, with its button."""

    def __init__(self, web, name):
        shown = f":is(.o_field_ai_field, .o_field_ai_tags)[name={name}]"
        self.whole = web.page.locator(shown).filter(visible=True)
        self.button = self.whole.locator(".o_ai_field_button")
        self.box = self.whole.locator("input")
        self.news = self.whole.locator(".o_ai_field_news")

    def choose(self, words):
        self.news.get_by_role("button", name=words).click()
        expect(self.news).to_have_count(0, timeout=60_000)


def open_form(web, model, record):
    web.page.goto(f"/odoo/{model}/{record}")
    web.page.wait_for_selector(".o_form_view .o_ai_field")


def ensure_tag(admin, model):
    if not admin.call(model, "search", [["name", "=", "Woodwork"]]):
        admin.call(model, "create", [{"name": "Woodwork", "color": 4}])


@pytest.fixture
def partner(admin):
    values = {"name": "Ann Carpenter", "comment": NOTES, "is_company": False}
    return admin.call("res.partner", "create", [values])[0]


def test_empty_at_once_and_typed_after_a_look(web, admin, llm, partner):
    open_form(web, "res.partner", partner)
    job = Widget(web, "function")
    llm.script([wait(2), answer(function="Carpenter")])
    job.button.click()
    expect(job.button.locator(".fa-spin")).to_be_visible()
    web.screenshot("ai-field-waiting-1400")
    expect(job.box).to_have_value("Carpenter", timeout=60_000)
    expect(job.news).to_have_count(0)
    web.screenshot("ai-field-filled-1400")
    sent = json.dumps(llm.requests[-1].body)
    assert "The job position of <data>Ann Carpenter</data>" in sent
    assert "We are carpenters in Lyon" in sent

    job.box.fill("Typed by hand")  # not saved before the click
    llm.script([answer(function="Head of carpenters")])
    job.button.click()
    expect(job.news).to_contain_text("Head of carpenters", timeout=60_000)
    expect(job.news).to_contain_text("carpenters in Lyon")
    expect(job.box).to_have_value("Typed by hand")
    web.screenshot("ai-field-proposal-1400")
    web.at_width(390)
    job.news.scroll_into_view_if_needed()
    web.screenshot("ai-field-proposal-390")
    web.at_width(1400, 900)
    job.choose("Keep")
    [read] = admin.call("res.partner", "read", [partner], ["function"])
    assert read["function"] == "Typed by hand"

    llm.script([answer(function="Head of carpenters")])
    job.button.click()
    expect(job.news).to_contain_text("Head of carpenters", timeout=60_000)
    job.choose("Replace")
    expect(job.box).to_have_value("Head of carpenters")
    assert web.console_errors == []


def test_trouble_is_said_with_its_remedy(web, admin, llm, partner):
    open_form(web, "res.partner", partner)
    job = Widget(web, "function")
    llm.script(*[refuse(404, "model 'llama3.2' not found")] * 3)
    job.button.click()
    expect(job.news).to_contain_text("not found", timeout=60_000)
    expect(job.news).to_contain_text("download this one")
    web.screenshot("ai-field-trouble-1400")
    admin.call("ai.fill", "action_cancel", admin.call("ai.fill", "search", []))
    assert web.console_errors == []


def test_a_new_record_is_saved_first(web, admin, llm):
    web.page.goto("/odoo/res.partner/new")
    job = Widget(web, "function")
    job.button.click()  # without a name it cannot be saved: Odoo says what is missing
    expect(web.page.locator(".o_notification")).to_contain_text("Missing required fields")
    assert llm.requests == []
    web.page.locator(".o_field_widget[name=name] :is(input, textarea)").first.fill("Bob Carpenter")
    llm.script([answer(function="Carpenter")])
    job.button.click()
    expect(job.news).to_contain_text("Carpenter", timeout=60_000)  # no notes show it
    job.choose("Fill in")
    expect(job.box).to_have_value("Carpenter")
    [read] = admin.call(
        "res.partner", "search_read", [["name", "=", "Bob Carpenter"]], ["function"]
    )
    assert read["function"] == "Carpenter"
    assert web.console_errors == []


@pytest.mark.parametrize(
    ("model", "tags", "values"),
    [
        ("crm.lead", "crm.tag", {"type": "opportunity"}),
        ("project.task", "project.tags", {}),
    ],
)
def test_tags_as_the_action_classifies_the_record(web, admin, llm, model, tags, values):
    ensure_tag(admin, tags)
    values = values | {"name": "Tables", "description": NOTES}
    [record] = admin.call(model, "create", [values])
    open_form(web, model, record)
    field = Widget(web, "tag_ids")
    llm.script([answer(tag_ids=["Woodwork"], priority="Very High")])
    field.button.click()
    expect(field.whole.locator(".o_tag")).to_contain_text("Woodwork", timeout=60_000)
    expect(field.whole.locator(".o_tag_color_4")).to_have_count(1)
    web.screenshot(f"ai-tags-{model}-1400")
    assert admin.call(model, "read", [record], ["priority"])[0]["priority"] == "0"
    assert web.console_errors == []


@pytest.fixture
def kinds_view(admin):
    arch = f"""<form><sheet><group>
        <field name="name" {HOW}/>
        <field name="priority" {HOW}/>
        <field name="country_id" {HOW}/>
        <field name="date_deadline" {HOW}/>
        <field name="expected_revenue" {HOW}/>
        <field name="probability" {HOW}/>
        <field name="color" {HOW}/>
        <field name="tag_ids" widget="ai_tags" options="{{'prompt': 'As the notes say.'}}"/>
        <field name="partner_name" options="{{'prompt': 'As the notes say.', 'widget': 'text'}}"
               widget="ai_field"/>
        <field name="city" {HOW} readonly="1"/>
        <field name="description" {HOW}/>
        <field name="company_currency" invisible="1"/>
    </group></sheet></form>"""
    domain = [["name", "=", KINDS_VIEW]]
    admin.call("ir.ui.view", "unlink", admin.call("ir.ui.view", "search", domain))
    values = {"name": KINDS_VIEW, "model": "crm.lead", "arch": arch, "priority": 99}
    [view] = admin.call("ir.ui.view", "create", [values])
    yield view
    admin.call("ir.ui.view", "unlink", [view])


def test_every_kind_of_field_is_shown_as_always_and_filled(web, admin, llm, kinds_view):
    [lead] = admin.call("crm.lead", "create", [{"name": "Tables", "description": NOTES}])
    web.page.evaluate(
        """([res_id, view]) => odoo.__WOWL_DEBUG__.root.env.services.action.doAction({
            type: "ir.actions.act_window", res_model: "crm.lead", res_id,
            views: [[view, "form"]],
        })""",
        [lead, kinds_view],
    )
    expect(Widget(web, "name").box).to_have_value("Tables")
    expect(web.page.locator("[name=city] .o_ai_field_button")).to_have_count(0)
    expect(Widget(web, "partner_name").whole.locator("textarea")).not_to_have_count(0)
    filled = {
        "priority": ("High", "High", "2"),
        "country_id": ("France", "France", None),
        "date_deadline": ("2026-12-24", "24", "2026-12-24"),
        "expected_revenue": (12500, "12,500.00", 12500),
        "color": (7, "7", 7),
        "tag_ids": (["Woodwork"], None, None),
        "partner_name": ("ACME", None, "ACME"),
    }
    ensure_tag(admin, "crm.tag")
    for name, (said, _shown, _kept) in filled.items():
        spinner = Widget(web, name).button.locator(".fa-spin")
        llm.script([wait(1), answer(**{name: said})])
        Widget(web, name).button.click()
        expect(spinner).to_be_visible()
        expect(spinner).to_have_count(0, timeout=60_000)
    web.screenshot("ai-field-kinds-1400")
    [read] = admin.call("crm.lead", "read", [lead], [*filled])
    assert read["country_id"][1] == "France"
    assert len(read["tag_ids"]) == 1
    for name, (_said, shown, kept) in filled.items():
        assert shown is None or shown in web.value(name)
        assert kept is None or read[name] == kept

    expect(Widget(web, "tag_ids").whole.locator(".o_tag")).to_contain_text("Woodwork")

    notes = Widget(web, "description")
    llm.script([answer(description="A table for Lyon")])
    notes.button.click()
    expect(notes.news).to_contain_text("A table for Lyon", timeout=60_000)
    notes.choose("Replace")
    expect(notes.whole.locator(".odoo-editor-editable")).to_have_text("A table for Lyon")
    assert web.console_errors == []


@pytest.fixture
def reader(browser, stack, admin):
    """Somebody who may look at contacts and not change them."""
    if not admin.call("res.users", "search", [["login", "=", READER]]):
        [group] = admin.call(
            "ir.model.data", "search_read",
            [["module", "=", "base"], ["name", "=", "group_user"]], ["res_id"],
        )  # fmt: skip
        values = {"name": "Reader", "login": READER, "password": PASSWORD}
        values["group_ids"] = [[6, 0, [group["res_id"]]]]
        admin.call("res.users", "create", [values])
    context = browser.new_context(
        viewport={"width": 1400, "height": 900}, locale="en-GB", base_url=stack.url
    )
    client = WebClient(context.new_page(), SCREENSHOTS)
    client.log_in(READER, PASSWORD)
    yield client
    context.close()


def test_nothing_for_who_may_not_change_it(reader, admin, llm, partner):
    admin.call("res.partner", "write", [partner], {"function": "Joiner"})
    open_form(reader, "res.partner", partner)
    job = Widget(reader, "function")
    expect(job.whole).to_contain_text("Joiner")
    expect(job.button).to_have_count(0)
    reader.screenshot("ai-field-reader-1400")
    assert reader.console_errors == []
