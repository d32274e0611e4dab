"""From a function's types to the schema of its parameters, and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypedDict

import pytest

from agents import Also, Record, Reference, Tool, Toolbox, tool
from agents.schema import of_function, shown, to_python
from agents.tool import declared


class Line(TypedDict):
    label: str
    price: float
    quantity: int | None


class Options(TypedDict, total=False):
    draft: bool


Partner = Annotated[Record, Reference("res.partner")]


def of(hint: Any) -> Any:
    def function(value):
        pass

    function.__annotations__ = {"value": hint}
    return of_function(function)


@pytest.mark.parametrize(
    ("hint", "schema"),
    [
        (str, {"type": "string"}),
        (int, {"type": "integer"}),
        (float, {"type": "number"}),
        (bool, {"type": "boolean"}),
        (date, {"type": "string", "format": "date"}),
        (Literal["a", "b"], {"type": "string", "enum": ["a", "b"]}),
        (list[int], {"type": "array", "items": {"type": "integer"}}),
        (Annotated[str, "a word"], {"type": "string", "description": "a word"}),
        (Annotated[str, Also("w", "x")], {"type": "string", "x-also": ["w", "x"]}),
        (Partner, {"type": "string", "minLength": 1, "x-model": "res.partner"}),
        (
            list[Partner],
            {
                "type": "array",
                "items": {"type": "string", "minLength": 1, "x-model": "res.partner"},
            },
        ),
        (
            Line,
            {
                "type": "object",
                "properties": {
                    "label": {"type": "string"},
                    "price": {"type": "number"},
                    "quantity": {"type": "integer"},
                },
                "required": ["label", "price"],
                "additionalProperties": False,
            },
        ),
        (
            Options,
            {
                "type": "object",
                "properties": {"draft": {"type": "boolean"}},
                "required": [],
                "additionalProperties": False,
            },
        ),
    ],
)
def test_each_type_has_its_schema(hint, schema):
    assert of(hint) == {
        "type": "object",
        "properties": {"value": schema},
        "required": ["value"],
        "additionalProperties": False,
    }


@pytest.mark.parametrize("hint", [int | None, Annotated[int | None, "perhaps"]])
def test_what_may_be_none_is_not_required(hint):
    assert of(hint)["required"] == []


def test_what_has_a_default_is_not_required():
    def function(a: int, b: int = 3, c: int | None = None):
        pass

    schema = of_function(function)
    assert schema["required"] == ["a"]
    assert schema["properties"]["b"] == {"type": "integer", "default": 3}
    assert schema["properties"]["c"] == {"type": "integer"}


@pytest.mark.parametrize(
    "hint", [Decimal, dict, int | str, Record, Literal[1, 2], list[Decimal], Any, bytes]
)
def test_a_type_that_cannot_be_told_is_refused_with_its_place(hint):
    with pytest.raises(TypeError, match="function: value"):
        of(hint)


def test_a_parameter_without_a_type_is_refused():
    with pytest.raises(TypeError, match="the parameter value needs a type"):
        of_function(lambda value: None)


def test_arguments_without_names_are_refused():
    def function(*values: int):
        pass

    with pytest.raises(TypeError, match=r"\*values cannot be told"):
        of_function(function)


def test_our_own_keys_are_not_shown():
    schema = of(Annotated[list[Partner], Also("x"), "those"])
    assert shown(schema)["properties"]["value"] == {
        "type": "array",
        "items": {"type": "string", "minLength": 1},
        "description": "those",
    }


def test_back_to_types():
    record = Record("res.partner", 1, "A")
    schema = {
        "type": "object",
        "properties": {
            "on": {"type": "string", "format": "date"},
            "all": {"type": "array", "items": {"type": "string", "format": "date"}},
            "who": {"type": "string", "x-model": "res.partner"},
            "text": {"type": "string"},
        },
    }
    given = {"on": "2026-01-31", "all": ["2026-02-01"], "who": record, "text": "2026-01-31"}
    assert to_python(schema, given) == {
        "on": date(2026, 1, 31),
        "all": [date(2026, 2, 1)],
        "who": record,
        "text": "2026-01-31",
    }


@tool(kind="read", synonyms="turnover")
def sales(year: int) -> int:
    """Sales of
    a year.

    More, for developers.
    """
    return year * 2


def test_a_tool_is_named_and_described_by_its_function():
    found = declared(sales)
    assert (found.name, found.description, found.kind) == ("sales", "Sales of a year.", "read")
    assert found.run({"year": 4}) == 8
    assert sales(4) == 8  # it stays a function


def test_a_tool_has_to_be_described():
    with pytest.raises(ValueError, match="describe what it does"):
        tool()(lambda: None)


def test_a_function_that_is_no_tool_is_refused():
    with pytest.raises(TypeError, match="is no tool"):
        Toolbox(of)


def test_two_tools_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two tools are called 'Sales'"):
        Toolbox(sales, Tool("Sales", "the same", {}))


@pytest.mark.parametrize("name", ["sales", "SALES", "functions.sales", "tools/sales", "ns:Sales"])
def test_a_tool_is_found_in_any_spelling(name):
    assert Toolbox(sales).named(name).name == "sales"


@pytest.mark.parametrize("name", ["sale", "", None, 3, {}, "sales.other"])
def test_another_name_is_no_tool(name):
    assert Toolbox(sales).named(name) is None
