"""What the product does is in /metrics, and so is what stops it from doing it."""

from __future__ import annotations

import time

import pytest

from native.processes import wait_until

from ..product import documents
from ..product.asking import Question
from ..product.live import Socket
from ..product.llm_scripted import ScriptedServer, refuse, say
from ..product.running import HEALTH_TOKEN as TOKEN
from ..product.scraping import grown, scraped, total
from .conftest import begun_with
from .once import assert_read_once

COUNT = "odoo_http_request_duration_seconds_count"


@pytest.fixture(scope="module")
def model():
    with ScriptedServer() as server:
        yield server


@pytest.fixture(scope="module")
def counted(stack, model):
    ai = {"AI_PROVIDER": "ollama", "OLLAMA_BASE_URL": model.url}
    with begun_with(stack, **ai):
        yield stack


def test_documents_are_counted_when_they_are_read(counted, admin):
    before = scraped(counted, TOKEN)

    assert_read_once(admin, admin.upload_bill("rechnung.pdf", documents.fresh_scan()))

    assert grown(counted, TOKEN, before, "odoo_ocr_documents_total", outcome="done") == 1
    assert grown(counted, TOKEN, before, "odoo_ocr_pages_total") >= 1
    assert grown(counted, TOKEN, before, "odoo_ocr_seconds_total") > 0


def test_documents_are_counted_when_the_service_is_away(counted, admin):
    before = scraped(counted, TOKEN)
    counted.children.pop("ocr").kill()

    admin.upload_bill("rechnung.pdf", documents.fresh_scan())

    assert wait_until(
        lambda: grown(counted, TOKEN, before, "odoo_ocr_documents_total", outcome="postponed"),
        60,
        1,
    )


def test_questions_are_counted_with_their_tokens(counted, model, admin):
    before = scraped(counted, TOKEN)
    for answer in ([say("Hello")], refuse(404, "no such model")):
        model.script(answer)
        Question(admin).told()

    ollama = {"provider": "ollama"}
    assert grown(counted, TOKEN, before, "odoo_ai_runs_total", outcome="done", **ollama) == 1
    assert grown(counted, TOKEN, before, "odoo_ai_runs_total", outcome="failed", **ollama) == 1
    assert (
        grown(counted, TOKEN, before, "odoo_ai_tokens_total", direction="completion", **ollama) > 0
    )
    assert grown(counted, TOKEN, before, "odoo_ai_seconds_total", **ollama) > 0


def test_websockets_count_while_they_are_open(counted, admin):
    before = scraped(counted, TOKEN)
    sockets = [Socket(admin) for _number in range(3)]

    assert grown(counted, TOKEN, before, "odoo_websockets") == 3
    assert grown(counted, TOKEN, before, COUNT, route="/websocket", status="1xx") == 3
    for socket in sockets:
        socket.close()
    assert wait_until(lambda: not grown(counted, TOKEN, before, "odoo_websockets"), 20, 0.5)


def test_a_queue_that_fills_and_a_mail_that_fails_are_told(counted, admin, db):
    mail = admin.call("mail.mail", "create", {"subject": "x", "state": "exception"})
    db.rows("DELETE FROM queue_job WHERE channel = 'root.metrics'")  # of a run that was cut off
    db.rows(
        "INSERT INTO queue_job (uuid, name, state, channel, model_name, method_name, date_created)"
        " VALUES ('metrics', 'x', 'failed', 'root.metrics', 'res.partner', 'x', now())"
    )
    time.sleep(5)  # for which the database's word is kept
    found = scraped(counted, TOKEN)
    db.rows("DELETE FROM mail_mail WHERE id = %s", mail)
    db.rows("DELETE FROM queue_job WHERE channel = 'root.metrics'")

    assert total(found, "odoo_mail_outgoing", state="exception") >= 1
    assert total(found, "odoo_queue_jobs", channel="root.metrics", state="failed") == 1


def test_a_database_that_is_away_is_told_and_holds_up_no_scrape(counted):
    counted.children.pop("postgres").kill()
    time.sleep(5)

    began = time.monotonic()
    found = scraped(counted, TOKEN)
    took = time.monotonic() - began

    print(f"scraped after {took:.2f} s (at most 3 s)")
    assert took < 10  # the margin is for a machine with other work
    assert total(found, "odoo_database_up") == 0
    assert total(found, "odoo_processes", kind="master") == 1
