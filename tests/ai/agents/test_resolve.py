"""From names to records: never a guess between two, never an id made up."""

from __future__ import annotations

import pytest

from agents import Record
from agents.resolve import resolve

from .toolbox import Directory

PARTNER = {"type": "string", "x-model": "res.partner"}
MOVE = {"type": "string", "x-model": "account.move"}
ACCOUNT = {"type": "string", "x-model": "account.account"}


class Several(Directory):
    """Where one name is a part of others, one is twice there, and one holds a comma."""

    NAMES = (
        (1, "Azure"), (2, "Azure Interior"), (3, "Twin"), (4, "Twin"), (5, "Azure, Brandon"),
        (6, "The Jackson Group"), (7, "Company 12"),
    )  # fmt: skip

    def name_search(self, model, text):
        return [pair for pair in self.NAMES if text.lower() in pair[1].lower()]


def ids(schema, text, directory=None, known=()):
    found = resolve({"properties": {"it": schema}}, {"it": text}, directory or Directory(), known)
    value = found.arguments["it"]
    records = value if isinstance(value, list) else [value]
    questions = [[record.id for record in q.candidates] for q in found.questions]
    return [record and record.id for record in records], questions, found.faults


@pytest.mark.parametrize(
    ("schema", "text", "id_"),
    [
        (PARTNER, "Azure Interior", 10),
        (PARTNER, "azure interior", 10),
        (PARTNER, "Azure", 10),
        (PARTNER, '"Azure Interior"', 10),
        (PARTNER, "the customer Azure Interior", 10),
        (PARTNER, "Müller", 14),
        (MOVE, "INV/2026/00012", 301),
        (MOVE, "00012", 301),
        (ACCOUNT, "101200", 201),
    ],
)
def test_the_one_of_a_name(schema, text, id_):
    assert ids(schema, text) == ([id_], [], ())


def test_which_of_two_of_one_name_can_be_said():
    found = resolve({"properties": {"it": PARTNER}}, {"it": "twin"}, Several())
    (question,) = found.questions
    assert str(question) == 'Which "twin" do you mean: Twin #3; Twin #4?'
    for record in question.candidates:
        assert ids(PARTNER, record.name, Several()) == ([record.id], [], ())
    assert ids(PARTNER, "Twin #1", Several())[0] == [None], "it is no twin"


def test_where_nobody_is_asked_no_number_is_given_or_understood():
    for text in ("Twin", "Twin #3"):
        schema = {"properties": {"it": PARTNER}}
        found = resolve(schema, {"it": text}, Several(), is_asking=False)
        assert found.arguments["it"] is None
        told = [*found.faults, *map(str, found.questions)]
        assert text in told[0]
        assert "#4" not in told[0]


def test_names_that_are_not_repeated_have_no_number():
    found = resolve({"properties": {"it": PARTNER}}, {"it": "Gemini"}, Directory())
    (question,) = found.questions
    assert [record.name for record in question.candidates] == [
        "Gemini Furniture", "Gemini Services",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "id_"),
    [("Azure", 1), ("AZURE", 1), ("Azure, Brandon", 5), ("The Jackson Group", 6), ("12", 7)],
)
def test_the_exact_one_among_several(text, id_):
    assert ids(PARTNER, text, Several()) == ([id_], [], ())


@pytest.mark.parametrize(
    ("text", "candidates"),
    [("Twin", [3, 4]), ("Azur", [1, 2, 5]), ("Azure Interiors", [2]), ("Jakson Group", [6])],
)
def test_several_or_similar_ones_are_a_question(text, candidates):
    assert ids(PARTNER, text, Several()) == ([None], [candidates], ())


@pytest.mark.parametrize("text", ["Nobody Ltd", "Zzz", "''"])
def test_none_is_a_fault(text):
    found, questions, faults = ids(PARTNER, text)
    assert (found, questions) == ([None], [])
    assert len(faults) == 1
    assert "nothing is called" in faults[0]


@pytest.mark.parametrize("text", ["10", "12345", "1", "0012"])
def test_a_number_that_nobody_has_shown_is_a_fault(text):
    found, questions, (fault,) = ids(PARTNER, text)
    assert (found, questions) == ([None], [])
    assert fault == f'"it" is {text}, a number that nobody has shown you: give the name.'


@pytest.mark.parametrize("text", ["10", "#10", " 10 "])
def test_a_number_that_was_shown_is_that_record(text):
    known = {Record("res.partner", 10, "Azure Interior")}
    assert ids(PARTNER, text, known=known)[0] == [10]


def test_a_number_of_another_model_is_not():
    assert ids(PARTNER, "10", known={Record("account.move", 10, "x")})[2]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["Azure Interior", "Ready Mat"], [10, 15]),
        (["Azure Interior, Ready Mat"], [10, 15]),
        (["Azure Interior; Ready Mat"], [10, 15]),
    ],
)
def test_lists(given, expected):
    assert ids({"type": "array", "items": PARTNER}, given)[0] == expected


def test_a_comma_in_a_name_is_no_separator():
    assert ids({"type": "array", "items": PARTNER}, ["Azure, Brandon"], Several())[0] == [5]


def test_inside_of_objects():
    schema = {"properties": {"lines": {"items": {"properties": {"who": PARTNER, "n": {}}}}}}
    found = resolve(schema, {"lines": [{"who": "Deco", "n": "Deco"}, {"who": "x9"}]}, Directory())
    assert found.arguments["lines"][0] == {
        "who": Record("res.partner", 11, "Deco Addict"),
        "n": "Deco",
    }
    assert found.faults[0].startswith('"lines.who"')
