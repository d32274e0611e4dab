"""Kill all of Odoo while a language model answers: every run ends, explained, and nothing twice."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest

from native.processes import descendants, wait_until

from ..product.asking import Question
from ..product.client import Client
from ..product.llm_scripted import ScriptedServer, say, stall
from ..product.running import DATABASE, Stack
from .conftest import begun_with

pytestmark = pytest.mark.timed

# After 40 s without a sign of life a run is dead; a scheduled action looks every minute.
CLOSED_SECONDS = 130
# The job runner looks for dead jobs every minute; then the record is asked for once more.
FILLED_SECONDS = 180


@pytest.fixture(scope="module")
def model(stack: Stack) -> Iterator[ScriptedServer]:
    with (
        ScriptedServer() as server,
        begun_with(stack, AI_PROVIDER="ollama", OLLAMA_BASE_URL=server.url),
    ):
        yield server


@pytest.fixture
def person(stack: Stack, model: ScriptedServer) -> Client:
    model.reset()
    return Client(stack.url, DATABASE, "admin", "admin")


def kill_all_of_odoo(stack: Stack) -> None:
    """SIGKILL for master, workers, cron, evented process and nginx: none can tidy up."""
    entrypoint = stack.children["odoo"].pid
    running = {entrypoint: "entrypoint", **descendants(entrypoint)}
    assert len(running) >= 6, running
    stack.children.pop("odoo").kill()

    def left() -> list[int]:
        return [pid for pid in running if _runs(pid)]

    assert wait_until(lambda: not left(), 10), left()


def _runs(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def function(name: str) -> list:
    return [say(json.dumps(
        {"function": {"value": name, "quote": "carpenters", "confidence": "high"}}
    ))]  # fmt: skip


@pytest.fixture
def fill(person: Client) -> Iterator[int]:
    """A batch of two contacts whose function a model fills in, one after the other."""
    [model_id] = person.call("ir.model", "search", [["model", "=", "res.partner"]])
    [field] = person.call(
        "ir.model.fields", "search", [["model", "=", "res.partner"], ["name", "=", "function"]]
    )
    action = {
        "name": "What they do", "model_id": model_id, "state": "ai", "ai_review": "never",
        "ai_prompt": "What do they do?", "ai_field_ids": [[0, 0, {"field_id": field}]],
    }  # fmt: skip
    [action_id] = person.call("ir.actions.server", "create", [action])
    partners = person.call(
        "res.partner", "create",
        [{"name": name, "comment": "<p>We are carpenters.</p>"} for name in ("First", "Second")],
    )  # fmt: skip
    context = {"active_model": "res.partner", "active_ids": partners, "active_id": partners[0]}
    person.call("ir.actions.server", "run", [action_id], context=context)
    [fill_id] = person.call("ai.fill", "search", [], limit=1, order="id desc")
    yield fill_id
    person.call("ai.fill", "action_cancel", [fill_id])
    person.call("ir.actions.server", "unlink", [action_id])


def test_killed_in_a_streaming_answer(stack, person, model, db):
    model.script([say("Hel"), stall()])
    question = Question(person)
    with closing(question.open()) as page:
        assert next(page) == ("delta", {"text": "Hel"})
        kill_all_of_odoo(stack)
        with suppress(httpx.HTTPError, StopIteration):
            name, _told = next(page)
            raise AssertionError(f"the page is told {name} by nobody")
    assert model.wait_for_generating(0, 10), "the server goes on without a reader"
    assert db.rows("SELECT state FROM ai_run WHERE id = %s", question.id) == [("running",)]

    stack.start_odoo()
    start = time.monotonic()

    # nobody looks at it: the database is asked, not Odoo
    assert wait_until(lambda: not _running(db), CLOSED_SECONDS, 1)
    print(f"closed {time.monotonic() - start:.0f} s after the restart")
    [(finished,)] = db.rows("SELECT finished FROM ai_run WHERE id = %s", question.id)
    assert finished
    run = question.run()
    assert run["state"] == "failed"
    assert "restarted" in run["error"]["message"]
    assert run["error"]["remedy"] == "Ask again."
    assert len(model.sent()) == 1, "nobody asked it again"
    # its stream tells the same, and asks nothing
    assert question.told()[-1][1]["error"] == run["error"]
    assert len(model.sent()) == 1
    assert Question(person).told()[-1][1]["state"] == "done"


def test_killed_in_a_background_fill(stack, person, model, db, fill_scripted, fill):
    def lines():
        return db.rows("SELECT id, state FROM ai_fill_line WHERE fill_id = %s ORDER BY id", fill)

    def functions():
        return db.rows(
            "SELECT partner.function, partner.write_date FROM ai_fill_line line"
            " JOIN res_partner partner ON partner.id = line.res_id"
            " WHERE line.fill_id = %s ORDER BY line.id", fill,
        )  # fmt: skip

    assert wait_until(lambda: len(model.sent()) == 2 and model.generating == 1, 60), lines()
    assert sorted(state for _id, state in lines()) == ["done", "running"]
    before = functions()

    kill_all_of_odoo(stack)
    assert _running(db) == 1
    stack.start_odoo()
    start = time.monotonic()

    assert wait_until(lambda: {state for _id, state in lines()} == {"done"}, FILLED_SECONDS, 1), (
        lines()
    )
    print(f"filled {time.monotonic() - start:.0f} s after the restart")
    assert wait_until(lambda: not _running(db), CLOSED_SECONDS, 1)
    print(f"closed {time.monotonic() - start:.0f} s after the restart")
    after = functions()
    assert [name for name, _when in after] == ["Carpenter", "Joiner"]
    assert after[0] == before[0], "what was filled before is not written again"
    assert len(model.sent()) == 3, "only what was interrupted is asked again"
    runs = db.rows(
        "SELECT run.state, run.error_kind FROM ai_run run"
        " JOIN ai_fill_line_ai_run_rel rel ON rel.ai_run_id = run.id"
        " JOIN ai_fill_line line ON line.id = rel.ai_fill_line_id"
        " WHERE line.fill_id = %s ORDER BY run.id", fill,
    )  # fmt: skip
    assert runs == [("done", None), ("failed", "interrupted"), ("done", None)]


@pytest.fixture
def fill_scripted(model: ScriptedServer, person: Client) -> None:
    model.script(function("Carpenter"), [say("{"), stall()], function("Joiner"))


def _running(db) -> int:
    [(count,)] = db.rows("SELECT count(*) FROM ai_run WHERE state IN ('running', 'waiting')")
    return count
