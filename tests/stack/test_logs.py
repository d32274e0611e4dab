"""The log of the running product, as JSON: each line, one request's id in all logs, no secret."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass

import httpx
import pytest

from ..product import front, reading
from ..product.client import Client, OdooError
from ..product.running import DATABASE, restarted
from ..report.odoo_log import RECORD
from ..samples import german_invoice
from .conftest import make_whole
from .test_no_secret_leaks import SECRETS, forms

ID = re.compile(r"[0-9a-f]{32}")
SANE = "id-of-a-proxy_0.1"
PROBES = ("/web/health", "/health/live", "/health/ready", "/health", "/metrics")
# what comes before any addon is loaded
FIRST = (
    "Odoo version ",
    "Using configuration file at ",
    "addons paths: ",
    "database: ",
    "server corrected: ",
)
NGINX = re.compile(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[(warn|error|notice|alert)\] ")
NOT_CHANGED = {"POSTGRES_PASSWORD", "DATABASE_URL"}  # the cluster has that of the stack


@dataclass
class Log:
    secrets: dict[str, str]
    raw: bytes
    records: list[dict]
    rest: list[str]
    visits: dict[str, httpx.Response]
    ocr: str


@pytest.fixture(scope="module")
def log(stack):
    make_whole(stack)
    mark = os.urandom(8).hex()
    secrets = {
        variable.metadata["name"]: f"{variable.name}-secret-{mark}"
        for variable in SECRETS
        if variable.metadata["name"] not in NOT_CHANGED
    }
    stack.children["odoo"].stop()
    paths = [stack.logs / "odoo.log", stack.logs / "ocr.log"]
    before = [path.stat().st_size for path in paths]
    visits = {}
    with restarted(stack, ODOO_LOG_FORMAT="json", **secrets):
        secrets["POSTGRES_PASSWORD"] = stack.postgres.password
        visit(stack, visits)
        client = Client(stack.url, DATABASE, "admin", "admin")
        upload = client.upload_bill("rechnung.pdf", german_invoice.render() + f"%{mark}\n".encode())
        assert reading.await_state(client, upload, "read", "failed")["state"] == "read"
        provoke(client, secrets)
        secrets["the session's id"] = client.session_id
        stack.children["odoo"].stop()  # what it says when it ends is there, too
        odoo, ocr = (path.read_bytes()[size:] for path, size in zip(paths, before))
    records, rest = [], []
    for line in odoo.decode().splitlines():
        with suppress(ValueError):
            records.append(json.loads(line))
            continue
        rest.append(line)
    return Log(secrets, odoo, records, rest, visits, ocr.decode())


def visit(stack, visits):
    with front.visitor(stack) as stranger:
        for path in PROBES:
            stranger.get(path)
        visits["page"] = stranger.get("/web/login?visit=page")
        visits["evented"] = stranger.get("/websocket/health?visit=evented")
        visits["static"] = stranger.get("/web/static/img/favicon.ico")
    front.reload(stack, TRUSTED_PROXIES="127.0.0.1")
    with front.visitor(stack, "127.0.0.9") as stranger:
        visits["claimed"] = stranger.get("/web/login?visit=claimed", headers={"X-Request-ID": SANE})
    with front.visitor(stack) as proxy:
        visits["trusted"] = proxy.get("/web/login?visit=trusted", headers={"X-Request-ID": SANE})
        odd = {"X-Request-ID": 'odd","level":"CRITICAL'}
        visits["odd"] = proxy.get("/web/login?visit=odd", headers=odd)
    front.reload(stack)


def provoke(client, secrets):
    """Errors and lines that have secrets in them: in a path, an argument, a traceback."""
    client.get(f"/web/login?session_id={client.session_id}")
    # Odoo has but a hash of the master password: it cannot know it where it sees it
    known = {name: one for name, one in secrets.items() if name != "ODOO_ADMIN_PASSWORD"}
    for name, secret in known.items():
        client.get(f"/nowhere/{name}/{secret}")
        client.get(f"/web/login?access_token={secret}")
    with suppress(OdooError):
        client.post("/jsonrpc", service="db", method="drop",
                    args=[secrets["ODOO_ADMIN_PASSWORD"], "nowhere"])  # fmt: skip
    code = "\n".join(f"log({secret!r})" for secret in known.values())
    told = " ".join(known.values())
    action = client.call(
        "ir.actions.server", "create",
        {"name": told, "state": "code", "model_id": 1, "code": f"{code}\nint({told!r})"},
    )  # fmt: skip
    with pytest.raises(OdooError):
        client.call("ir.actions.server", "run", [action])
    client.call("ir.actions.server", "unlink", [action])


def of_visit(log, name):
    return [one for one in log.records if f"?visit={name} " in one["message"]]


def test_each_line_is_an_object(log):
    assert len(log.records) > 20
    for record in log.records:
        assert {"time", "level", "logger", "message", "pid"} <= record.keys()
    assert any(record.get("database") == DATABASE for record in log.records)
    assert any("queries" in record for record in log.records)
    assert any(record.get("user") for record in log.records)


def test_what_comes_before_the_addon_and_from_others_is_text(log):
    for line in log.rest:
        if found := RECORD.match(line):
            assert found["message"].startswith(FIRST), line
        else:
            assert line.startswith(("boot: ", "Running as user 'root'")) or NGINX.match(line), line


def test_a_traceback_is_in_one_line(log):
    [failed] = [one for one in log.records if "invalid literal" in one.get("exception", "")]
    assert failed["exception"].startswith("Traceback (most recent call last):\n")
    assert ID.fullmatch(failed["request_id"])
    assert failed["user"]


@pytest.mark.parametrize("visit", ["page", "evented"])
def test_a_visitor_is_told_the_id_that_the_log_has(log, visit):
    [record] = of_visit(log, visit)
    assert ID.fullmatch(record["request_id"])
    assert log.visits[visit].headers.get_list("X-Request-ID") == [record["request_id"]]


def test_a_file_has_one_too(log):
    assert ID.fullmatch(log.visits["static"].headers["X-Request-ID"])


@pytest.mark.parametrize("visit", ["claimed", "odd"])
def test_an_id_from_outside_is_not_taken(log, visit):
    [record] = of_visit(log, visit)
    assert ID.fullmatch(record["request_id"])


def test_that_of_a_trusted_proxy_is(log):
    [record] = of_visit(log, "trusted")
    assert record["request_id"] == SANE == log.visits["trusted"].headers["X-Request-ID"]


def test_a_bill_has_one_id_in_both_logs(log):
    [told] = [line for line in log.ocr.splitlines() if "document read" in line]
    request_id = told.rpartition("request_id=")[2]
    job = [one for one in log.records if one.get("request_id") == request_id]
    assert any("/queue_job/runjob" in one["message"] for one in job)


def test_no_secret_is_in_it(log):
    assert len(log.secrets) > 5
    assert b"/nowhere/OPENAI_API_KEY/***" in log.raw
    for name, secret in log.secrets.items():
        for form in forms(secret):
            assert form not in log.raw, name


def test_probes_leave_no_line_but_refused_ones(log):
    assert any("/web/login" in one["message"] for one in log.records)
    for probe in PROBES:
        lines = [one["message"] for one in log.records if f" {probe} " in one["message"]]
        assert ["401" in line for line in lines] == ([True] if probe == "/metrics" else [])
