"""Kill anything while a document is read: it is read in the end, once, and nothing is lost."""

from __future__ import annotations

import threading
import time

import pytest

from ..product import documents, reading
from . import processes
from .once import assert_read_once

# Long enough after "reading" was committed for the file to be on its way to the service, and well
# before two scanned pages can have been recognised.
IN_RECOGNITION = 0.8


@pytest.fixture
def in_recognition(admin, db):
    """A bill whose two pages the OCR service is recognising at this moment."""
    upload = admin.upload_bill("facture.pdf", documents.fresh_long_scan())
    db.await_state(upload.attachment_id, "reading")
    time.sleep(IN_RECOGNITION)
    assert db.state(upload.attachment_id) == "reading"
    return upload


@pytest.fixture
def impatient_runner(db):
    """The job runner looks for dead jobs every second instead of every minute."""
    ended = threading.Event()

    def wake():
        while not ended.wait(1):
            try:
                db.wake_job_runner()
            except Exception:  # noqa: S112 - the database itself may be what is away
                continue

    thread = threading.Thread(target=wake, daemon=True)
    thread.start()
    yield
    ended.set()
    thread.join()


def test_the_ocr_service_is_killed_and_comes_back(stack, admin, db, in_recognition):
    stack.children["ocr"].kill()
    db.await_state(in_recognition.attachment_id, "waiting")
    words = reading.document_of(admin, in_recognition)["error"]
    assert "OCR service does not answer" in words

    stack.start_ocr()  # nobody presses anything

    assert_read_once(admin, in_recognition)


def test_retry_reads_at_once_when_the_service_is_back(stack, admin, db, in_recognition):
    stack.children["ocr"].kill()
    db.await_state(in_recognition.attachment_id, "waiting")
    db.postpone_latest()
    stack.start_ocr()
    stack.await_ocr()

    document = reading.document_of(admin, in_recognition)
    admin.call("ocr.document", "action_retry", [document["id"]])

    assert_read_once(admin, in_recognition, seconds=60)


def test_the_evented_process_is_killed(stack, admin, in_recognition, impatient_runner):
    processes.kill(processes.evented(stack))
    assert_read_once(admin, in_recognition)


def test_the_job_runner_is_killed(stack, admin, in_recognition):
    [runner] = processes.workers(stack, "WorkerJobRunner")
    processes.kill(runner)
    assert_read_once(admin, in_recognition)


def test_the_job_runner_is_killed_before_it_fetched_the_job(stack, admin):
    [runner] = processes.workers(stack, "WorkerJobRunner")
    processes.kill(runner)
    upload = admin.upload_bill("rechnung.pdf", documents.fresh_scan())
    assert_read_once(admin, upload)


def test_the_http_workers_are_killed(stack, admin, in_recognition):
    for worker in processes.workers(stack, "WorkerHTTP"):
        processes.kill(worker)
    assert_read_once(admin, in_recognition)


def test_postgresql_is_restarted(stack, admin, in_recognition, impatient_runner):
    stack.restart("postgres")
    assert_read_once(admin, in_recognition)
    assert stack.children["odoo"].running()


def test_postgresql_crashes(stack, admin, in_recognition, impatient_runner):
    stack.children.pop("postgres").kill()
    stack.start_postgres()
    assert_read_once(admin, in_recognition)
    assert stack.children["odoo"].running()


def test_everything_of_odoo_is_killed(stack, admin, in_recognition, impatient_runner):
    stack.children.pop("odoo").kill()
    stack.start_odoo()
    assert_read_once(admin, in_recognition)


def test_the_service_is_away_when_the_bill_comes_in(stack, admin, db):
    stack.children.pop("ocr").stop()
    upload = admin.upload_bill("rechnung.pdf", documents.fresh_scan())
    document = reading.await_state(admin, upload, "waiting")
    while not document["error"]:
        document = reading.document_of(admin, upload)
    assert "OCR service does not answer" in document["error"]

    stack.start_ocr()
    stack.await_ocr()

    assert_read_once(admin, upload)


def test_cancelled_in_recognition_stays_cancelled(admin, db, in_recognition):
    document = reading.document_of(admin, in_recognition)
    admin.call("ocr.document", "action_cancel", [document["id"]])
    time.sleep(15)  # the recognition has long ended
    assert db.state(in_recognition.attachment_id) == "cancelled"
    assert reading.bill(admin, in_recognition)["amount_total"] == 0

    admin.call("ocr.document", "action_retry", [document["id"]])
    assert_read_once(admin, in_recognition)
