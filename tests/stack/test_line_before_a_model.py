"""One line before a model server that is asked one thing at a time: people, jobs, and processes;
and how soon whatever is cancelled stops there."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from ..product.asking import Page, Question
from ..product.client import Client
from ..product.llm_scripted import ScriptedServer, endless, say, stall
from ..product.running import DATABASE, Stack
from .conftest import begun_with

pytestmark = pytest.mark.timed

SECONDS = 30
FILLED = [say(json.dumps({"function": {"value": "Carpenter", "quote": "", "confidence": "high"}}))]


@pytest.fixture(scope="module")
def model(stack: Stack) -> Iterator[ScriptedServer]:
    with (
        ScriptedServer() as server,
        begun_with(stack, AI_PROVIDER="ollama", OLLAMA_BASE_URL=server.url, AI_PARALLEL="1"),
    ):
        yield server


@pytest.fixture
def person(stack: Stack, model: ScriptedServer) -> Iterator[Client]:
    person = Client(stack.url, DATABASE, "admin", "admin")
    yield person
    person.call("ai.fill", "action_cancel", person.call("ai.fill", "search", []))
    assert model.wait_for_generating(0, SECONDS)
    model.reset()


@pytest.fixture
def fill(person: Client) -> Callable[[], int]:
    """Have a job fill a field of a new contact; the batch's id."""
    [partners] = person.call("ir.model", "search", [("model", "=", "res.partner")])
    [field] = person.call(
        "ir.model.fields", "search", [("model", "=", "res.partner"), ("name", "=", "function")]
    )
    [action] = person.call(
        "ir.actions.server",
        "create",
        [
            {
                "name": "Fill in",
                "model_id": partners,
                "state": "ai",
                "ai_prompt": "What do they do?",
                "ai_review": "never",
                "ai_field_ids": [[0, 0, {"field_id": field}]],
            }
        ],
    )

    def start() -> int:
        [partner] = person.call("res.partner", "create", [{"name": f"Anne {time.time_ns()}"}])
        context = {"active_model": "res.partner", "active_id": partner, "active_ids": [partner]}
        person.call("ir.actions.server", "run", [action], context=context)
        batch: int = max(person.call("ai.fill", "search", []))
        return batch

    return start


def eventually(what: Callable[[], object]) -> bool:
    until = time.monotonic() + SECONDS
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def place(page: Page) -> int:
    """In the line; 0: it is its turn."""
    name, told = next(page)
    assert name == "position", told
    ahead: int = told["ahead"]
    return ahead


def states(db, fill: int) -> list[str]:
    """Of the questions that the batch has asked, or waits to ask."""
    rows = db.rows(
        "SELECT run.state FROM ai_run run"
        " JOIN ai_fill_line_ai_run_rel told ON told.ai_run_id = run.id"
        " JOIN ai_fill_line line ON line.id = told.ai_fill_line_id"
        " WHERE line.fill_id = %s ORDER BY run.id", fill,
    )  # fmt: skip
    return [state for (state,) in rows]


@pytest.fixture(autouse=True)
def _no_other_process(db) -> Iterator[None]:
    """What a test has put there is gone, also after one that fails."""
    yield
    db.rows("DELETE FROM ai_run WHERE question = '?'")


def other_process(db, model: ScriptedServer, **values: object) -> int:
    """A question in another process, at the same server, which looks for a minute: its id."""
    columns = {
        "question": "?",
        "user_id": 2,
        "endpoint": urlsplit(model.url).netloc,
        "process": "another",
        "state": "running",
    } | values
    names = ", ".join(columns)
    places = ", ".join(["%s"] * len(columns))
    [(run,)] = db.rows(
        f"INSERT INTO ai_run ({names}, queued, alive, looked) VALUES ({places},"
        " now() AT TIME ZONE 'UTC' - interval '1 minute', now() AT TIME ZONE 'UTC',"
        " now() AT TIME ZONE 'UTC' + interval '1 minute') RETURNING id", *columns.values(),
    )  # fmt: skip
    return int(run)


# -- a cancel -------------------------------------------------------------------------------


@pytest.mark.parametrize("reply", [[say("{"), stall()], [endless("word ", 0.02)]])
def test_a_cancelled_fill_stops_the_server(person, model, fill, reply):
    model.script(reply)
    batch = fill()
    assert model.wait_for_generating(1, SECONDS)
    start = time.monotonic()
    person.call("ai.fill", "action_cancel", [batch])
    assert model.wait_for_generating(0, SECONDS)
    print(f"the server stopped {time.monotonic() - start:.2f} s after the click (at most 1 s)")
    [told] = person.call("ai.fill", "read", [batch], ["state"])
    assert told["state"] == "cancelled"


def test_a_question_that_another_process_cancels_stops_the_server(person, model, db):
    model.script([say("Hel"), stall()])
    question = Question(person)
    with closing(question.open()) as page:
        assert next(page) == ("delta", {"text": "Hel"})
        start = time.monotonic()
        db.rows("UPDATE ai_run SET cancel_requested = TRUE WHERE id = %s", question.id)
        assert model.wait_for_generating(0, SECONDS)
        print(f"the server stopped {time.monotonic() - start:.2f} s after the click (at most 1 s)")
        name, run = next(page)
    assert (name, run["state"], run["answer"]) == ("end", "cancelled", "Hel")


# -- people and jobs ------------------------------------------------------------------------


def test_people_come_before_jobs_and_are_told_whom_they_wait_for(person, model, fill, db):
    model.script([say("{"), stall()], [say("A"), stall()], [say("B")], FILLED)
    batch = fill()
    assert model.wait_for_generating(1, SECONDS)
    one, other = Question(person, "One?"), Question(person.twin(), "Other?")
    with closing(one.open()) as page, closing(other.open()) as later:
        assert place(page) == 1, "the job's question"
        assert place(later) == 2
        person.call("ai.fill", "action_cancel", [batch])
        assert place(page) == 0
        assert next(page) == ("delta", {"text": "A"})
        assert place(later) == 1
        waiting = fill()
        assert eventually(lambda: states(db, waiting) == ["waiting"])
        one.cancel()
        assert place(later) == 0, "not the job"
        assert next(later) == ("delta", {"text": "B"})
    assert eventually(lambda: states(db, waiting) == ["done"])
    asked = [body["messages"][-1]["content"] for body in model.sent()]
    assert [text[-6:] for text in asked[1:3]] == ["One?"[-6:], "Other?"[-6:]]
    assert len(asked) == 4


def test_a_fill_that_waits_can_be_cancelled_and_has_asked_nothing(person, model, fill, db):
    model.script([say("A"), stall()])
    question = Question(person)
    with closing(question.open()) as page:
        assert next(page) == ("delta", {"text": "A"})
        batch = fill()
        assert eventually(lambda: states(db, batch) == ["waiting"])
        person.call("ai.fill", "action_cancel", [batch])
        assert eventually(lambda: states(db, batch) == ["cancelled"])
        question.cancel()
    assert model.wait_for_generating(0, SECONDS)
    assert len(model.sent()) == 1


# -- other processes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "waits"),
    [
        ({"state": "running"}, True),
        ({"state": "running", "is_job": True}, True),
        ({"state": "waiting"}, True),
        ({"state": "waiting", "process": None}, False),
        ({"state": "running", "endpoint": "another.example:11434"}, False),
    ],
)
def test_what_another_process_asks_has_its_turn(person, model, db, values, waits):
    run = other_process(db, model, **values)
    question = Question(person)
    with closing(question.open()) as page:
        if waits:
            assert place(page) == 1
            assert model.sent() == []
            db.rows("UPDATE ai_run SET state = 'done' WHERE id = %s", run)
            assert place(page) == 0
        assert [name for name, _told in page][-1] == "end"
    assert question.run()["state"] == "done"


def test_the_turn_of_a_killed_process_expires(person, model, db):
    run = other_process(db, model)
    question = Question(person)
    with closing(question.open()) as page:
        assert place(page) == 1
        db.rows("UPDATE ai_run SET alive = alive - interval '1 minute' WHERE id = %s", run)
        assert place(page) == 0
        assert [name for name, _told in page][-1] == "end"
    assert question.run()["state"] == "done"
