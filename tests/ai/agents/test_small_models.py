"""How small models fail at calling tools, and what comes of it, through both drivers over HTTP.

``python -m tests.bench.small_models`` prints the table.
"""

from __future__ import annotations

import pytest

from ..conftest import MODEL
from .playing import CASES, HELD_OUT, play


@pytest.mark.parametrize("case", CASES + HELD_OUT, ids=lambda case: case["name"])
def test_the_right_tools_run_with_the_right_arguments(case, server, provider):
    played = play(case, server, provider, MODEL)
    assert not played.faults, played.faults


def test_a_case_that_comes_out_wrong_is_seen(server, provider):
    case = {**CASES[0], "called": [{"sales_by_month": {"year": 2024, "compare": True}}]}
    (fault,) = play(case, server, provider, MODEL).faults
    assert "'year': 2025" in fault
