"""Calls that a model writes into its text instead of making them: as JSON in any shape, in a fence,
in tags, in the marks of another model's template, as a Python call, or as the tool's bare name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any

from . import loose_json
from .toolbox import Toolbox

_NAMES = ("name", "tool", "tool_name", "function", "function_name", "action", "recipient_name")
_ARGUMENTS = (
    "arguments", "parameters", "params", "args", "kwargs", "action_input", "tool_input", "input",
)  # fmt: skip
_LISTS = ("tool_calls", "function_call", "tool_call", "call", "calls", "tools", "functions")
_ENVELOPE = {"id", "type", "index"}
_THOUGHTS = re.compile(
    r"<(think|thinking|reasoning)>(?P<thought>.*?)(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE
)
_THOUGHTS_END = re.compile(
    r"\A(?P<thought>.*)</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE
)
_ACTION = re.compile(r"Action:[ \t]*(?P<name>[^\n]+)\n\s*Action Input:", re.IGNORECASE)
_MADE_UP = re.compile(r"^\s*(?:Observation|Final Answer):", re.IGNORECASE | re.MULTILINE)
_NAMED_TAG = re.compile(r"<(?:function|tool|invoke)(?:=| name=)[\"']?(?P<name>[\w.:-]+)[\"']?>")
_PYTHON = re.compile(r"(?<![\w.])(?P<name>[A-Za-z_][\w.]{0,80})\(")
_PARAMETER = re.compile(
    r"<parameter(?:=| name=)[\"']?(?P<name>\w+)[\"']?>(?P<value>[^<]*)</parameter>"
)
_FENCE = re.compile(r"\s*(?:```\w*\s*)?\Z")
_LAST_WORD = re.compile(r"(?<![\w.])([\w.]{1,80})\Z")
_CLOSING = re.compile(r"\)")
_LONGEST_PYTHON, _MOST_PYTHON = 2000, 20
_LONGEST = 30_000


@dataclass(frozen=True)
class Written:
    """A call at ``start`` of the text, in the words ``raw``. Nothing of it is checked."""

    name: str
    arguments: Any
    start: int
    raw: str

    @property
    def end(self) -> int:
        return self.start + len(self.raw)


def without_thoughts(text: str) -> tuple[str, str]:
    """What is said, and what is thought: models that reason do it between tags, of which the first
    may be missing.

    >>> without_thoughts("<think>Hm.</think> Yes.")
    ('Yes.', 'Hm.')
    """
    thoughts: list[str] = []

    def take(match: re.Match[str]) -> str:
        thoughts.append(match["thought"])
        return ""

    said = _THOUGHTS_END.sub(take, _THOUGHTS.sub(take, text))
    return said.lstrip(), "\n".join(thoughts).strip()


def calls(text: str, toolbox: Toolbox, *, cut: bool = False) -> list[Written]:
    """In their order. ``cut``: the text was cut off, so what is not closed may miss anything.

    JSON counts as a call if it names a tool, or any name together with arguments; Python only if it
    names a tool.
    """
    text = text[:_LONGEST]
    found = _calls(text, toolbox, cut)
    if not found and '{\\"' in text:  # every quote escaped
        found = _calls(text.replace('\\"', '"'), toolbox, cut)
    return found


def _calls(text: str, toolbox: Toolbox, cut: bool) -> list[Written]:
    action = _ACTION.search(text)
    if action and (made_up := _MADE_UP.search(text, action.end())):
        text = text[: made_up.start()]
    found: list[Written] = []
    inside: list[tuple[int, int]] = []
    for json in loose_json.find(text):
        if cut and not json.closed:
            continue
        here = [*_of_json(json.value, toolbox)] or [*_named_before(text, json, toolbox)]
        if here:
            inside.append((json.start, json.end))
        raw = text[json.start : json.end]
        found += [Written(name, arguments, json.start, raw) for name, arguments in here]
    for written in [*_of_tags(text), *_of_python(text, toolbox)]:
        if not any(written.start < end and start < written.end for start, end in inside):
            found.append(written)
            inside.append((written.start, written.end))
    if not found and action:
        line = text[action.end() :].strip().partition("\n")[0]
        given = _python_arguments(f"f({line})", ()) or line
        found.append(Written(_trimmed(action["name"]), given, action.start(), line))
    if not found and (tool := _bare_name(text, toolbox)):
        found.append(Written(tool, {}, 0, text.strip()))
    return sorted(found, key=lambda written: written.start)


def announced(text: str, toolbox: Toolbox) -> str | None:
    """The tool that ``text`` speaks of by its technical name, which is no answer to a person."""
    for tool in toolbox:
        name = re.escape(tool.name)
        pattern = rf"(?<!\w){name}(?!\w)" if "_" in tool.name else rf"`{name}`"
        if re.search(pattern, text, re.IGNORECASE):
            return tool.name
    return None


def bare_arguments(text: str, toolbox: Toolbox) -> list[tuple[str, dict[str, Any]]]:
    """If all that is said is one object, perhaps as the arguments of no tool: the tools that have
    parameters of just these names, and no required one beside them."""
    value = loose_json.whole(_unfenced(text[:_LONGEST]))
    if isinstance(value, dict) and "tool" in value and not value["tool"]:
        value = value.get("arguments")
    if not isinstance(value, dict) or not value:
        return []
    return [
        (tool.name, value)
        for tool in toolbox
        if set(tool.parameters["required"]) <= set(value) <= set(tool.parameters["properties"])
    ]


def _unfenced(text: str) -> str:
    return re.sub(r"\A```\w*", "", text.strip()).removesuffix("```")


def _of_json(value: Any, toolbox: Toolbox, depth: int = 0) -> Iterator[tuple[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value:
            yield from _of_json(item, toolbox, depth + 1)
        return
    if not isinstance(value, dict):
        return
    for key in _LISTS:
        if isinstance(value.get(key), (list, dict)):
            yield from _of_json(value[key], toolbox, depth + 1)
            return
    if isinstance(value.get("function"), dict):
        yield from _of_json(value["function"], toolbox, depth + 1)
        return
    name_key = next((k for k in _NAMES if toolbox.named(value.get(k))), None)
    arguments_key = next((key for key in _ARGUMENTS if key in value), None)
    if name_key is None and len(value) == 1 and toolbox.named(key := str(next(iter(value)))):
        yield key, value[key]
    elif name_key is not None:
        beside = {k: v for k, v in value.items() if k != name_key and k not in _ENVELOPE}
        yield value[name_key], value[arguments_key] if arguments_key else beside
    elif arguments_key is not None and isinstance(value[arguments_key], (dict, str)):
        unknown = next((value[k] for k in _NAMES if isinstance(value.get(k), str)), "")
        if unknown and re.fullmatch(r"[\w.:/-]{1,80}", unknown):
            yield unknown, value[arguments_key]


def _named_before(text: str, json: loose_json.Found, toolbox: Toolbox) -> Iterator[tuple[str, Any]]:
    """``Action: name``, ``<function=name>``, or a tool's name, right before the arguments."""
    before = _FENCE.sub("", text[max(0, json.start - 300) : json.start])
    for pattern in (_ACTION, _NAMED_TAG):
        match = next((m for m in pattern.finditer(before) if m.end() == len(before)), None)
        if match:
            yield _trimmed(match["name"]), json.value
            return
    last = _LAST_WORD.search(before.rstrip(" \n\t`:("))
    if last and toolbox.named(last.group(1)) and isinstance(json.value, dict):
        yield last.group(1), json.value


def _trimmed(name: str) -> str:
    return name.strip(" `\"'*")


def _of_tags(text: str) -> Iterator[Written]:
    """``<function=name>`` with a ``<parameter=…>`` for each argument."""
    tags = [*islice(_NAMED_TAG.finditer(text), _MOST_PYTHON)]
    for tag, following in zip_longest(tags, tags[1:]):
        end = following.start() if following else len(text)
        given = {
            match["name"]: match["value"].strip()
            for match in _PARAMETER.finditer(text, tag.end(), end)
        }
        if given:
            yield Written(tag["name"], given, tag.start(), text[tag.start() : end])


def _of_python(text: str, toolbox: Toolbox) -> Iterator[Written]:
    matches = (match for match in _PYTHON.finditer(text) if toolbox.named(match["name"]))
    for match in islice(matches, _MOST_PYTHON):
        tool = toolbox.named(match["name"])
        names = list(tool.parameters["properties"]) if tool else []
        closing = _CLOSING.finditer(text, match.end(), match.end() + _LONGEST_PYTHON)
        for end in (found.end() for found in islice(closing, _MOST_PYTHON)):
            raw = text[match.start() : end]
            arguments = _python_arguments(raw, names)
            if arguments is not None:
                yield Written(match["name"], arguments, match.start(), raw)
                break


def _python_arguments(source: str, names: Sequence[str]) -> dict[str, Any] | None:
    """Only literals; nothing is evaluated."""
    try:
        call = ast.parse(source, mode="eval").body
        if not isinstance(call, ast.Call):
            return None
        values = [ast.literal_eval(argument) for argument in call.args]
        named = {k.arg: ast.literal_eval(k.value) for k in call.keywords if k.arg}
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return None
    if len(values) == 1 and isinstance(values[0], dict):
        return {**values[0], **named}
    return {**dict(zip(names, values)), **named}


def _bare_name(text: str, toolbox: Toolbox) -> str | None:
    name = text.strip("`*\"'.:()[]<>/| \n")
    return name if len(name) <= 80 and "\n" not in name and toolbox.named(name) else None
