"""Arguments as models give them: what is put right, and what is a fault."""

from __future__ import annotations

import json
import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.coerce import coerce

from .toolbox import TODAY

TYPES = {
    "text": {"type": "string"},
    "count": {"type": "integer"},
    "amount": {"type": "number"},
    "paid": {"type": "boolean"},
    "on": {"type": "string", "format": "date"},
    "state": {"type": "string", "enum": ["draft", "posted", "à payer"]},
    "partner_id": {"type": "string", "minLength": 1, "x-model": "m", "x-also": ["customer"]},
    "tags": {"type": "array", "items": {"type": "string"}},
    "numbers": {"type": "array", "items": {"type": "number"}},
    "partners": {"type": "array", "items": {"type": "string", "minLength": 1, "x-model": "m"}},
    "line": {
        "type": "object",
        "properties": {"label": {"type": "string"}, "price": {"type": "number"}},
        "required": ["price"],
    },
}


def one(name, value, required=True):
    schema = {
        "type": "object",
        "properties": {name: TYPES[name]},
        "required": [name] if required else [],
    }
    return coerce(schema, {name: value}, TODAY)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("count", "12", 12),
        ("count", "12.0", 12),
        ("count", 12.0, 12),
        ("count", "1,200", 1200),
        ("count", "1.200", 1200),
        ("count", "two", 2),
        ("count", {"type": "integer", "value": 3}, 3),
        ("count", [3], 3),
        ("amount", "1.234,50", 1234.5),
        ("amount", "1,234.50", 1234.5),
        ("amount", "1 234,50 €", 1234.5),
        ("amount", "CHF 1'234.50", 1234.5),
        ("amount", "$5", 5),
        ("amount", "-€5", -5),
        ("amount", "1.234", 1.234),
        ("amount", "1.234.567", 1234567),
        ("amount", "0,125", 0.125),
        ("amount", 5, 5),
        ("paid", "yes", True),
        ("paid", "True", True),
        ("paid", "Non", False),
        ("paid", 0, False),
        ("on", "2026-01-31", "2026-01-31"),
        ("on", "2026-1-5", "2026-01-05"),
        ("on", "20260131", "2026-01-31"),
        ("on", "2026-01-31T10:00:00Z", "2026-01-31"),
        ("on", "31/01/2026", "2026-01-31"),
        ("on", "31.1.26", "2026-01-31"),
        ("on", "01/31/2026", "2026-01-31"),
        ("on", "today", "2026-03-15"),
        ("on", "gestern", "2026-03-14"),
        ("on", "aujourd’hui", "2026-03-15"),
        ("on", "January 31st, 2026", "2026-01-31"),
        ("on", "31 de enero de 2026", "2026-01-31"),
        ("on", "3 days ago", "2026-03-12"),
        ("on", "in 2 weeks", "2026-03-29"),
        ("on", "1 month ago", "2026-02-15"),
        ("on", "end of month", "2026-03-31"),
        ("on", "start of next quarter", "2026-04-01"),
        ("on", "end of last year", "2025-12-31"),
        ("state", "Posted", "posted"),
        ("state", "A PAYER", "à payer"),
        ("text", 12345, "12345"),
        ("text", " as it is ", " as it is "),
        ("partner_id", {"id": 7, "name": "Azure"}, "Azure"),
        ("partner_id", 7, "7"),
        ("tags", "a", ["a"]),
        ("tags", "a, b", ["a", "b"]),
        ("tags", '["a", "b"]', ["a", "b"]),
        ("numbers", 3, [3]),
        ("numbers", "1; 2,5", [1, 2.5]),
        ("numbers", ["1", "2,5"], [1, 2.5]),
        ("partners", "Azure Interior, Brandon", ["Azure Interior, Brandon"]),
        ("partners", [{"name": "A"}, {"name": "B"}], ["A", "B"]),
        ("line", '{"price": "3"}', {"price": 3}),
        ("line", {"Price": "3", "x": 1}, {"price": 3}),
    ],
)
def test_what_is_clear_is_put_right(name, value, expected):
    found = one(name, value)
    assert (found.arguments, found.faults) == ({name: expected}, ())


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("count", "12.5", "no whole number"),
        ("count", 12.5, "no whole number"),
        ("count", True, "no whole number"),
        ("count", "many", "no whole number"),
        ("count", [1, 2], "no whole number"),
        ("amount", "1k", "no number"),
        ("amount", "1 MIO", "no number"),
        ("amount", "12-15", "no number"),
        ("amount", "nan", "no number"),
        ("amount", float("inf"), "no number"),
        ("amount", "1.2.3", "no number"),
        ("amount", "1,23,45", "no number"),
        ("paid", "perhaps", "neither true nor false"),
        ("paid", 2, "neither true nor false"),
        ("on", "31/02/2026", "no date"),
        ("on", "soon", "no date"),
        ("on", "January 2026", "no date"),
        ("on", 20263101, "no date"),
        ("state", "open", "none of them: give one of"),
        ("text", True, "no text"),
        ("text", ["a", "b"], "no text"),
        ("partner_id", " ", "empty"),
        ("line", "3", "no object"),
        ("line", {"label": "x"}, "missing"),
        ("numbers", ["1", "x"], "no number"),
    ],
)
def test_what_is_not_clear_is_a_fault(name, value, why):
    found = one(name, value)
    assert len(found.faults) == 1
    assert why in found.faults[0]
    assert name in found.faults[0]


@pytest.mark.parametrize("value", [None, "", "null", "None", "N/A"])
@pytest.mark.parametrize("name", ["count", "amount", "paid", "on", "state", "partner_id"])
def test_nothing_for_an_optional_parameter_is_nothing(name, value):
    found = one(name, value, required=False)
    assert (found.arguments, found.faults) == ({}, ())


@pytest.mark.parametrize("value", ["Any", "???", "Nil", "\x1b"])
def test_an_odd_name_is_a_name(value):
    assert one("partner_id", value, required=False).arguments == {"partner_id": value}


def test_an_empty_text_is_a_text():
    assert one("text", "", required=False).arguments == {"text": ""}


SCHEMA = {
    "type": "object",
    "properties": {name: TYPES[name] for name in ("partner_id", "amount", "on")},
    "required": ["partner_id"],
}


@pytest.mark.parametrize(
    "arguments",
    [
        {"partner": "A"},
        {"partnerId": "A"},
        {"Partner Name": "A"},
        {"customer": "A"},
        {"customer_name": "A"},
        {"parter_id": "A"},
        {"query": "A"},  # the only unknown key for the only missing parameter
        {"arguments": {"partner_id": "A"}},
        {"name": "f", "parameters": '{"partner_id": "A"}'},
        {"type": "object", "properties": {"partner_id": "A"}},
        '{"partner_id": "A"}',
        "{'partner_id': 'A',}",
        [{"partner_id": "A"}],
        ["A"],
        {"partner_id": "A", "sort": "x", "amount": None, "on": ""},
    ],
)
def test_keys_and_shapes(arguments):
    found = coerce(SCHEMA, arguments, TODAY)
    assert (found.arguments, found.faults) == ({"partner_id": "A"}, ())


@pytest.mark.parametrize("arguments", [{}, None, [], {"partner_id": None}, {"arguments": {}}])
def test_what_is_missing_is_told(arguments):
    assert coerce(SCHEMA, arguments).faults == ('"partner_id" is missing: the name of a record.',)


@pytest.mark.parametrize("arguments", ["A", 3, ["A", 1, "today", 4], True])
def test_what_is_no_object_is_told(arguments):
    (fault,) = coerce(SCHEMA, arguments).faults
    assert fault.startswith("The arguments ")
    assert fault.endswith("are no object with: partner_id, amount, on.")


def test_unknown_keys_are_reported():
    notes = coerce(SCHEMA, {"partner_id": "A", **{f"zz{n}": n for n in range(9)}}).notes
    assert notes == (
        'Left out, because there are no such parameters: "zz0", "zz1", "zz2", "zz3", "zz4" '
        "and 4 more.",
    )


def test_a_key_is_not_taken_for_a_narrower_parameter():
    schema = {"type": "object", "properties": {"min_amount": {"type": "number"}}, "required": []}
    assert coerce(schema, {"amount": 3}).arguments == {}


def test_two_keys_for_one_parameter_do_not_compete():
    found = coerce(SCHEMA, {"partner": "B", "partner_id": "A"}, TODAY)
    assert found.arguments == {"partner_id": "A"}


def test_a_date_with_two_readings_is_reported():
    found = one("on", "02/03/2026")
    assert found.arguments == {"on": "2026-03-02"}
    assert found.notes == ('"on": "02/03/2026" was read as 2026-03-02, the day first.',)


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_number_that_cannot_be_written_is_no_trouble(name):
    one(name, 10**5000)


# Properties: any schema that a function's types give, and what is valid for it.

names = st.text(string.ascii_lowercase, min_size=1, max_size=8)
texts = st.text(max_size=30)
SIMPLE = st.sampled_from([{"type": "string"}, {"type": "integer"}, {"type": "number"}]) | (
    st.sampled_from(
        [{"type": "boolean"}, {"type": "string", "format": "date"}, TYPES["partner_id"]]
    )
    | st.lists(texts, min_size=1, max_size=4, unique=True).map(
        lambda values: {"type": "string", "enum": values}
    )
)


def _object(parts):
    return st.dictionaries(names, parts, max_size=4).flatmap(
        lambda properties: st.lists(st.sampled_from(sorted(properties) or [""]), unique=True).map(
            lambda required: {
                "type": "object",
                "properties": properties,
                "required": [name for name in required if name],
            }
        )
    )


SCHEMAS = _object(
    st.recursive(
        SIMPLE,
        lambda inner: inner.map(lambda items: {"type": "array", "items": items}) | _object(inner),
        max_leaves=6,
    )
)


def valid(schema):
    kind = schema["type"]
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if kind == "object":
        properties = {name: valid(part) for name, part in schema["properties"].items()}
        needed = {name: properties[name] for name in schema["required"]}
        return st.fixed_dictionaries(
            needed, optional={name: v for name, v in properties.items() if name not in needed}
        )
    if kind == "array":
        return st.lists(valid(schema["items"]), max_size=3)
    if schema.get("format") == "date":
        return st.dates(min_value=date(1000, 1, 1)).map(date.isoformat)
    if "x-model" in schema:
        return texts.filter(lambda text: text.strip() and text.lower() not in ("none", "null"))
    return {
        "string": texts,
        "integer": st.integers(),
        "number": st.integers() | st.floats(allow_nan=False, allow_infinity=False),
        "boolean": st.booleans(),
    }[kind]


@given(st.data())
def test_what_is_valid_stays_as_it_is(data):
    schema = data.draw(SCHEMAS)
    arguments = data.draw(valid(schema))
    found = coerce(schema, arguments, TODAY)
    assert found.faults == ()
    assert found.notes == ()
    assert json.dumps(found.arguments, sort_keys=True) == json.dumps(arguments, sort_keys=True)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | texts
    | st.sampled_from([10**400, "1" * 5000, "[" * 5000, "9999-99-99", "0000-00-00", "31/12/9999"])
    | st.sampled_from(["in 9999 years", "9999 years ago", "{'a': ", "\ud800", "1e999", "²"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            names | st.sampled_from(["value", "name", "arguments", "properties"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(SCHEMAS, json_values)
def test_nothing_raises_and_what_comes_out_is_coerced_already(schema, arguments):
    found = coerce(schema, arguments, TODAY)
    assert all(fault.endswith(".") and len(fault) < 2000 for fault in found.faults)
    if not found.faults:
        assert coerce(schema, found.arguments, TODAY).arguments == found.arguments


@given(st.data())
def test_faulty_parts_are_faults_whatever_they_are(data):
    schema = data.draw(SCHEMAS.filter(lambda schema: schema["properties"]))
    arguments = data.draw(st.fixed_dictionaries(dict.fromkeys(schema["properties"], json_values)))
    found = coerce(schema, arguments, TODAY)
    if not found.faults:
        assert set(schema["required"]) <= set(found.arguments)


@pytest.mark.parametrize(
    ("name", "echo"),
    [
        ("partner_id", "the name of a record"),
        ("on", "YYYY-MM-DD"),
        ("on", "a date, YYYY-MM-DD"),
        ("count", "a whole number"),
    ],
)
def test_what_was_told_of_a_value_is_none(name, echo):
    assert one(name, echo, required=False).arguments == {}
    assert "is missing" in one(name, echo).faults[0]
