"""A file that nobody can read ends as failed, with a clear word, and is kept as it came."""

from __future__ import annotations

import pytest

from ..product import documents, reading
from ..samples.catalogue import by_file_name
from .once import assert_read_once

CASES = {
    "encrypted.pdf": ("encrypted", "protected by a password"),
    "damaged.pdf": ("damaged", "damaged"),
    "empty.pdf": ("empty", "empty"),
    "bomb.png": ("page_too_large", "more pixels"),
}


@pytest.mark.parametrize("file_name", CASES)
def test_fails_with_a_clear_word(admin, file_name):
    code, words = CASES[file_name]
    upload = admin.upload_bill(file_name, by_file_name(file_name).make())

    document = reading.await_state(admin, upload, "failed", "read", seconds=60)

    assert document["state"] == "failed"
    assert document["error_code"] == code
    assert words in document["error"]
    assert document["attempts"] <= 1, "nothing is gained by trying a bad file again"
    bill = reading.bill(admin, upload)
    assert (bill["state"], bill["amount_total"], bill["partner_id"]) == ("draft", 0, False)
    assert admin.download(upload.attachment_id) == upload.data


def test_the_next_document_is_read_after_a_bomb(stack, admin):
    """The bomb costs the service neither its life nor its memory."""
    service = stack.children["ocr"].pid
    bomb = admin.upload_bill("bomb.png", by_file_name("bomb.png").make())
    reading.await_state(admin, bomb, "failed", seconds=60)

    after = admin.upload_bill("rechnung.pdf", documents.fresh_scan())
    assert_read_once(admin, after)
    assert stack.children["ocr"].pid == service
    assert stack.children["ocr"].running()


def test_retry_of_a_bad_file_says_the_same_again(admin):
    upload = admin.upload_bill("encrypted.pdf", by_file_name("encrypted.pdf").make())
    document = reading.await_state(admin, upload, "failed", seconds=60)
    admin.call("ocr.document", "action_retry", [document["id"]])
    again = reading.await_state(admin, upload, "failed", seconds=60)
    assert again["error"] == document["error"]


def test_embedded_xml_wins_over_the_page(admin, db):
    """A Factur-X file is imported from its XML; nobody recognises what is already known."""
    upload = admin.upload_bill("facturx_invoice.pdf", by_file_name("facturx_invoice.pdf").make())
    bill = reading.bill(admin, upload)
    assert bill["ref"] == "RE-2026-04817"
    assert bill["amount_untaxed"] == pytest.approx(2570.30)
    assert reading.document_of(admin, upload) is None
