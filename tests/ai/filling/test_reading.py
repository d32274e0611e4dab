"""What a model says becomes values that fit the fields, or faults in words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filling import Field
from filling.answer_schema import of_answer
from filling.field import TYPES
from filling.reading import read

TODAY = date(2026, 11, 28)
SOURCE = "Please call back by Friday, we need 20 chairs in Lyon. It is urgent. Azure Interior."
PRIORITY = Field("priority", "Priority", "selection", selection=(("0", "Low"), ("1", "High")))
CITY = Field("city", "City", "char", size=20)
NOTE = Field("note", "Note", "text")
COUNT = Field("count", "Chairs", "integer")
PRICE = Field("price", "Price", "monetary")
DUE = Field("due", "Deadline", "date")
CALL = Field("call", "Call at", "datetime")
VIP = Field("vip", "VIP", "boolean")
TEAM = Field("team_id", "Team", "many2one", model="crm.team", records=((3, "East"), (4, "West")))
TAGS = Field("tag_ids", "Tags", "many2many", model="crm.tag", records=((1, "Office"), (2, "Home")))
CUSTOMER = Field("partner_id", "Customer", "many2one", model="res.partner")
CUSTOMERS = Field("partner_ids", "Customers", "many2many", model="res.partner")


class Names:
    """A directory of a few contacts."""

    NAMES = ((10, "Azure Interior"), (11, "Azure Shop"), (12, "Deco Addict"))

    def name_search(self, model, text):
        assert model == "res.partner"
        return [pair for pair in self.NAMES if text.lower() in pair[1].lower()]


def answered(field, value, **more):
    box = {"quote": "urgent", "value": value, "confidence": "high", **more}
    return read(json.dumps({field.name: box}), [field], SOURCE, lambda field: Names(), TODAY)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        (PRIORITY, "High", "1"),
        (PRIORITY, "high ", "1"),
        (CITY, " Lyon\n", "Lyon"),
        (CITY, "a\x00b", "ab"),
        (NOTE, "One\nTwo", "One\nTwo"),
        (COUNT, "20", 20),
        (COUNT, 0, 0),
        (PRICE, "1.234,50", 1234.5),
        (DUE, "2026-12-01", "2026-12-01"),
        (DUE, "tomorrow", "2026-11-29"),
        (CALL, "2026-12-01T14:30:00Z", "2026-12-01 14:30:00"),
        (VIP, "yes", True),
        (VIP, False, False),
        (TEAM, "west", 4),
        (TAGS, ["Home", "home", "Office"], [2, 1]),
        (TAGS, "Office", [1]),
        (CUSTOMER, "the customer Deco Addict", 12),
        (CUSTOMERS, ["Azure Shop", "Deco"], [11, 12]),
    ],
)
def test_values(field, value, kept):
    answer = answered(field, value)
    assert answer.faults == []
    assert answer.proposed[field.name].value == kept
    assert type(answer.proposed[field.name].value) is type(kept)


@pytest.mark.parametrize("value", [None, "", "N/A", "unknown", "null", [], {}])
@pytest.mark.parametrize("field", [PRIORITY, CITY, TEAM, TAGS, CUSTOMER, DUE])
def test_what_is_not_known_is_left_out(field, value):
    answer = answered(field, value)
    assert (answer.proposed, answer.faults) == ({}, [])


def test_what_has_to_be_chosen_is_not_left_out():
    field = replace(PRIORITY, required=True)
    assert answered(field, None).faults == ['"priority" has no value: choose the most likely.']
    assert answered(field, "High").proposed["priority"].value == "1"
    [box] = of_answer([field])["properties"].values()
    assert box["properties"]["value"]["enum"] == ["Low", "High"]


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        (PRIORITY, "Urgent", 'one of "Low", "High"'),
        (CITY, "x" * 21, "at most 20"),
        (COUNT, "many", "a whole number"),
        (COUNT, 1.5, "a whole number"),
        (DUE, "soon", "a date"),
        (CALL, "at noon", "no moment"),
        (VIP, "perhaps", "true or false"),
        (TEAM, "North", 'one of "East", "West"'),
        (TEAM, 3, 'one of "East", "West"'),
        (TAGS, ["Office", "Garden"], 'one of "Office", "Home"'),
        (CUSTOMER, "Azure", "Azure Interior; Azure Shop"),
        (CUSTOMER, "Nobody Ltd", 'nothing is called "Nobody Ltd"'),
        (CUSTOMER, "10", "a number that nobody has shown you"),
        (CUSTOMERS, ["Deco Addict", "Azure"], "Azure Interior; Azure Shop"),
    ],
)
def test_what_does_not_fit_is_a_fault_in_words(field, value, word):
    answer = answered(field, value)
    assert answer.proposed == {}
    assert word in " ".join(answer.faults)


@pytest.mark.parametrize(
    "said",
    [
        '```json\n{"city": {"quote": "in Lyon", "value": "Lyon", "confidence": "high"}}\n```',
        '<think>?</think>{"city": {"quote": "in Lyon", "value": "Lyon", "confidence": "high"}}',
        "{'City': {'quote': 'in Lyon', 'value': 'Lyon', 'confidence': 'high',}}",
        '{"fields": {"city": {"quote": "in Lyon", "value": "Lyon", "confidence": "high"}}}',
        'Sure: {"city": {"quote": "in Lyon", "value": "Lyon", "confidence": "high"}',
    ],
)
def test_forms_of_an_answer(said):
    [proposed] = read(said, [CITY], SOURCE, lambda field: Names(), TODAY).proposed.values()
    assert (proposed.value, proposed.quote, proposed.confidence) == ("Lyon", "in Lyon", "high")


def test_a_bare_value_counts_with_nothing_to_show_for_it():
    [proposed] = read(
        '{"city": "Lyon"}', [CITY], SOURCE, lambda f: Names(), TODAY
    ).proposed.values()
    assert (proposed.value, proposed.quote, proposed.confidence) == ("Lyon", "", "low")


@pytest.mark.parametrize(
    "said", ["", "I cannot.", "[]", "{}", "42", '{"name": "Lyon"}', "{" * 5000]
)
def test_no_answer(said):
    answer = read(said, [CITY], SOURCE, lambda field: Names(), TODAY)
    assert answer.proposed == {}
    assert answer.faults == ["The answer is no JSON object with: city."]


def test_a_field_that_was_not_asked_for_is_not_there():
    said = json.dumps({"city": "Lyon", "user_id": 1, "active": False, "write": {"value": 1}})
    assert set(read(said, [CITY], SOURCE, lambda field: Names(), TODAY).proposed) == {"city"}


@pytest.mark.parametrize(
    ("quote", "said", "kept"),
    [
        ("it is URGENT", "high", ("it is URGENT", "high")),
        ("20 chairs", "medium", ("20 chairs", "medium")),
        ("20 chairs", 0.9, ("20 chairs", "high")),
        ("20 chairs", 30, ("20 chairs", "low")),
        ("20 chairs", "certain", ("20 chairs", "low")),
        ("made up words", "high", ("", "low")),
        ("", "high", ("", "low")),
        (None, "high", ("", "low")),
        (["x"], None, ("", "low")),
    ],
)
def test_sure_is_only_what_can_be_quoted(quote, said, kept):
    [proposed] = answered(CITY, "Lyon", quote=quote, confidence=said).proposed.values()
    assert (proposed.quote, proposed.confidence) == kept


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner),
    max_leaves=10,
)
FIELDS = [PRIORITY, CITY, NOTE, COUNT, PRICE, DUE, CALL, VIP, TEAM, TAGS, CUSTOMER, CUSTOMERS]


@given(st.dictionaries(st.sampled_from([f.name for f in FIELDS] + ["x"]), ANY, min_size=1))
def test_whatever_is_said_the_values_fit(said):
    answer = read(json.dumps(said), FIELDS, SOURCE, lambda field: Names(), TODAY)
    for name, proposed in answer.proposed.items():
        field = next(field for field in FIELDS if field.name == name)
        value = proposed.value
        if field.type == "many2many":
            known = {1, 2} if field is TAGS else {10, 11, 12}
            assert set(value) <= known
        elif field.choices is not None:
            assert value in field.choices.values()
        elif field.type == "many2one":
            assert value in (10, 11, 12)
        elif field.type == "char":
            assert len(value) <= 20


@given(st.text(max_size=300))
def test_whatever_is_said_nothing_is_raised(said):
    read(said, FIELDS, SOURCE, lambda field: Names(), TODAY)


LABELS = st.text(min_size=1, max_size=12)


@given(st.lists(st.tuples(st.text(min_size=1, max_size=5), LABELS), min_size=1, max_size=8,
                unique_by=lambda pair: pair[0]))  # fmt: skip
def test_each_choice_can_be_told_apart(selection):
    field = Field("s", "S", "selection", selection=tuple(selection))
    assert sorted(field.choices.values()) == sorted(value for value, _label in selection)


def test_the_schema_says_each_type():
    fields = [Field(f"f_{type_}", type_, type_, model="m", records=None,
                    selection=(("a", "A"),)) for type_ in TYPES]  # fmt: skip
    schema = of_answer(fields)
    assert schema["required"] == [field.name for field in fields]
    assert not schema["additionalProperties"]
    for field in fields:
        box = schema["properties"][field.name]
        assert list(box["properties"]) == ["quote", "value", "confidence"]
    with pytest.raises(ValueError, match="binary"):
        of_answer([Field("f", "F", "binary")])
