"""One case of ``small_models.yaml``, played by the scripted server over HTTP, through a driver."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from agents import Agent, Answered, Asked, Event, Proposed, Record
from providers import Cancel, Deadline, Message, Provider

from ...product.llm_scripted import ScriptedServer, call, reason, say
from . import recording
from .toolbox import TODAY, Directory, Tools

SYSTEM = "You are the assistant of an accountant. Today is 2026-03-15, a Sunday."


def cases(name: str) -> list[dict[str, Any]]:
    """Each with its ``source``: ``recorded``, ``adapted`` or ``written``."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [_with_recorded(case) for case in yaml.safe_load(text)]


def _with_recorded(case: dict[str, Any]) -> dict[str, Any]:
    """The recorded answer is put before what the case says after it."""
    if "recorded" not in case:
        return {"source": "written", **case}
    question, answer = recording.found(**case["recorded"])
    said = answer["says"]
    for old, new in case.get("replaced", ()):
        if old not in said:
            raise ValueError(f"{case['name']}: {old!r} is not in what was recorded")
        said = said.replace(old, new)
    first = [say(said), reason("length")] if answer["reason"] == "length" else said
    adapted = "replaced" in case or case.get("question", question) != question
    found = {"source": "adapted" if adapted else "recorded", "question": question, **case}
    return {**found, "says": [first, *case.get("says", ())]}


CASES, WRITTEN = cases("small_models.yaml"), cases("written.yaml")
HELD_OUT = cases("held_out.yaml")
CHOICE, TOOLS = MODES = ("choice", "tools")
MOST_TOOLS = 5
DEFAULTS = {"compare": False, "limit": 10, "priority": "normale"}
Calls = list[dict[str, dict[str, Any]]]


@dataclass
class Played:
    """``faults``: how it differs from what should come of it, one line each."""

    called: Calls
    proposed: Calls
    events: list[Event]
    asked_model: int
    faults: list[str] = field(default_factory=list)


def plays(case: dict[str, Any], mode: str) -> bool:
    return case.get("only", mode) == mode


def play(
    case: dict[str, Any], mode: str, server: ScriptedServer, provider: Provider, model: str
) -> Played:
    small = mode == CHOICE
    says = case.get("chooses", case["says"]) if small else case["says"]
    server.reset()
    server.script(*map(_chosen if small else _reply, says), *([[say("Done.")]] * 10))
    tools = Tools()
    agent = Agent(provider, model, tools.toolbox(), Directory(), small=small)
    messages = [Message("system", SYSTEM), Message("user", case["question"])]
    deadline = Deadline(connect=2, idle=10, total=20)
    events = list(agent.run(messages, today=TODAY, deadline=deadline, cancel=Cancel()))
    sent = server.sent()
    played = Played(
        called=[{name: plain(arguments)} for name, arguments in tools.executed],
        proposed=[{e.tool: plain(e.arguments)} for e in events if isinstance(e, Proposed)],
        events=events,
        asked_model=len(sent),
    )
    played.faults = _faults(case, played, sent)
    if played.asked_model < len(says):
        played.faults.append(f"the model was asked {played.asked_model} times only")
    if small:
        played.faults += _offered_otherwise(sent)
    return played


def _faults(case: dict[str, Any], played: Played, sent: list[Any]) -> list[str]:
    faults = []
    for what in ("called", "proposed"):
        expected, found = case.get(what, []), getattr(played, what)
        if not same(expected, found):
            faults.append(f"{what} {found} instead of {expected}")
    end = played.events[-1]
    asked = [record.name for record in end.candidates] if isinstance(end, Asked) else []
    if asked != case.get("asked", []):
        faults.append(f"asked {asked} instead of {case.get('asked', [])}")
    if "asked" not in case and not isinstance(end, Answered):
        faults.append(f"ended by {end}")
    told = json.dumps([m for body in sent[1:] for m in body["messages"][2:]], ensure_ascii=False)
    untold = [word for word in case.get("told", []) if word not in told]
    faults += [f"the model was not told {word!r}" for word in untold]
    answer = end.text if isinstance(end, Answered) else ""
    if case.get("unsaid") and (case["unsaid"] in answer or case["unsaid"] in str(sent[-1])):
        faults.append(f"{case['unsaid']!r} is in the answer, or was said to the model again")
    return faults


def _offered_otherwise(sent: list[Any]) -> list[str]:
    """Where it was no choice among a few by a schema."""
    faults = []
    for number, body in enumerate(sent):
        if body.get("tools"):
            faults.append(f"request {number} offers tools in the protocol's way")
        schema = _schema(body)
        if number == 0 and not schema:
            faults.append("the first request has no schema")
        few = offered(schema)[:-1]
        if (number == 0 and not few) or len(few) > MOST_TOOLS:
            faults.append(f"request {number} offers {len(few)} tools")
    return faults


def offered(schema: dict[str, Any]) -> list[str]:
    """The names among which a schema allows the choice."""
    calls = schema.get("properties", {}).get("call", {}).get("anyOf", [])
    return [name for call in calls for name in call["properties"]["tool"]["enum"]]


def _schema(body: dict[str, Any]) -> dict[str, Any]:
    found = body.get("format") or body.get("response_format", {}).get("json_schema", {})
    return found.get("schema", found)


def same(expected: Calls, found: Calls) -> bool:
    return len(expected) == len(found) and all(
        one.keys() == other.keys() and all(same_arguments(one[name], other[name]) for name in one)
        for one, other in zip(expected, found)
    )


def same_arguments(expected: dict[str, Any], found: dict[str, Any]) -> bool:
    """A function also sees its defaults, which a case does not repeat."""
    return expected.keys() <= found.keys() and all(
        value == expected.get(name, DEFAULTS.get(name)) for name, value in found.items()
    )


def _reply(said: Any) -> list[dict[str, Any]]:
    if isinstance(said, list):  # steps already
        return said
    if isinstance(said, str):
        return [say(said)]
    return [call(name, arguments) for name, arguments in said.items()]


def _chosen(said: Any) -> list[dict[str, Any]]:
    """A call as the choice that it is under the schema."""
    if isinstance(said, (str, list)):
        return _reply(said)
    ((name, arguments),) = said.items()
    return [say(json.dumps({"tool": name, "arguments": arguments}, ensure_ascii=False))]


def plain(value: Any) -> Any:
    """As the case has it: a record is its id, a date its text."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, Record):
        return value.id
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
