"""One file uploaded twice: two bills, both filled, and the service worked once."""

from __future__ import annotations

from ..product import documents, reading
from .once import assert_read_once


def raw_result(db, upload):
    [(result,)] = db.rows(
        "SELECT md5(result::text) FROM ocr_document WHERE attachment_id = %s", upload.attachment_id
    )
    return result


def test_one_after_the_other(admin, db):
    data = documents.fresh_scan()
    first = admin.upload_bill("rechnung.pdf", data)
    assert_read_once(admin, first)
    second = admin.upload_bill("rechnung.pdf", data)
    assert_read_once(admin, second)
    assert first.bill_id != second.bill_id
    # two recognitions of one file would differ at least in the seconds they took
    assert raw_result(db, first) == raw_result(db, second)


def test_both_at_once(admin, db):
    data = documents.fresh_scan()
    uploads = [admin.upload_bill("rechnung.pdf", data) for _time in range(2)]
    for upload in uploads:
        assert_read_once(admin, upload)
    assert raw_result(db, uploads[0]) == raw_result(db, uploads[1])


def test_asked_twice_for_one_attachment(admin, db):
    upload = admin.upload_bill("rechnung.pdf", documents.fresh_scan())
    reading.await_state(admin, upload, "waiting", "reading", "read")
    [(count,)] = db.rows(
        "SELECT count(*) FROM ocr_document WHERE attachment_id = %s", upload.attachment_id
    )
    assert count == 1
    assert_read_once(admin, upload)
