"""An administrator chooses a model, has one downloaded meanwhile, and sees what was asked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from ..product.asking import Question
from ..product.llm_scripted import wait

PIECE = 200_000_000


def part(completed):
    status = {"status": "pulling dde5aa3fc5ff", "total": 10 * PIECE, "completed": completed}
    return {"progress": status}


SLOWLY = [
    part(0), wait(0.8), part(PIECE), wait(20),  # looked at meanwhile
    *(step for number in range(2, 11) for step in (part(number * PIECE), wait(0.8))),
    {"progress": {"status": "success"}},
]  # fmt: skip


@pytest.fixture
def parameters(admin):
    """What is set here is nobody else's."""

    def clear():
        domain = [("key", "=like", "insightpulse_ai.%")]
        found = admin.call("ir.config_parameter", "search", domain)
        admin.call("ir.config_parameter", "unlink", found)

    clear()
    yield
    clear()


def open_menu(page, *names):
    page.goto("/odoo/action-insightpulse_ai.action_ai_run")
    page.wait_for_selector(".o_menu_sections")
    for name in names[:-1]:
        page.locator(".o_menu_sections button", has_text=name).click()
    page.locator(".o_menu_sections, .o-dropdown--menu").get_by_text(names[-1], exact=True).click()


def test_a_model_is_chosen_and_downloaded(web, server, parameters):
    page = web.page
    server.reset()
    open_menu(page, "Configuration", "Settings")
    expect(page.locator("#ai_override")).to_be_visible(timeout=60_000)
    web.screenshot("ai-settings-1400")
    page.locator("#ai_redaction").scroll_into_view_if_needed()
    web.screenshot("ai-settings-limits-1400")

    page.get_by_role("button", name="Choose a model").click()
    dialog = page.get_by_role("dialog")
    llava = dialog.get_by_role("row", name=re.compile("llava"))
    expect(llava).to_contain_text("2.0 GB", timeout=30_000)
    dialog.get_by_label("Another one").fill("qwen3:0.6b")
    dialog.get_by_label("Another one").press("Tab")
    web.screenshot("ai-choose-model-1400")
    server.script(SLOWLY, to="pull")
    dialog.get_by_role("button", name="Download").click()

    expect(page.locator(".o_field_progressbar")).to_be_visible(timeout=30_000)
    expect(page.locator(".o_form_view")).to_contain_text("pulling dde5aa3fc5ff", timeout=60_000)
    web.screenshot("ai-download-1400")
    use = page.get_by_role("button", name="Use this model")
    expect(use).to_be_visible(timeout=60_000)
    web.screenshot("ai-downloaded-1400")
    use.click()
    expect(page.locator("#ai_in_force")).to_contain_text("qwen3:0.6b")
    assert not web.console_errors


def test_the_overview(web, server, stack, admin, parameters):
    server.reset()
    for _question in range(3):
        Question(admin, "How many contacts are there?").told()
    open_menu(web.page, "Overview")
    expect(web.page.locator(".o_graph_renderer canvas")).to_be_visible()
    web.screenshot("ai-overview-1400")
    web.page.locator(".o_switch_view.o_pivot").click()
    expect(web.page.locator("div.o_pivot")).to_contain_text("Mitchell Admin")
    web.screenshot("ai-overview-pivot-1400")
    assert not web.console_errors
