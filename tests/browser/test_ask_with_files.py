"""Ask about images, PDFs and texts: pasted, dropped, chosen, or attached to the record already."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect
from reportlab.pdfgen import canvas

from ..product.llm_scripted import ScriptedServer, say
from ..product.running import restarted
from .ai_panel import AiPanel


def picture() -> bytes:
    image = Image.new("RGB", (900, 500), "#f4f1ea")
    draw = ImageDraw.Draw(image)
    draw.rectangle((80, 120, 480, 400), fill="#b5652b")
    draw.ellipse((560, 160, 800, 400), fill="#2b6cb5")
    output = io.BytesIO()
    image.save(output, "PNG")
    return output.getvalue()


def pdf(text: str) -> bytes:
    output = io.BytesIO()
    paper = canvas.Canvas(output)
    paper.drawString(72, 700, text)
    paper.save()
    return output.getvalue()


@pytest.fixture(scope="module")
def server(stack):
    with (
        ScriptedServer() as server,
        restarted(stack, AI_PROVIDER="ollama", OLLAMA_BASE_URL=server.url, OLLAMA_MODEL="llava"),
    ):
        yield server


@pytest.fixture
def partner(admin):
    partner = admin.call("res.partner", "create", [{"name": "Azure Interior"}])[0]
    admin.attach("res.partner", partner, "terms.pdf", pdf("Payment within 30 days"))
    return partner


@pytest.fixture
def panel(web, llm, partner):
    web.page.evaluate("localStorage.clear()")
    panel = AiPanel(web)
    panel.open_record("res.partner", partner)
    web.page.locator(".o_ai_chatter").click()
    expect(panel.box).to_be_focused()
    return panel


def test_a_pasted_image_and_a_pdf(web, panel, llm):
    panel.paste("image.png", picture(), "image/png")
    image = panel.await_file("image.png")
    expect(image.locator("img")).to_be_visible()
    panel.attach("bill.pdf", pdf("Total 119.00"), "application/pdf")
    panel.await_file("bill.pdf")
    expect(panel.button("Use terms.pdf")).to_be_visible()
    web.screenshot("ask-ai-files-1400")
    llm.script([say("A brown box, and a bill of 119.00.")], [say("119.00.")])
    panel.ask("What is in the picture, and what does the bill say?")
    panel.await_state("done")
    expect(panel.root.locator(".o_ai_footer .o_ai_file")).to_have_count(0)
    expect(panel.root.locator(".o_ai_run .o_ai_file")).to_have_count(2)
    web.screenshot("ask-ai-files-asked-1400")
    last = llm.sent()[0]["messages"][-1]
    assert base64.b64decode(last["images"][0]).startswith(b"\x89PNG")
    assert "<data>\nFile: bill.pdf\nTotal 119.00\n</data>" in last["content"]
    assert "Image 1: image.png" in last["content"]

    panel.ask("How much is that?")
    panel.await_state("done")
    last = llm.sent()[1]["messages"][-1]
    assert not last.get("images"), "an image goes with its own question"
    assert "Total 119.00" in last["content"], "a text stays"
    web.at_width(390)
    panel.root.locator(".o_ai_run").first.scroll_into_view_if_needed()
    web.screenshot("ask-ai-files-390")
    assert web.console_errors == []


def test_dropped_and_taken_away_and_of_the_record(web, panel, llm):
    panel.drop("notes.txt", b"They want 12 desks.", "text/plain")
    panel.await_file("notes.txt")
    panel.root.get_by_label("Remove notes.txt").click()
    expect(panel.root.locator(".o_ai_file")).to_have_count(0)
    panel.button("Use terms.pdf").click()
    panel.await_file("terms.pdf")
    expect(panel.button("Use terms.pdf")).to_have_count(0)
    panel.ask("When do they pay?")
    panel.await_state("done")
    sent = llm.sent()[0]["messages"][-1]["content"]
    assert "Payment within 30 days" in sent
    assert "12 desks" not in sent


def test_what_is_not_taken_says_what_to_do(web, panel):
    panel.attach("order.docx", b"PK\x03\x04\0\0", "application/zip")
    panel.await_file("order.docx", "failed")
    expect(panel.root.locator(".o_ai_file_problem")).to_contain_text("save it as a PDF")
    panel.box.fill("What is this?")
    expect(panel.button("Ask")).to_be_disabled()
    web.screenshot("ask-ai-files-refused-1400")
    panel.root.get_by_label("Remove order.docx").click()
    expect(panel.button("Ask")).to_be_enabled()


def test_a_model_that_sees_nothing(web, panel, llm, admin):
    parameter = "insightpulse_ai.ollama_model"
    admin.call("ir.config_parameter", "set_param", parameter, "llama3.2")
    try:
        web.page.reload()  # the panel stays open
        expect(panel.title).to_have_text("Azure Interior", timeout=30_000)
        expect(panel.where).to_contain_text("llama3.2")
        web.at_width(390)
        panel.paste("image.png", picture(), "image/png")
        panel.await_file("image.png")
        expect(panel.root.locator(".o_ai_unseen")).to_contain_text("llama3.2 cannot see images")
        panel.box.fill("What is this?")
        expect(panel.button("Ask")).to_be_disabled()
        web.screenshot("ask-ai-files-unseen-390")
        panel.root.get_by_label("Remove image.png").click()
        panel.button("Ask").click()
        panel.await_state("done")
        assert not llm.sent()[0]["messages"][-1].get("images")
    finally:
        admin.call("ir.config_parameter", "set_param", parameter, False)
