"""Several rankings → one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval import fused

RANKINGS = st.lists(st.lists(st.integers(0, 20), unique=True), max_size=4)


@given(RANKINGS)
def test_every_item_once(rankings):
    found = fused(rankings)
    assert sorted(found) == sorted({item for ranking in rankings for item in ranking})


@given(st.lists(st.integers(), unique=True))
def test_one_ranking_stays_as_it_is(ranking):
    assert fused([ranking]) == fused([ranking, []]) == ranking


def test_what_both_find_beats_what_one_finds_first():
    assert fused([["words", "both"], ["vectors", "both"]])[0] == "both"
