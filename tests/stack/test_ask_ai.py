"""Questions to a language model on the whole product: through nginx, with two HTTP workers."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from ..product.asking import Question
from ..product.client import Client, OdooError
from ..product.llm_scripted import ScriptedServer, cut, endless, refuse, say, stall, wait
from ..product.running import DATABASE, Stack, restarted
from . import processes
from .conftest import begun_with

pytestmark = pytest.mark.timed

STREAMS = 50
SECONDS = 15


@pytest.fixture(scope="module")
def model(stack: Stack) -> Iterator[ScriptedServer]:
    with (
        ScriptedServer() as server,
        begun_with(
            stack, AI_PROVIDER="ollama", OLLAMA_BASE_URL=server.url, AI_PARALLEL=str(STREAMS)
        ),
    ):
        yield server


@pytest.fixture
def person(stack: Stack, model: ScriptedServer) -> Client:
    model.reset()
    return Client(stack.url, DATABASE, "admin", "admin")


def eventually(what: Callable[[], bool], seconds: float = SECONDS) -> bool:
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_an_answer_arrives_while_it_is_written(person, model):
    model.script([say("Hel"), wait(2), say("lo")])
    with closing(Question(person).open()) as page:
        assert page.response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert next(page) == ("delta", {"text": "Hel"})
        assert model.generating == 1
        assert next(page) == ("delta", {"text": "lo"})
        name, run = next(page)
    assert (name, run["state"], run["answer"]) == ("end", "done", "Hello")


def test_a_record_is_what_the_model_is_told(person, model):
    partner = person.call("res.partner", "create", {"name": "Azure Interior", "city": "Fremont"})
    question = Question(person, "Where?", res_model="res.partner", res_ids=[partner])
    question.told()
    [body] = model.sent()
    assert "City: Fremont" in body["messages"][-1]["content"]
    person.call("ai.run", "log_note", question.id)
    [note] = person.search_read(
        "mail.message", [("model", "=", "res.partner"), ("res_id", "=", partner),
                         ("body", "ilike", "Hello from the script")], ["body"],
    )  # fmt: skip
    assert "Written by" in note["body"]


def test_a_cancel_stops_the_server(person, model):
    model.script([say("Hel"), stall()])
    question = Question(person)
    with closing(question.open()) as page:
        assert next(page) == ("delta", {"text": "Hel"})
        start = time.monotonic()
        question.cancel()
        assert model.wait_for_generating(0, SECONDS)
        print(f"the server stopped {time.monotonic() - start:.2f} s after the click")
        name, run = next(page)
    assert (name, run["state"], run["answer"]) == ("end", "cancelled", "Hel")


@pytest.mark.parametrize("reply", [[say("Hel"), stall()], [endless("Hel", 0.05)]])
def test_a_closed_page_stops_the_server(person, model, reply):
    model.script(reply)
    question = Question(person)
    with closing(question.open()) as page:
        next(page)
    start = time.monotonic()
    assert model.wait_for_generating(0, SECONDS)
    print(f"the server stopped {time.monotonic() - start:.2f} s after the page was closed")
    assert eventually(lambda: question.run()["state"] == "cancelled")
    run = question.run()
    assert run["answer"].startswith("Hel")
    assert run["error"]["message"] == "The page was closed."


def test_a_killed_process_leaves_nothing_open(stack, person, model, db):
    model.script([say("Hel"), stall()])
    question = Question(person)
    with closing(question.open()) as page:
        next(page)
        before = processes.evented(stack)
        processes.kill(before)
        assert model.wait_for_generating(0, SECONDS)
    assert question.run()["state"] == "running", "nobody could say otherwise yet"

    db.rows("UPDATE ai_run SET alive = alive - interval '1 minute' WHERE id = %s", question.id)

    run = question.run()
    assert (run["state"], run["error"]["remedy"]) == ("failed", "Ask again.")
    assert "restarted" in run["error"]["message"]
    assert eventually(lambda: before not in processes.workers(stack, "WorkerEvented") != [])
    assert Question(person).told()[-1][1]["state"] == "done"


def test_a_restart_tells_the_page_and_the_row(stack, person, model):
    model.script([say("Hel"), stall()])
    question = Question(person)
    with closing(question.open()) as page:
        next(page)
        stack.restart("odoo")
        name, told = next(page)
    assert (name, told["state"]) == ("end", "failed")
    run = question.run()
    assert (run["state"], run["answer"]) == ("failed", "Hel")
    assert "restarted" in run["error"]["message"]


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ([say("Hel"), cut()], "closed the connection"),
        (refuse(404, "model 'x' not found"), "model 'x' not found"),
        (refuse(400, "too long"), "too long"),
    ],
)
def test_what_goes_wrong_is_told_with_its_remedy(person, model, reply, words):
    model.script(reply)
    run = Question(person).told()[-1][1]
    assert run["state"] == "failed"
    assert words in run["error"]["message"]
    assert run["error"]["remedy"]


def test_a_server_that_fails_each_time_is_told_too(person, model):
    model.script(*[refuse(500, "out of memory")] * 3)
    run = Question(person).told()[-1][1]
    assert "out of memory" in run["error"]["message"]
    assert run["error"]["remedy"]


def test_nobody_else_hears_or_stops_an_answer(stack, person, model):
    question = Question(person)
    name = f"colleague-{time.time_ns()}"
    person.call("res.users", "create", {"name": name, "login": name, "password": name})
    colleague = Client(stack.url, DATABASE, name, name)

    assert colleague.get(f"{question.path}/stream").status_code == 404
    with pytest.raises(OdooError):
        colleague.post(f"{question.path}/cancel")
    with pytest.raises(OdooError, match="doesn't have 'read' access"):
        colleague.call("ai.conversation", "history", question.conversation)

    assert model.sent() == []
    assert question.told()[-1][1]["state"] == "done"


def test_fifty_answers_at_once_hold_no_database_connection(stack, person, model, db):
    model.script(*[[say("Hel"), stall()]] * STREAMS)
    questions = [Question(person) for _question in range(STREAMS)]
    evented = processes.evented(stack)
    busy = []
    with ExitStack() as open_pages:
        pages = [open_pages.enter_context(closing(question.open())) for question in questions]
        for page in pages:
            assert next(page) == ("delta", {"text": "Hel"})
        assert model.generating == STREAMS
        for _sample in range(40):
            [(in_use, connections)] = db.rows(
                "SELECT count(*) FILTER (WHERE state <> 'idle'), count(*) FROM pg_stat_activity"
                " WHERE application_name = %s", f"odoo-{evented}",
            )  # fmt: skip
            busy.append(in_use)
            assert person.call("res.partner", "search_count", []) > 0
            time.sleep(0.1)
        print(f"connections in use: {sorted(busy)}; open: {connections}")
        assert connections > 0, "it goes by that name"
        assert sorted(busy)[len(busy) // 2] == 0
        assert max(busy) <= 2
        for question in questions:
            question.cancel()
        ends = [next(page) for page in pages]
    assert {(name, run["state"]) for name, run in ends} == {("end", "cancelled")}
    assert model.wait_for_generating(0, SECONDS)


def test_a_key_is_in_no_log_row_or_page(stack, db):
    key = f"sk-operators-{time.time_ns()}"
    with (
        ScriptedServer(key="another") as server,
        restarted(
            stack, AI_PROVIDER="openai", OPENAI_BASE_URL=f"{server.url}/v1", OPENAI_API_KEY=key,
            OPENAI_MODEL="llama3.2", ODOO_LOG_LEVEL="debug",
        ),
    ):  # fmt: skip
        person = Client(stack.url, DATABASE, "admin", "admin")
        question = Question(person)
        run = question.told()[-1][1]
        assert server.requests[0].headers["authorization"] == f"Bearer {key}"
        assert "Incorrect API key provided" in run["error"]["message"], "which repeats the key"
        pages = [
            run,
            question.run(),
            person.call("ai.conversation", "panel"),
            person.call("res.config.settings", "onchange", [], {}, [], {}),
        ]
        assert key not in repr(pages)
    dumped = subprocess.run(
        [stack.environment.postgres_binaries / "pg_dump", "--data-only", "--host=127.0.0.1",
         f"--port={stack.ports['postgres']}", "--username=odoo", DATABASE],
        env={"PGPASSWORD": stack.postgres.password}, capture_output=True, check=True,
    )  # fmt: skip
    assert b"Incorrect API key provided" in dumped.stdout
    assert key.encode() not in dumped.stdout
    logs = b"".join(path.read_bytes() for path in stack.logs.iterdir())
    assert f"/insightpulse_ai/runs/{question.id}/stream".encode() in logs
    assert key.encode() not in logs
