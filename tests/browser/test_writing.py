"""Write and change texts with the model: looked at first, then put there, and taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ..product.llm_scripted import refuse, say, stall, wait
from .ai_writing import AiWriting

LETTER = """\
<p>Dear Azure,</p>
<p>I wanted to let you know that we have <strong>received</strong> your order, and that we are \
now going to begin to work on it.</p>
<ul><li>12 desks</li><li>3 chairs</li></ul>
<p>See <a href="https://shop.example/terms">our terms</a>.</p>
"""
SHORT = """\
Dear Azure,

we have **received** your order and begin:

- 12 desks
- 3 chairs

See [our terms](https://shop.example/terms) and [this](https://evil.example/?q=1).
![pixel](https://evil.example/pixel.png) <img src=x onerror="window.attacked = 1">
"""
FRENCH = """\
Cher Azure,

nous avons bien **reçu** votre commande et nous allons maintenant nous mettre au travail.

- 12 bureaux
- 3 chaises

Voir [nos conditions](https://shop.example/terms).
"""
TEMPLATE = """\
<p>Hello <t t-out="object.name">Brandon</t>,</p>
<p>your address in <t t-out="object.city"></t> is not complete.</p>
<t t-if="object.phone"><p>Or we phone you.</p></t>
"""


@pytest.fixture
def writing(web, llm):
    web.page.evaluate("localStorage.clear()")
    return AiWriting(web)


@pytest.fixture
def partner(admin):
    values = {"name": "Azure Interior", "city": "Fremont", "comment": LETTER}
    return admin.call("res.partner", "create", [values])[0]


@pytest.fixture
def notes(web, writing, partner):
    """The HTML field of a partner's form."""
    web.page.goto(f"/odoo/res.partner/{partner}")
    web.page.get_by_role("tab", name="Notes").click()
    return web.page.locator(".o_field_widget[name=comment] .odoo-editor-editable")


def test_an_html_field_is_rewritten_after_a_look_and_taken_back(web, writing, notes, llm):
    loaded = []
    web.page.on("request", lambda request: loaded.append(request.url))
    llm.script([say(SHORT[:40]), wait(8), say(SHORT[40:])])
    writing.select_all(notes)
    web.screenshot("writing-toolbar-1400")
    writing.choose("Shorten")
    expect(writing.after).to_contain_text("Dear Azure")
    expect(writing.button("Replace")).to_have_count(0)
    web.screenshot("writing-streaming-1400")
    writing.await_done()
    web.screenshot("writing-field-1400")
    expect(writing.before.locator("li")).to_have_count(2)
    expect(writing.after.locator("li")).to_have_count(2)
    expect(writing.after.locator("strong")).to_have_text("received")
    expect(notes).to_contain_text("I wanted to let you know")

    sent = str(llm.sent()[0]["messages"][-1]["content"])
    assert "we have **received** your order" in sent
    assert "- 12 desks\n- 3 chairs" in sent
    assert "[our terms](https://shop.example/terms)" in sent
    assert "Fremont" not in sent, "the record is not told of unless asked to"

    writing.button("Replace").click()
    expect(writing.root).to_have_count(0)
    expect(notes).not_to_contain_text("I wanted to let you know")
    expect(notes.locator("li")).to_have_text(["12 desks", "3 chairs"])
    expect(notes.locator("strong")).to_have_text("received")
    expect(notes).to_contain_text("this (https://evil.example/?q=1)")
    expect(notes).not_to_contain_text("https://shop.example/terms")
    expect(notes.locator("img")).to_have_count(0)
    expect(notes).to_contain_text('<img src=x onerror="window.attacked = 1">')
    web.screenshot("writing-replaced-1400")
    assert web.page.evaluate("window.attacked") is None
    assert not [url for url in loaded if "evil.example" in url]

    notes.press("Control+z")
    expect(notes).to_contain_text("I wanted to let you know")
    expect(notes).not_to_contain_text("and begin:")
    assert web.console_errors == []


def test_below_what_is_selected(web, writing, notes, llm):
    llm.script([say(FRENCH)])
    writing.select_all(notes)
    writing.choose("Translate")
    writing.root.locator(".o_ai_language").select_option("fr_FR")
    writing.button("Suggest").click()
    writing.await_done()
    web.picture("ask-ai-writing")
    assert "into French" in llm.sent()[0]["messages"][-1]["content"]
    writing.button("Insert below").click()
    expect(notes).to_contain_text("I wanted to let you know")
    expect(notes).to_contain_text("Cher Azure")
    notes.press("Control+z")
    expect(notes).not_to_contain_text("Cher Azure")


def test_by_a_slash_about_the_record(web, writing, partner, admin, llm):
    admin.call("res.partner", "write", [partner], {"comment": False})
    web.page.goto(f"/odoo/res.partner/{partner}")
    web.page.get_by_role("tab", name="Notes").click()
    notes = web.page.locator(".o_field_widget[name=comment] .odoo-editor-editable")
    notes.click()
    writing.open_by_slash(notes)
    expect(writing.root).to_contain_text("Tell it about Azure Interior")
    llm.script([say("They sit in Fremont.")])
    writing.instruction.fill("Where do they sit?")
    writing.instruction.press("Enter")
    writing.await_done()
    web.screenshot("writing-slash-1400")
    assert "Fremont" in llm.sent()[0]["messages"][-1]["content"]
    writing.button("Insert").click()
    expect(notes).to_have_text("They sit in Fremont.")
    web.page.locator(".o_form_button_save").click()
    expect(web.page.locator(".o_form_status_indicator_buttons.invisible")).to_have_count(1)
    [saved] = admin.call("res.partner", "read", [partner], ["comment"])
    assert "They sit in Fremont." in saved["comment"]


def test_cancel_changes_nothing_and_stops_the_model(web, writing, notes, llm):
    llm.script([say("Dear"), stall()])
    writing.select_all(notes)
    writing.choose("Friendlier")
    expect(writing.after).to_contain_text("Dear")
    writing.button("Cancel").click()
    expect(writing.root).to_have_count(0)
    assert llm.wait_for_generating(0, 10)
    expect(notes).to_contain_text("I wanted to let you know")


def test_what_went_wrong_and_once_more(web, writing, notes, llm):
    llm.script(*[refuse(500, "out of memory")] * 5)
    writing.select_all(notes)
    writing.choose("Correct")
    expect(writing.root.locator(".o_ai_problem")).to_contain_text("out of memory", timeout=20_000)
    web.screenshot("writing-failed-1400")
    llm.reset()
    writing.button("Try again").click()
    expect(writing.after).to_contain_text("Hello from the script.")
    writing.await_done()


def test_a_templates_placeholders(web, writing, admin, llm):
    [model] = admin.call("ir.model", "search", [("model", "=", "res.partner")])
    values = {"name": "Reminder", "model_id": model, "body_html": TEMPLATE}
    [template] = admin.call("mail.template", "create", [values])
    web.page.goto(f"/odoo/mail.template/{template}")
    body = web.page.locator(".o_field_widget[name=body_html] .odoo-editor-editable")
    llm.script(
        [say("Hi [[1: name]]! Your address is not complete.")],
        [say("Hi [[1: name]]!\n\nIs your address in [[2: city]] complete?\n\n[[3]]")],
    )
    writing.select_all(body)
    writing.choose("Friendlier")
    writing.await_done()
    sent = llm.sent()[0]["messages"][-1]["content"]
    assert "Hello [[1: name]],\n\nyour address in [[2: city]] is not complete." in sent
    assert "object." not in sent
    expect(writing.lost.locator(".o_ai_kept")).to_have_text(["city", "Or we phone you."])
    expect(writing.after.locator(".o_ai_kept")).to_have_text(["name"])
    web.screenshot("writing-template-1400")

    writing.button("Try again").click()
    expect(writing.after.locator(".o_ai_kept")).to_have_count(3)
    writing.await_done()
    expect(writing.lost).to_have_count(0)
    writing.button("Replace").click()
    expect(body.locator("[t-out='object.name']")).to_have_count(1)
    expect(body.locator("[t-out='object.city']")).to_have_count(1)
    expect(body.locator("[t-if='object.phone']")).to_have_text("Or we phone you.")
    web.page.locator(".o_form_button_save").click()
    expect(web.page.locator(".o_form_status_indicator_buttons.invisible")).to_have_count(1)
    saved = admin.call("mail.template", "read", [template], ["body_html"])[0]["body_html"]
    assert '<t t-out="object.city"' in saved
    assert 't-if="object.phone"' in saved
    assert "data-oe-t" not in saved
    assert "Is your address in" in saved
    assert web.console_errors == []


def test_the_composer_of_the_chatter(web, writing, partner, llm):
    web.page.goto(f"/odoo/res.partner/{partner}")
    web.page.get_by_role("button", name="Send message").click()
    box = web.page.locator("textarea.o-mail-Composer-input")
    box.fill("we got you're order")
    llm.script([say("We have got your order.")])
    web.page.get_by_role("button", name="Write with AI").click()
    writing.button("Correct").click()
    writing.await_done()
    web.screenshot("writing-chatter-1400")
    assert "no Markdown" in llm.sent()[0]["messages"][0]["content"]
    writing.button("Replace").click()
    expect(box).to_have_value("We have got your order.")
    box.press("Control+z")
    expect(box).to_have_value("we got you're order")


def test_the_full_composer(web, writing, partner, llm):
    web.page.goto(f"/odoo/res.partner/{partner}")
    web.page.get_by_role("button", name="Send message").click()
    web.page.get_by_role("button", name="Open Full Composer").click()
    body = web.page.locator(".modal .o_field_widget[name=body] .odoo-editor-editable")
    body.click()
    writing.open_by_slash(body)
    expect(writing.root).to_contain_text("Tell it about Azure Interior")
    llm.script([say("Dear Azure,\n\nthank you for your order.")])
    writing.instruction.fill("Thank them for their order")
    writing.button("Write").click()
    writing.await_done()
    web.screenshot("writing-composer-1400")
    writing.button("Insert").click()
    expect(body).to_contain_text("thank you for your order.")
    web.screenshot("writing-composer-inserted-1400")
    body.press("Control+z")
    expect(body).not_to_contain_text("thank you for your order.")


def test_not_set_up_it_says_what_to_do(web, writing, notes, admin):
    set_parameter = ("ir.config_parameter", "set_param", "insightpulse_ai.provider")
    admin.call(*set_parameter, "none")
    try:
        writing.select_all(notes)
        writing.choose("Rewrite")
        expect(writing.root).to_contain_text("No language model is set up.")
        expect(writing.button("Suggest")).to_have_count(0)
        web.screenshot("writing-not-set-up-1400")
        writing.button("Open the settings").click()
        expect(web.page.locator(".o_setting_container")).to_contain_text("Language model")
    finally:
        admin.call(*set_parameter, False)


def test_on_a_phone(web, writing, notes, llm):
    web.at_width(390)
    llm.script([say(SHORT)])
    writing.select_all(notes)
    web.screenshot("writing-toolbar-390")
    writing.choose("Shorten")
    writing.await_done()
    web.screenshot("writing-390")
    writing.button("Replace").click()
    expect(notes).to_contain_text("and begin:")
