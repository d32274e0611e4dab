"""Drop a document on Vendor Bills: its form opens at once and fills itself in."""

from __future__ import annotations

import difflib
import re
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from ..product import company as company_module
from ..product import documents
from ..samples.catalogue import by_file_name
from ..samples.truth import truth

MIMETYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
SECONDS = 120
FRESH = {
    "german_invoice_scan.pdf": documents.fresh_scan,
    "receipt_photo.jpg": documents.fresh_photo,
}
"""Each time a file that nobody has read yet: else a second try would see no reading."""


def number(shown: str) -> Decimal:
    """1,234.50 € → 1234.50"""
    return Decimal(re.sub(r"[^\d.-]", "", shown))


def day(iso: str) -> str:
    """As Odoo shows it; the year only when it is not this one."""
    shown = date.fromisoformat(iso)
    return f"{shown:%b} {shown.day}"


def assert_shows(web, document, names_exact: bool) -> None:
    """The form shows the truth, as a person would read it there."""
    expected = truth(document)
    fields = expected["fields"]
    assert web.value("ref") == fields["invoice_number"]
    assert web.value("invoice_date").startswith(day(fields["invoice_date"]))
    if fields["due_date"]:
        assert web.value("invoice_date_due").startswith(day(fields["due_date"]))
    assert web.value("currency_id") == fields["currency"]
    shown = web.lines()
    assert len(shown) == len(expected["lines"])
    for line, true in zip(shown, expected["lines"], strict=True):
        alike = difflib.SequenceMatcher(None, line["name"], true["description"]).ratio()
        assert alike == 1 if names_exact else alike > 0.85, (line["name"], true["description"])
        assert number(line["quantity"]) == Decimal(true["quantity"])
        assert number(line["price_unit"]) == Decimal(true["unit_price"])
        assert number(line["price_subtotal"]) == Decimal(true["subtotal"])
        assert f"{true['tax_percent']}%" in line["tax_ids"]
    totals = [number(shown) for shown in re.findall(r"[\d,]+\.\d{2}", web.value("tax_totals"))]
    assert totals[0] == document.untaxed
    assert sum(totals[1:-1]) == document.tax, "the groups of taxes, however many"
    assert totals[-1] == document.total


def kept_file(admin, name: str) -> bytes:
    """The latest bill's file of that name."""
    domain = [("name", "=", name), ("res_model", "=", "account.move")]
    ids = [found["id"] for found in admin.search_read("ir.attachment", domain, ["name"])]
    return admin.download(max(ids))


@pytest.fixture
def known_supplier(admin):
    """The German supplier is in the address book; the one of the receipt is not."""
    supplier = by_file_name("german_invoice.pdf").document.supplier
    return company_module.supplier(admin, supplier.name, supplier.vat)


@pytest.mark.parametrize(
    ("file_name", "way_in"),
    [
        # first, so that its picture shows no warning of the same bill seen twice
        pytest.param("german_invoice_scan.pdf", "drop", id="scan"),
        pytest.param("german_invoice.pdf", "drop", id="digital PDF"),
        pytest.param("receipt_photo.jpg", "upload", id="photo"),
        pytest.param("french_bill.pdf", "drop", id="two pages"),
    ],
)
def test_without_a_reload(web, admin, clerk, known_supplier, record_property, file_name, way_in):
    sample = by_file_name(file_name)
    data = FRESH.get(file_name, sample.make)()
    expected = truth(sample.document)
    web.open_vendor_bills()
    web.forbid_reload()

    getattr(web, way_in)(sample.file_name, data, MIMETYPES[file_name[-3:]])
    web.await_form()
    if "scan" in file_name or "photo" in file_name:
        expect(web.banner()).to_contain_text("Reading")
        web.screenshot(f"{sample.name}-reading")
    web.await_field("ref", expected["fields"]["invoice_number"], SECONDS)

    assert_shows(
        web,
        sample.document,
        names_exact=sample.file_name.endswith(".pdf") and "scan" not in sample.file_name,
    )
    supplier = sample.document.supplier.name
    if sample.document.language == "de":
        assert web.value("partner_id").startswith(supplier)
    else:
        expect(web.page.locator(".o_form_view")).to_contain_text(f"New supplier: {supplier}")
        assert web.value("partner_id") == "", "an unknown supplier is proposed, never created"
    expect(web.banner()).to_have_text("")
    web.assert_not_reloaded()
    assert kept_file(admin, sample.file_name) == data, "the file is kept as it was sent"

    web.screenshot(f"{sample.name}-1400")
    if "scan" in file_name:
        web.picture("vendor-bill")
    web.at_width(390)
    web.screenshot(f"{sample.name}-390")
    if "photo" in file_name:
        web.picture("vendor-bill-phone")
    assert web.console_errors == []
    assert clerk.errors == []
    record_property("second user while this was read", clerk.summary())
    print(f"second user while {file_name} was read: {clerk.summary()}")


def forget(admin, supplier):
    """As if an earlier try had not created it."""
    found = admin.call("res.partner", "search", [("name", "=", supplier.name)])
    banks = admin.call("res.partner.bank", "search", [("partner_id", "in", found)])
    admin.call("res.partner.bank", "unlink", banks)
    values = {"name": "Of an earlier try", "vat": False, "active": False}
    admin.call("res.partner", "write", found, values)


def test_the_proposed_supplier_is_created_by_one_click(web, admin):
    sample = by_file_name("english_invoice.pdf")
    forget(admin, sample.document.supplier)
    web.open_vendor_bills()
    web.drop(sample.file_name, sample.make(), "application/pdf")
    web.await_form()
    web.await_field("ref", sample.document.number, SECONDS)
    web.page.get_by_role("button", name="Create Contact").click()
    web.await_field("partner_id", sample.document.supplier.name, 30)
    assert web.console_errors == []
