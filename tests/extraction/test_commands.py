"""scripts/ocr-extract against a stand-in for the service: what it prints, retries and reports."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from ocr_tools import comparing

from .page import response
from .test_invoices import GERMAN

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


class StandIn(BaseHTTPRequestHandler):
    """Answers as the service does; a file's content says what happens to it."""

    busy_once = True

    def do_GET(self):
        if self.path == "/health":
            self._send(200, {"status": "pass", "queue": 0})
        elif self.headers.get("Authorization") == "Bearer secret":
            self._send(200, {"service": "1", "weights": "drawn", "licence": "none"})
        else:
            self._send(401, {"code": "unauthorized"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Authorization") != "Bearer secret":
            self._send(401, {"code": "unauthorized", "detail": "no token"})
        elif b"LOCKED" in body:
            self._send(422, {"code": "encrypted", "detail": "The PDF is encrypted."})
        elif b"BUSY" in body and StandIn.busy_once:
            StandIn.busy_once = False
            self._send(503, {"code": "busy"}, {"Retry-After": "0"})
        else:
            self._send(200, response(GERMAN))

    def _send(self, status, body, headers=()):
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def service():
    StandIn.busy_once = True
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def ocr_extract(*files, url="http://127.0.0.1:9", token="secret"):
    environment = os.environ | {
        "OCR_PYTHON": sys.executable,
        "OCR_SERVICE_URL": url,
        "OCR_SERVICE_TOKEN": token,
    }
    done = subprocess.run(
        [sys.executable, SCRIPTS / "ocr-extract", *files],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def written(folder, name, content):
    path = folder / name
    path.write_text(content)
    return str(path)


def test_prints_one_object_a_line_with_every_field(service, tmp_path):
    name = written(tmp_path, "bill.pdf", "bill")
    status, (record,) = ocr_extract(name, url=service)
    assert status == 0
    assert (record["file"], record["pages"], record["source"]) == (name, 1, "ocr")
    assert record["document_type"] == "invoice"
    assert record["fields"]["amount_total"]["value"] == "653.31"
    assert set(record["fields"]["amount_total"]) == {"value", "confidence", "page", "polygon"}
    assert record["fields"]["supplier_name"]["polygon"][0] == [60.0, 60.0]
    assert [line["subtotal"] for line in record["lines"]] == ["349.00", "200.00"]
    assert record["seconds"] >= 0
    assert record["warnings"] == []


def test_a_bad_file_is_reported_and_the_others_are_still_read(service, tmp_path):
    locked = written(tmp_path, "locked.pdf", "LOCKED")
    good = written(tmp_path, "good.pdf", "bill")
    status, records = ocr_extract(locked, str(tmp_path / "none.pdf"), good, url=service)
    assert status == 1
    assert [record.get("code") for record in records] == ["encrypted", "unreadable", None]
    assert records[0]["error"] == "The PDF is encrypted."
    assert "No such file" in records[1]["error"]
    assert "fields" in records[2]


def test_waits_while_the_service_is_busy(service, tmp_path):
    status, (record,) = ocr_extract(written(tmp_path, "a.pdf", "BUSY"), url=service)
    assert status == 0
    assert "fields" in record


def test_starts_no_service_for_files_that_are_not_there(tmp_path):
    status, (record,) = ocr_extract(str(tmp_path / "none.pdf"))
    assert status == 1
    assert record["code"] == "unreadable"


def test_without_a_file_it_explains_itself():
    done = subprocess.run(
        [sys.executable, SCRIPTS / "ocr-extract"],
        env=os.environ | {"OCR_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "OCR_SERVICE_URL" in done.stderr


def test_a_score_compares_meaning_not_writing():
    record = {
        "fields": {
            "amount_total": {"value": "1007.50"},
            "invoice_date": {"value": "2018-03-10"},
            "supplier_name": {"value": "Kedai Melur Sdn Bhd"},
            "supplier_address": {"value": "12 JALAN MAWAR, KAJANC"},
        }
    }
    truth = {
        "total": "$1,007.50",
        "date": "10 MAR 2018",
        "company": "KEDAI MELUR SDN. BHD.",
        "address": "12, JALAN MAWAR, KAJANG",
    }
    verdicts = {o.field: o.verdict for o in comparing.receipt("001", truth, record)}
    assert verdicts == {"total": "right", "date": "right", "company": "right", "address": "close"}


def test_a_score_counts_what_is_wrong_and_what_is_missing():
    truth = {"invoice_number": "7", "date": "20180305", "total": "5.00", "due_date": None}
    record = {"fields": {"invoice_number": {"value": "8"}, "invoice_date": None}}
    verdicts = {o.field: o.verdict for o in comparing.invoice("x", truth, record)}
    assert verdicts == {"number": "wrong", "date": "missing", "total": "missing"}


def test_an_unread_document_counts_as_missing():
    outcomes = comparing.receipt("001", {"total": "1.00"}, {"file": "x", "error": "damaged"})
    assert [o.verdict for o in outcomes] == ["missing"]
