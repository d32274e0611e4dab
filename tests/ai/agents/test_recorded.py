"""What a real small model said, played to agents: that the recordings are what they claim to be,
and how many end in the right call.

``python -m tests.bench.recorded_small_models`` prints the table.
"""

from __future__ import annotations

import json
from collections import Counter

import pytest

from agents.choose import choice_schema
from agents.relevance import relevant

from ..conftest import MODEL, make
from . import recording
from .kinds import kinds
from .playing import CASES, CHOICE, HELD_OUT
from .replaying import comes_right, comes_right_asked_again, recorded
from .toolbox import Tools

MOST_BYTES = 200_000


@pytest.mark.parametrize("way", recording.WAYS)
def test_recordings_say_where_they_come_from(way):
    path = recording.FOLDER / f"{way}.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    assert path.stat().st_size < MOST_BYTES // len(recording.WAYS)
    assert found["made by"].keys() == recording.provenance().keys()
    for run in found["recordings"]:
        assert run["way"] == way
        assert (run["temperature"], run["seed"]) in recording.SAMPLINGS
        assert 1 <= len(run["answers"]) <= recording.MOST_ANSWERS
        assert all(len(answer["prompt"]) == 16 for answer in run["answers"])


@pytest.mark.parametrize("way", recording.WAYS)
def test_none_is_left_out(way):
    """They are the first of one order, however far it went."""
    order = [(t, s, task["question"]) for t, s in recording.SAMPLINGS for task in recording.tasks()]
    runs = [(run.temperature, run.seed, run.task["question"]) for run in recorded(way)]
    assert sorted(runs) == sorted(order[: len(runs)])


def test_a_choice_is_as_the_schema_has_it():
    assert [run.name for run in recorded(CHOICE) if not fits(run.task, run.answers[0])] == []


def fits(task, answer):
    """Whether it is the choice of one of the few tools, with arguments by one's schema."""
    if answer["reason"] == "length":  # then it was no whole one yet
        return answer["says"].startswith("{")
    schema = choice_schema(relevant(task["question"], Tools().toolbox()))
    said = json.loads(answer["says"])["call"]
    return any(
        said["tool"] in form["properties"]["tool"]["enum"]
        and _fits(said["arguments"], form["properties"]["arguments"])
        for form in schema["properties"]["call"]["anyOf"]
    )


def _fits(arguments, form):
    return set(form.get("required", ())) <= set(arguments) <= set(form["properties"])


def test_no_recording_that_came_right_is_lost(server):
    """Two of them do: the mode's questions were put to a model of 135 million parameters."""
    provider = make("ollama", server.url)
    assert sum(comes_right(run, CHOICE, server, provider, MODEL) for run in recorded(CHOICE)) >= 2


def test_nine_of_ten_recorded_answers_cost_no_more_than_another_question(server, provider):
    """All of them, of every way: 36 of 40, by what a model really said."""
    runs = [run for way in recording.WAYS for run in recorded(way)]
    assert len(runs) >= 80
    lost = [run.name for run in runs if not comes_right_asked_again(run, server, provider, MODEL)]
    print(f"{len(runs) - len(lost)} of {len(runs)} right; lost: {lost}")
    assert len(lost) <= len(runs) // 10, lost


def test_the_cases_say_what_is_recorded():
    forty = Counter(case["source"] for case in CASES)
    assert forty == {"recorded": 12, "adapted": 2, "written": 26}
    assert Counter(case["source"] for case in HELD_OUT) == {"recorded": 8, "written": 24}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('{"name": "sales_by_month", "arguments": {"year": 2025}}', []),
        ("I do not know.", ["prose"]),
        ("Use sales_by_month.", ["prose that names a tool"]),
        ('{"name": "sell", "arguments": {"year": 2025}}', ["a tool that is made up"]),
        (
            'Yes: {"name": "account_balance", "arguments": {"account": "the name of a record"}}',
            [
                "a call or JSON within a text",
                "JSON that does not parse",
                "another tool than the right one",
                "the description of a value for the value",
                "arguments that cannot be put right",
            ],
        ),
        (
            '{"name": "sales_by_month", "arguments": {"year": "2025", "all": {}}}',
            ["arguments nested", "a parameter that is made up", "a number as text"],
        ),
        ('{"name": "sales_by_month", "arguments": {}}',
         ["an argument missing", "arguments that cannot be put right"]),
        ('{"name": "sales", "description": "The',
         ["JSON without an end", "the schema given back"]),
        ("one two three four five six seven eight " * 3, ["says the same for ever", "prose"]),
    ],
)  # fmt: skip
def test_kinds(said, expected):
    task = {"called": [{"sales_by_month": {"year": 2025}}]}
    answer = {"says": said, "reason": "stop"}
    assert kinds(answer, task, Tools().toolbox()) == expected


def test_what_is_cut_off_is_seen():
    answer = {"says": "{", "reason": "length"}
    assert "cut off" in kinds(answer, {}, Tools().toolbox())
