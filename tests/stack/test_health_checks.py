"""Break the real thing, and see what /health says of it, and whether requests still come."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest

from boot.backup import ENDED
from native.processes import wait_until

from ..product import database, documents, reading
from ..product.client import Client
from ..product.llm_scripted import ScriptedServer
from ..product.running import DATABASE
from .conftest import behind_a_pooler, schedule_kept
from .health import Health, assert_told, bad
from .test_backup import entrypoint

pytestmark = pytest.mark.timed

KEY = "sk-key-of-health-tests"
PROMPT = 5.0
"""Seconds in which readiness has to follow what happens; 2 are promised, and printed what it took:
the margin is for a machine with other work."""


@pytest.fixture(scope="module")
def model(stack) -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture(scope="module")
def pooler(stack, model):
    """All that is looked at is there: a pooler before the database, an AI server, backups."""
    with (
        schedule_kept(stack),
        behind_a_pooler(
            stack,
            BACKUP_DAYS="1",
            AI_PROVIDER="openai",
            OPENAI_BASE_URL=f"{model.url}/v1",
            OPENAI_API_KEY=KEY,
            OPENAI_MODEL="llama3.2:latest",
        ) as pooler,
    ):
        # no stop is known of: jobs are as late as a test says
        database.Watcher(stack).rows("DELETE FROM health_sample")
        yield pooler


@pytest.fixture
def admin(stack, pooler, company) -> Client:
    return Client(stack.url, DATABASE, "admin", "admin")


@pytest.fixture
def health(stack, pooler) -> Health:
    return Health(stack, KEY)


def assert_follows(health: Health, ready: bool) -> None:
    began = time.monotonic()
    assert wait_until(lambda: health.ready() == ready, PROMPT, 0.05)
    print(f"readiness followed after {time.monotonic() - began:.2f} s (at most 2 s)")


@contextmanager
def stalled(child) -> Iterator[None]:
    """It is there, and says nothing."""
    os.kill(child.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(child.pid, signal.SIGCONT)


def test_what_is_whole_passes(stack, health, db, tmp_path):
    """After what a new database lacks: a backup, and a server for its mails."""
    assert entrypoint(stack, "backup", str(tmp_path / "backup.tar")).returncode == 0
    db.rows("UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' + interval '1 hour'")
    db.rows("DELETE FROM ir_mail_server")
    db.rows("UPDATE mail_mail SET state = 'outgoing'")
    assert_told(health.looked(), "mail:failures", "warn", "no outgoing mail server", "Technical")
    db.rows("UPDATE mail_mail SET state = 'cancel'")

    checks = health.looked()
    assert bad(checks) == {}
    assert len(checks) > 20
    assert_told(checks, "database:pooler", "pass", f"port {stack.ports['postgres']} keeps", "")
    assert health.ready()
    for answer in (httpx.get(f"{stack.url}/health"), httpx.get(f"{stack.url}/health/ready")):
        assert (answer.json(), answer.headers.get("Set-Cookie")) == ({"status": "pass"}, None)


def test_the_pooler_is_stopped(health, pooler):
    assert health.ready()
    pooler.kill()
    try:
        assert_follows(health, ready=False)
        checks = health.await_told("database:responseTime", "fail")
        health.await_told("database:mode", "warn")  # not known: one fault fails once
        # it is asked at most every five seconds
        assert wait_until(lambda: health.metric("odoo_database_up") == 0, 20, 0.5)
        assert health.metric("odoo_ready") == 0
    finally:
        pooler.start()
    assert_follows(health, ready=True)
    assert health.metric("odoo_ready") == 1
    assert_told(checks, "database:responseTime", "fail", "does not answer", "POSTGRES_PORT")
    assert_told(health.looked(), "database:responseTime", "pass", "", "")


def test_the_database_is_read_only(stack, health, db):
    """For all connections that are opened from now on."""
    mode = f"ALTER DATABASE {DATABASE} {{}} default_transaction_read_only"
    db.rows(mode.format("SET") + " = on")
    try:
        checks = health.await_told("database:mode", "fail")
    finally:
        db.rows("SET TRANSACTION READ WRITE; " + mode.format("RESET"))
        db.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert_told(checks, "database:mode", "fail", "nothing can be saved", "ALTER DATABASE")
    assert_told(health.looked(), "database:mode", "pass", "", "")


def test_the_queue_is_full_behind_a_service_that_stalls(stack, health, admin, db):
    with stalled(stack.children["ocr"]):
        bills = [admin.upload_bill("bill.jpg", documents.fresh_photo()) for _ in range(2)]
        assert wait_until(lambda: _told_of_the_queue(health, db), 45, 1)
        checks = health.checks()
        assert wait_until(lambda: _measured_in_the_queue(health, db) >= 3600, 20, 0.5)
        began = time.monotonic()
        assert health.ready()
        assert time.monotonic() - began < 1, "a probe was held up"
    assert_told(checks, "ocr:service", "warn", "does not answer", "OCR_SERVICE_URL")
    assert_told(checks, "queue:oldestPending", "warn", "for 1 hour", "Job Queue", "root.ocr")
    _fill_the_queue(db)
    db.wake_job_runner()
    for bill in bills:  # nothing is lost by it
        assert reading.await_state(admin, bill, "read", "failed")["state"] == "read"
    assert bad(health.looked()) == {}


def test_a_failing_action_an_old_backup_and_a_model_that_is_gone(health, admin, db, model):
    """All at once: none hides another, and none takes the instance out of service."""
    cron = _failing_cron(admin)
    models, model.models = model.models, {"another:latest": ["completion"]}
    expired = json.loads(_parameter(db, ENDED))
    _set_parameter(db, ENDED, json.dumps(expired | {"ended": "2026-01-01T00:00:00+00:00"}))
    try:
        checks = health.looked()
        assert health.metric("odoo_cron_failing") == 1
        assert health.ready()
    finally:
        admin.call("ir.cron", "unlink", [cron])
        model.models = models
        _set_parameter(db, ENDED, json.dumps(expired))
    words = "“Fails for the test” (1 time in a row)"
    assert_told(checks, "cron:failures", "warn", words, "Scheduled Actions")
    assert_told(checks, "backup:age", "fail", "BACKUP_DAYS allows 1", "entrypoint.sh backup")
    endpoint = f"127.0.0.1:{model.port}"
    assert_told(checks, "ai:model", "warn", "no model llama3.2", "OPENAI_MODEL", endpoint)
    assert bad(health.looked()) == {}


def _failing_cron(admin: Client) -> int:
    [model] = admin.call("ir.model", "search", [("model", "=", "res.partner")])
    values = {
        "name": "Fails for the test", "model_id": model, "state": "code", "interval_number": 1,
        "interval_type": "days", "code": "raise UserError('This is the test, failing.')",
    }  # fmt: skip
    cron = admin.call("ir.cron", "create", values)
    admin.call("ir.cron", "method_direct_trigger", [cron])
    return cron


def _told_of_the_queue(health, db) -> bool:
    """What was found before is forgotten after half a minute."""
    _fill_the_queue(db)
    checks = health.checks()
    names = ("ocr:service", "queue:oldestPending")
    return [checks[name][0]["status"] for name in names] == ["warn", "warn"]


def _measured_in_the_queue(health, db) -> float:
    """Seconds; 0 while none waits, or the database has not told it."""
    _fill_the_queue(db)
    with suppress(ValueError):
        return health.metric("odoo_queue_oldest_pending_seconds")
    return 0.0


def _fill_the_queue(db) -> None:
    """What waits, for its turn or for the next attempt, has been due for an hour."""
    db.rows(
        "UPDATE queue_job SET date_created = now() AT TIME ZONE 'UTC' - interval '1 hour', "
        "eta = NULL WHERE state = 'pending' AND channel = 'root.ocr'"
    )


def _parameter(db, key: str) -> str:
    [[value]] = db.rows("SELECT value FROM ir_config_parameter WHERE key = %s", key)
    return value


def _set_parameter(db, key: str, value: str) -> None:
    db.rows("UPDATE ir_config_parameter SET value = %s WHERE key = %s", value, key)


def test_the_ai_server_refuses_the_key_and_repeats_it(health, model):
    model.key = "another one"
    try:
        checks = health.looked()
        assert_told(checks, "ai:model", "warn", "does not answer", "key")
        assert health.ready()
    finally:
        model.key = ""


def test_the_folder_of_files_is_gone(stack, health):
    folder = stack.workdir / "data" / "filestore"
    aside = folder.with_name("filestore-aside")
    assert health.ready()
    folder.rename(aside)
    folder.write_text("a file in its place: not even root can write into that")
    try:
        assert_follows(health, ready=False)
        checks = health.looked()
        assert_told(checks, "fileStore:writable", "fail", "Not a directory", "ODOO_FILESTORE")
        assert not health.ready()
    finally:
        folder.unlink()
        aside.rename(folder)
    assert_follows(health, ready=True)


def test_a_backup_of_another_database_is_not_this_ones(stack, health, db):
    """As in a copy that was made of its files or by its provider."""
    before = {name: _parameter(db, name) for name in ("database.uuid", "database.create_date")}
    _set_parameter(db, "database.uuid", "of a copy")
    _set_parameter(db, "database.create_date", "2020-01-01 00:00:00")
    try:
        assert_told(health.looked(), "backup:age", "fail", "No backup", "entrypoint.sh backup")
    finally:
        for name, value in before.items():
            _set_parameter(db, name, value)
