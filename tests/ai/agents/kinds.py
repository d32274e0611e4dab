"""What is wrong with an answer that should have been a call: the kinds, told from its text alone.

An answer may be of several kinds. What is held against it is the form that was asked for, and what
the task would have had it call.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from agents import Toolbox, loose_json, written
from agents.coerce import coerce
from agents.folding import folded
from agents.schema import told
from agents.tool import Tool

_REPEATED = 3
_SCHEMA_WORDS = re.compile(r'"(?:properties|description|type|format|enum|required)"\s*:')


def kinds(answer: dict[str, Any], task: dict[str, Any], toolbox: Toolbox) -> list[str]:
    """``answer``: as recorded; empty if nothing is wrong with its form and its tool."""
    return list(dict.fromkeys(_kinds(answer["says"], answer["reason"], task, toolbox)))


def _kinds(said: str, reason: str, task: dict[str, Any], toolbox: Toolbox) -> Iterator[str]:
    if reason == "length":
        yield "cut off"
    if _repeats(said):
        yield "says the same for ever"
    found = list(loose_json.find(said))
    calls = written.calls(said, toolbox)
    if not calls and (not found or not found[0].closed) and said.lstrip()[:1] == "{":
        yield "JSON without an end"
        if _SCHEMA_WORDS.search(said):
            yield "the schema given back"
        return
    if not found and not calls:
        yield "prose that names a tool" if written.announced(said, toolbox) else "prose"
        return
    if said.strip()[:1] != "{" or not found or said[found[0].end :].strip():
        yield "a call or JSON within a text" if calls else "JSON within a text"
    if not _valid(said):
        yield "JSON that does not parse"
    if _SCHEMA_WORDS.search(said):
        yield "the schema given back"
    if any(loose_json.whole(said) == {} or not found.value for found in found):
        yield "an empty object"
    if not calls:
        yield "JSON that is no call"
    if len(calls) > 1:
        yield "several calls"
    for call in calls:
        yield from _of_call(call, task, toolbox)


def _of_call(call: written.Written, task: dict[str, Any], toolbox: Toolbox) -> Iterator[str]:
    right = [name for one in (*task.get("called", ()), *task.get("proposed", ())) for name in one]
    tool = toolbox.named(call.name)
    if tool is None:
        yield "a tool that is made up"
        return
    if call.name != tool.name:
        yield "another spelling of the tool"
    if tool.name not in right:
        yield "another tool than the right one"
    yield from _of_arguments(call.arguments, tool)


def _of_arguments(given: Any, tool: Tool) -> Iterator[str]:
    if not isinstance(given, dict):
        yield "arguments that are no object"
        return
    properties = tool.parameters["properties"]
    if any(isinstance(value, dict) for value in given.values()):
        yield "arguments nested"
    if set(given) - set(properties):
        yield "a parameter that is made up"
    if set(tool.parameters["required"]) - set(given):
        yield "an argument missing"
    for name, value in given.items():
        schema = properties.get(name, {})
        if isinstance(value, str) and schema.get("type") in ("number", "integer", "boolean"):
            yield "a number as text"
        if isinstance(value, str) and folded(value) in (folded(told(schema)), name):
            yield "the description of a value for the value"
        if isinstance(value, str) and "x-model" in schema and value.strip().isdecimal():
            yield "an id for a name"
    if coerce(tool.parameters, given).faults:
        yield "arguments that cannot be put right"


def _repeats(said: str) -> bool:
    """Whether eight words in a row stand there three times."""
    words = said.split()
    rows = [tuple(words[i : i + 8]) for i in range(len(words) - 7)]
    return any(rows.count(row) >= _REPEATED for row in rows)


def _valid(said: str) -> bool:
    try:
        json.loads(said)
    except ValueError:
        return False
    return True
