"""The reader agrees with Odoo's, whatever the bytes, and knows where everything stands."""

from __future__ import annotations

import ast
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from manifests import manifest
from tests.manifests.properties import LITERALS, NEW_LINES, relaxed

PATH = Path("my_module/__manifest__.py")


def as_odoo_reads(source: bytes) -> object:
    """What odoo/modules/module.py makes of a file: the text, then ast.literal_eval."""
    return ast.literal_eval(source.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n"))


@relaxed
@given(st.dictionaries(st.text(), LITERALS, max_size=6), NEW_LINES, st.text(" \t", max_size=3))
def test_values_are_those_that_odoo_reads(values, new_line, indent):
    lines = [f"    {key!r}:  {value!r},  # {key!a} é" for key, value in values.items()]
    source = indent + new_line.join(["{", *lines, "}"])
    parsed = manifest.parse(PATH, source.encode())
    assert parsed.unreadable is None
    assert parsed.values == as_odoo_reads(source.encode()) == values


@relaxed
@given(st.dictionaries(st.text(), LITERALS, max_size=6), NEW_LINES, st.text(" \t", max_size=3))
def test_every_key_and_value_is_where_it_says(values, new_line, indent):
    lines = [f"    {key!r}:  {value!r},  # é" for key, value in values.items()]
    parsed = manifest.parse(PATH, (indent + new_line.join(["{", *lines, "}"])).encode())
    for number, (entry, (key, value)) in enumerate(zip(parsed.entries, values.items()), 2):
        assert entry.key_node.lineno == number
        assert parsed.written(entry.key_node) == repr(key).encode()
        assert parsed.written(entry.value_node).strip(b"()") in repr(value).encode()
        assert ast.literal_eval(parsed.written(entry.value_node).decode()) == value


@relaxed
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail(source):
    parsed = manifest.parse(PATH, source)
    if parsed.unreadable:
        assert parsed.unreadable.line >= 1
        assert parsed.values == {}


@relaxed
@given(st.text("{}[]()'\"\\,:abc#*+-1 \n\t\ufeff", max_size=60))
def test_what_odoo_cannot_read_is_refused_and_nothing_else(text):
    try:
        value = ast.literal_eval(text)
    except Exception:
        value = None
    parsed = manifest.parse(PATH, text.encode())
    assert (parsed.unreadable is None) == isinstance(value, dict)


def test_the_line_of_what_is_no_literal_is_that_of_the_part():
    source = b"{\n 'data': [\n  'a',\n  ('b', open('c')),\n ],\n}"
    parsed = manifest.parse(PATH, source)
    assert parsed.unreadable is not None
    assert parsed.unreadable.line == 4
    assert "a call" in parsed.unreadable.message


def test_of_a_key_that_is_there_twice_the_last_counts():
    parsed = manifest.parse(PATH, b"{'name': 'A',\n'name': 'B'}")
    assert parsed.text("name") == "B"
    assert parsed.line("name") == 2
    assert len(parsed.entries) == 2
