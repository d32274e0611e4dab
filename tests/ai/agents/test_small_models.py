"""How small models fail at calling tools, and what comes of it, through both drivers over HTTP.

``python -m tests.bench.small_models`` prints the table.
"""

from __future__ import annotations

import pytest

from ..conftest import MODEL
from .playing import CASES, CHOICE, HELD_OUT, MODES, TOOLS, WRITTEN, play, plays

PLAYED = [
    pytest.param(case, mode, id=f"{mode}-{case['name']}")
    for mode in MODES
    for case in CASES + WRITTEN + HELD_OUT
    if plays(case, mode)
]
ENOUGH = 36


@pytest.mark.parametrize(("case", "mode"), PLAYED)
def test_the_right_tools_run_with_the_right_arguments(case, mode, server, provider):
    played = play(case, mode, server, provider, MODEL)
    assert not played.faults, played.faults


def test_in_small_model_mode_nearly_all_of_the_forty_end_in_the_right_call(server, provider):
    assert len(CASES) == 40
    assert all(plays(case, CHOICE) for case in CASES)
    wrong = {
        case["name"]: faults
        for case in CASES
        if (faults := play(case, CHOICE, server, provider, MODEL).faults)
    }
    print(f"{len(CASES) - len(wrong)} of {len(CASES)} right; wrong: {wrong or 'none'}")
    assert len(CASES) - len(wrong) >= ENOUGH, wrong


@pytest.mark.parametrize("mode", MODES)
def test_a_case_that_comes_out_wrong_is_seen(mode, server, provider):
    case = {**CASES[0], "called": [{"sales_by_month": {"year": 2024, "compare": True}}]}
    (fault,) = play(case, mode, server, provider, MODEL).faults
    assert "'year': 2025" in fault


def test_more_tools_than_a_few_are_seen(monkeypatch, server, provider):
    monkeypatch.setattr("tests.ai.agents.playing.MOST_TOOLS", 4)
    (fault,) = play(CASES[1], CHOICE, server, provider, MODEL).faults[:1]
    assert fault == "request 0 offers 5 tools"
    assert not play(CASES[1], TOOLS, server, provider, MODEL).faults
