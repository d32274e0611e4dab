"""Real embeddings find what says the same in other words, which full-text search cannot."""

from __future__ import annotations

import re

import pytest

from providers import Deadline
from retrieval import Page, cut, fused
from retrieval.embedding import normalised, of_passage, of_question

from ...product.llm_engine import EMBEDDING_MODEL
from ..conftest import make

pytestmark = pytest.mark.engine

HANDBOOK = """\
# Leave

Employees receive twenty-five days of paid vacation per year.

# Illness

Whoever is ill calls the manager before nine, and brings a doctor's note on the third day.

# Expenses

Taxi rides are refunded when the receipt is handed in within a month.

# Computers

Lost laptops are reported to the IT department at once, at any hour.

# Parking

The garage below the building is open from six to midnight; a badge opens the gate.

# Invoices

Suppliers are paid thirty days after their invoice has arrived.
"""
QUESTIONS = {
    "How long can I go on holidays?": "Leave",
    "I have the flu, what must I do?": "Illness",
    "Do I get my money back for a cab?": "Expenses",
    "My notebook was stolen": "Computers",
    "Where can I leave my car?": "Parking",
    "Wann bekommt der Lieferant sein Geld?": "Invoices",
}
# what full-text search leaves out as well
STOP_WORDS = "a an and are at by can do for have how i in is it must my of on the to what"


@pytest.fixture(scope="module")
def library(engine):
    """``embed``, and the handbook's pieces with their vectors."""
    ollama = make("ollama", engine.url)

    def embed(texts: list[str]) -> list[list[float]]:
        found = ollama.embed(EMBEDDING_MODEL, texts, deadline=Deadline(total=120))
        return [normalised(vector) or [] for vector in found]

    pieces = [
        piece
        for section in HANDBOOK.split("\n# ")
        for piece in cut([Page(f"# {section.strip('# ')}")])
    ]
    texts = [of_passage(EMBEDDING_MODEL, "Handbook", one.heading, one.text) for one in pieces]
    return embed, list(zip(pieces, embed(texts), strict=True))


@pytest.mark.parametrize(("question", "heading"), QUESTIONS.items())
def test_what_shares_no_word_is_found(library, question, heading):
    embed, pieces = library
    [asked] = embed([of_question(EMBEDDING_MODEL, question)])
    by_words = [piece for piece, _vector in pieces if words(piece.text) & words(question)]
    by_vector = [piece for piece, _vector in sorted(pieces, key=lambda one: -dot(asked, one[1]))]
    assert heading not in {piece.heading for piece in by_words}
    assert heading in [piece.heading for piece in fused([by_words, by_vector])[:2]]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - {*STOP_WORDS.split()}


def dot(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
