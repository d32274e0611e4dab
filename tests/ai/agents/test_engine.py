"""Runs on a real language model, far smaller than any that one would use: whatever it says, the run
ends in its own way, and only what is allowed happens."""

from __future__ import annotations

import pytest

from agents import Answered, Asked, Limits, Stopped, ToolStarted
from providers import Message

from ..conftest import make
from . import recording
from .running import of, run
from .test_recorded import fits
from .toolbox import Tools

pytestmark = pytest.mark.engine
SYSTEM = Message("system", "You are the assistant of an accountant. Today is 2026-03-15.")


@pytest.mark.parametrize("small", [False, True], ids=["tools", "choice"])
def test_whatever_it_says_the_run_ends_and_nothing_is_written(engine, small):
    tools = Tools()  # those that propose raise when they are run
    events = run(
        make("ollama", engine.url),
        "How were sales in 2025?",
        tools=tools,
        small=small,
        limits=Limits(steps=3),
        before=(SYSTEM,),
    )
    assert [event for event in events if isinstance(event, (Answered, Asked, Stopped))] == [
        events[-1]
    ]
    started = [event.tool for event in of(ToolStarted, events)]
    assert started == [name for name, _arguments in tools.executed]


def test_a_choice_has_the_shape_of_what_was_recorded(engine):
    """Its shape, and not which one it is."""
    tasks = recording.tasks()[:2]
    answers = [recording.record(engine.url, t, "choice", 0.0, 1)["answers"][0] for t in tasks]
    assert all(fits(task, answer) for task, answer in zip(tasks, answers)), answers
    assert any(answer["reason"] == "stop" for answer in answers)
