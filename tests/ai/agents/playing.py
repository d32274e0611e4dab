"""One case of ``small_models.yaml``, played by the scripted server over HTTP, through a driver."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from agents import Agent, Answered, Asked, Event, Proposed, Record
from providers import Cancel, Deadline, Message, Provider

from ...product.llm_scripted import ScriptedServer, call, say
from .toolbox import TODAY, Directory, Tools

SYSTEM = "You are the assistant of an accountant. Today is 2026-03-15, a Sunday."


def cases(name: str) -> list[dict[str, Any]]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    return found


CASES, HELD_OUT = cases("small_models.yaml"), cases("held_out.yaml")
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


def play(case: dict[str, Any], server: ScriptedServer, provider: Provider, model: str) -> Played:
    server.reset()
    server.script(*map(_reply, case["says"]), *([[say("Done.")]] * 10))
    tools = Tools()
    agent = Agent(provider, model, tools.toolbox(), Directory(), small=case["mode"] == "choice")
    messages = [Message("system", SYSTEM), Message("user", case["question"])]
    deadline = Deadline(connect=2, idle=10, total=20)
    events = list(agent.run(messages, today=TODAY, deadline=deadline, cancel=Cancel()))
    sent = server.sent()
    played = Played(
        called=[{name: _plain(arguments)} for name, arguments in tools.executed],
        proposed=[{e.tool: _plain(e.arguments)} for e in events if isinstance(e, Proposed)],
        events=events,
        asked_model=len(sent),
    )
    played.faults = [*_faults(case, played, sent)]
    return played


def _faults(case: dict[str, Any], played: Played, sent: list[Any]) -> list[str]:
    faults = []
    for what in ("called", "proposed"):
        expected, found = case.get(what, []), getattr(played, what)
        if not _same(expected, found):
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
    if played.asked_model < len(case["says"]):
        faults.append(f"the model was asked {played.asked_model} times only")
    return faults


def _same(expected: Calls, found: Calls) -> bool:
    return len(expected) == len(found) and all(
        one.keys() == other.keys() and all(_same_arguments(one[name], other[name]) for name in one)
        for one, other in zip(expected, found)
    )


def _same_arguments(expected: dict[str, Any], found: dict[str, Any]) -> bool:
    """A function also sees its defaults, which a case does not repeat."""
    return expected.keys() <= found.keys() and all(
        value == expected.get(name, DEFAULTS.get(name)) for name, value in found.items()
    )


def _reply(said: Any) -> list[dict[str, Any]]:
    if isinstance(said, str):
        return [say(said)]
    return [call(name, arguments) for name, arguments in said.items()]


def _plain(value: Any) -> Any:
    """As the case has it: a record is its id, a date its text."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, Record):
        return value.id
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
