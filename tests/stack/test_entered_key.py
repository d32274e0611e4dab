"""A key that an administrator enters in the settings: used, and readable nowhere."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..product import command_lines
from ..product.asking import Question
from ..product.client import Client, OdooError
from ..product.llm_scripted import ScriptedServer, refuse
from ..product.running import DATABASE, Stack, restarted
from .conftest import begun_with

KEY = f"sk-entered-secret-{os.urandom(6).hex()}"
FORM = {"ai_provider": "openai", "ai_openai_model": "llama3.2"}
NAMES = ("provider", "openai_base_url", "openai_model", "openai_api_key")


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(key=KEY) as running:
        yield running


@pytest.fixture(scope="module")
def entered(stack: Stack, server: ScriptedServer) -> Iterator[Client]:
    """An administrator, who has entered the key as the web client does: saved, then applied."""
    with begun_with(
        stack, AI_PROVIDER="none", AI_ALLOW_PRIVATE_ADDRESSES="1", ODOO_LOG_LEVEL="debug"
    ):
        person = Client(stack.url, DATABASE, "admin", "admin")
        form = FORM | {"ai_openai_base_url": f"{server.url}/v1", "ai_openai_key_new": KEY}
        specification = {name: {} for name in (*form, "ai_openai_key_shown")}
        with command_lines.watched() as seen:
            [saved] = person.call("res.config.settings", "web_save", [], form,
                                  specification=specification)  # fmt: skip
            assert KEY not in repr(saved)
            told = person.call("res.config.settings", "action_ai_test_connection", [saved["id"]])
            assert told["params"]["type"] == "success", told
            person.call("res.config.settings", "execute", [saved["id"]])
            assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
            server.reset()
            run = Question(person).told()[-1][1]
        assert run["state"] == "done", run
        assert server.requests[-1].headers["authorization"] == f"Bearer {KEY}"
        assert KEY.encode() not in b"\n".join(seen)
        yield person
        # gone by the form's own way, for the groups of tests that come after
        [forget] = person.call("res.config.settings", "create", [{"ai_openai_key_forget": True}])
        person.call("res.config.settings", "execute", [forget])
        names = [f"insightpulse_ai.{name}" for name in NAMES]
        left = person.call("ir.config_parameter", "search", [["key", "in", names]])
        person.call("ir.config_parameter", "unlink", left)


def test_no_page_shows_it_to_another_administrator(stack, entered):
    name = f"admin-{time.time_ns()}"
    [group] = entered.call("ir.model.data", "search_read", [
        ["module", "=", "base"], ["name", "=", "group_system"]], ["res_id"])  # fmt: skip
    entered.call(
        "res.users", "create",
        {"name": name, "login": name, "password": name, "group_ids": [[4, group["res_id"]]]},
    )  # fmt: skip
    other = Client(stack.url, DATABASE, name, name)
    parameters = other.call("ir.config_parameter", "search", [["key", "like", "insightpulse_ai"]])
    wizards = other.call("res.config.settings", "search", [])
    pages = [
        other.call("ir.config_parameter", "read", parameters),
        other.call("ir.config_parameter", "export_data", parameters, ["key", "value"]),
        other.call("ir.config_parameter", "get_param", "insightpulse_ai.openai_api_key"),
        other.call("res.config.settings", "onchange", [], {}, [], {}),
        other.call("res.config.settings", "read", wizards, ["ai_openai_key_new"]),
        other.call("ai.conversation", "panel"),
        other.search_read("ai.run", [], ["answer", "error_message", "messages"]),
        entered.call("res.config.settings", "default_get", ["ai_openai_key_new"]),
    ]
    assert "sealed:1:" in repr(pages)
    assert KEY not in repr(pages)
    with pytest.raises(OdooError, match="ai_openai_key_sealed"):
        other.call("res.config.settings", "search_read", [], ["ai_openai_key_sealed"])


def test_it_is_not_sent_to_another_address(stack, entered, server):
    """A second administrator names a server of their own, to have the key sent there."""
    with ScriptedServer(key="another") as theirs:
        [form] = entered.call(
            "res.config.settings", "create", [{"ai_openai_base_url": f"{theirs.url}/v1"}]
        )
        told = entered.call("res.config.settings", "action_ai_test_connection", [form])
        assert told["params"]["type"] == "danger"
        assert "Enter it again" in told["params"]["message"]
        assert theirs.requests == []


def test_a_server_that_repeats_it_puts_it_into_no_row(stack, entered, server):
    server.script(*[refuse(401, f"Incorrect API key provided: {KEY}")] * 3)
    run = Question(entered).told()[-1][1]
    assert "Incorrect API key provided" in run["error"]["message"]
    assert KEY not in repr(run)


def test_a_changed_master_password_is_explained(stack, entered, server):
    server.reset()
    with restarted(stack, ODOO_ADMIN_PASSWORD="another-secret-of-tests"):
        problem = entered.call("ai.conversation", "panel")
        assert "Enter it again" in repr(problem)
        with pytest.raises(OdooError, match="another ODOO_ADMIN_PASSWORD"):
            Question(entered)
        assert server.requests == []
    assert Question(entered).told()[-1][1]["state"] == "done", "and with the old one it opens"
    log = (stack.logs / "odoo.log").read_text(errors="replace")
    assert "InvalidTag" not in log
    assert "CannotOpen" not in log


def test_neither_dump_nor_file_nor_log_holds_it(stack, entered, db):
    dumped = subprocess.run(
        [stack.environment.postgres_binaries / "pg_dump", "--host=127.0.0.1",
         f"--port={stack.ports['postgres']}", "--username=odoo", DATABASE],
        env={"PGPASSWORD": stack.postgres.password}, capture_output=True, check=True,
    )  # fmt: skip
    assert b"insightpulse_ai.openai_api_key\tsealed:1:" in dumped.stdout
    assert KEY.encode() not in dumped.stdout
    logs = b"".join(path.read_bytes() for path in stack.logs.iterdir())
    assert b"/res.config.settings/web_save" in logs
    assert b" DEBUG " in logs
    assert KEY.encode() not in logs
    # what was deleted is still in PostgreSQL's files and its write-ahead log
    db.rows("CHECKPOINT")
    holders = [path for path in stack.workdir.rglob("*") if path.is_file() and _holds(path)]
    assert holders == []


def _holds(path: Path) -> bool:
    try:
        return KEY.encode() in path.read_bytes()
    except OSError:  # a temporary file, gone meanwhile
        return False
