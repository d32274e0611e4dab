"""Texts → pieces: nothing lost, order kept, sizes bounded, places told."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Page, cut
from retrieval.cutting import clean
from retrieval.spans import MOST, spans

WORDS = st.text("ab c.!?\n\té漢。#-1 ", max_size=2000)
SENTENCE = "The house is open on each day of the week. "


@given(WORDS, st.integers(8, 300), st.data())
def test_spans_hold_everything_in_order_and_within_bounds(text, most, data):
    overlap = data.draw(st.integers(0, most // 2 - 1))
    found = spans(text, most, overlap)
    assert all(0 < end - start <= most for start, end in found)
    assert all(one[0] < next_[0] and one[1] < next_[1] for one, next_ in pairwise(found))
    covered = {place for start, end in found for place in range(start, end)}
    assert all(place in covered for place, char in enumerate(text) if not char.isspace())
    assert all(one[1] - next_[0] <= overlap for one, next_ in pairwise(found))


@given(WORDS, st.integers(8, 300))
def test_pieces_hold_every_character_in_order(text, most):
    pieces = list(cut([Page(text)], most, overlap=0))
    assert squeezed("".join(piece.text for piece in pieces)) == squeezed(clean(text))
    assert all(piece.text.strip() and len(piece.text) <= most for piece in pieces)


@given(st.text(max_size=500))
def test_a_clean_text_can_be_stored_and_shown(text):
    found = clean(text)
    assert "\x00" not in found
    found.encode()
    assert clean(found) == found


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        pytest.param(SENTENCE * 30, ".", id="sentence"),
        pytest.param(f"{SENTENCE * 12}\n\n{SENTENCE * 30}", ".", id="paragraph"),
        pytest.param("word " * 400, "word", id="word"),
        pytest.param("x" * 2000, "x", id="nothing"),
    ],
)
def test_where_a_slice_ends(text, ends):
    assert all(text[start:end].endswith(ends) for start, end in spans(text))


def test_after_a_paragraph_nothing_is_repeated():
    text = f"{'One. ' * 100}\n\n{'Two. ' * 100}"
    (_, end), (start, _) = spans(text)
    assert (text[:end].rstrip()[-4:], text[start : start + 4]) == ("One.", "Two.")


@pytest.mark.parametrize(("most", "overlap"), [(100, 50), (100, -1), (1, 0)])
def test_an_overlap_that_would_not_end(most, overlap):
    with pytest.raises(ValueError, match="overlap"):
        spans("text", most, overlap)


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("## Fees ##", "Fees"),
        ("#1 of them", ""),
        ("3.2 Fees and costs", "3.2 Fees and costs"),
        ("Fees", "Fees"),
        ("Fees are ten euro.", ""),
        ("Fees:", ""),
        ("- 12 -", ""),
        ("F" * 81, ""),
    ],
)
def test_what_is_a_heading(line, heading):
    pieces = list(cut([Page(f"{line}\n\n{SENTENCE * 30}")]))
    assert {piece.heading for piece in pieces} == {heading}


def test_headings_under_headings_and_pages():
    pages = [
        Page(f"# Staff\n\n{SENTENCE * 6}\n## Leave\n\n{SENTENCE * 6}", 1),
        Page(f"{SENTENCE * 6}\n# Fees\n\n{SENTENCE * 6}", 2),
    ]
    assert [(piece.page, piece.heading) for piece in cut(pages)] == [
        (1, "Staff"), (1, "Staff › Leave"), (2, "Staff › Leave"), (2, "Fees"),
    ]  # fmt: skip


def test_short_sections_share_a_piece():
    text = "\n".join(f"# Question {number}\n\nYes." for number in range(20))
    assert len(list(cut([Page(text)]))) < 5


def test_a_long_text_takes_no_long():
    pieces = list(cut([Page("No end of words " * 100_000)]))
    assert len(pieces) > 1_600_000 // MOST
