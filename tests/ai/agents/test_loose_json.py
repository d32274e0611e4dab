"""JSON as models write it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.loose_json import find, whole

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda number: round(number, 3))
    | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
).filter(lambda value: isinstance(value, (dict, list)))
plain = st.text(st.characters(exclude_characters="{[", exclude_categories=["Cs"]), max_size=20)


@given(plain, values, plain)
def test_real_json_is_found_as_it_is_with_any_text_around(before, value, after):
    text = json.dumps(value)
    first = next(find(before + text + after))
    assert first.value == value
    assert (first.start, first.end) == (len(before), len(before) + len(text))
    assert first.closed


words = st.text("abc '", min_size=1, max_size=6).map(str.strip).filter(bool)
records = st.dictionaries(words, st.none() | st.booleans() | st.integers(0, 99) | words, max_size=3)


@given(records)
def test_python_is_read_as_well(value):
    assert whole(repr(value)) == value
    assert whole(repr(value).replace("}", ",}") if value else "{}") == value


@given(st.text(st.sampled_from("{}[]\"':,\\ nN1.e-/*“”\n"), max_size=60) | st.text(max_size=60))
def test_nothing_raises_and_places_are_in_order(text):
    at = 0
    for found in find(text):
        assert at <= found.start < found.end <= len(text)
        at = found.end


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{'a': 'O'Brien & Sons', 'b': 1}", {"a": "O'Brien & Sons", "b": 1}),
        ('{"a": "say "yes" now"}', {"a": 'say "yes" now'}),
        ("{a: True, b: None, c: yes}", {"a": True, "b": None, "c": "yes"}),
        ("{“a”: “b”}", {"a": "b"}),
        ('{"a": 1, /* one */ "b": 2, // two\n}', {"a": 1, "b": 2}),
        ("{'a': 'one\ntwo', 'b': 'caf\\u00e9 \\n'}", {"a": "one\ntwo", "b": "café \n"}),
        ('{"url": "https://example.com/a",}', {"url": "https://example.com/a"}),
        ("[1, 2.5, -3, 1e3, 007x]", [1, 2.5, -3, 1000.0, "007x"]),
        ('{"a": {"b": [1, {"c": 2', {"a": {"b": [1, {"c": 2}]}}),
    ],
)
def test_what_models_write(text, value):
    assert whole(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", "plain", "{", "{'a'", "{'a': 'b", '{"a" "b"}', "{a}", "{{}: 1}", "{'a': }"),
        *("[" * 5000, "{" * 5000, "[{" * 5000, "{'a':" * 5000),
    ],
)
def test_what_is_none(text):
    assert whole(text) in (None, {})


def test_what_lacks_its_end_says_so():
    assert [found.closed for found in find('{"a": 1} {"a": [1')] == [True, False]
