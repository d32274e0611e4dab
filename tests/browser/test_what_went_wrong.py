"""When a document cannot be read, the form says why and offers Retry."""

from __future__ import annotations

from playwright.sync_api import expect

from ..product import documents
from ..product.database import Watcher
from ..samples import german_invoice
from ..samples.catalogue import by_file_name

SECONDS = 60_000  # milliseconds, as Playwright counts


def test_a_locked_file_says_so(web):
    web.open_vendor_bills()
    web.forbid_reload()
    web.drop("encrypted.pdf", by_file_name("encrypted.pdf").make(), "application/pdf")
    web.await_form()
    expect(web.banner()).to_contain_text("protected by a password", timeout=SECONDS)
    expect(web.banner().get_by_role("button", name="Retry")).to_be_visible()
    web.assert_not_reloaded()
    web.screenshot("encrypted-1400")
    web.picture("vendor-bill-not-read")
    web.at_width(390)
    web.screenshot("encrypted-390")
    expect(web.banner().get_by_role("button", name="Retry")).to_be_visible()


def test_trying_now_fills_the_form_when_the_service_is_back(web, stack):
    stack.children.pop("ocr").stop()
    try:
        web.open_vendor_bills()
        web.forbid_reload()
        web.drop("rechnung.pdf", documents.fresh_scan(), "application/pdf")
        web.await_form()
        expect(web.banner()).to_contain_text("does not answer", timeout=SECONDS)
        web.screenshot("service-away-1400")
        # otherwise it is asked again by itself within seconds, and nobody can be quicker
        Watcher(stack).postpone_latest()
    finally:
        stack.start_ocr()
        stack.await_ocr()
    web.banner().get_by_role("button", name="Try now").click()
    web.await_field("ref", german_invoice.DOCUMENT.number, 60)
    web.assert_not_reloaded()
