"""What the real small model answered, played again by the scripted server, to agents as they are.

Right is a run in which exactly what the task needs is called, or proposed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from agents.coerce import coerce
from agents.resolve import resolve
from providers import Provider

from ...product.llm_scripted import ScriptedServer, reason, say
from . import recording
from .playing import CHOICE, TOOLS, Played, plain, play, same, same_arguments
from .toolbox import NAMES, TODAY, Directory, Tools

# What may be given without need, because it changes nothing: set down before the first recording.
HARMLESS = {"on": "2026-03-15", "min_amount": 0, "limit": 10}


@dataclass(frozen=True)
class Recorded:
    """One run of the real model. ``task``: as in ``tasks.yaml``."""

    way: str
    task: dict[str, Any]
    temperature: float
    seed: int
    answers: tuple[dict[str, Any], ...]

    @property
    def name(self) -> str:
        return f"{self.way}, {self.temperature}, {self.seed}: {self.task['question']}"


def recorded(way: str) -> list[Recorded]:
    path = recording.FOLDER / f"{way}.json"
    tasks = {task["question"]: task for task in recording.tasks()}
    return [
        Recorded(way, tasks[r["question"]], r["temperature"], r["seed"], tuple(r["answers"]))
        for r in json.loads(path.read_text(encoding="utf-8"))["recordings"]
    ]


def comes_right(
    run: Recorded, mode: str, server: ScriptedServer, provider: Provider, model: str
) -> bool:
    """Whether an agent in ``mode`` does what the task needs when it is answered so."""
    case = {
        "question": run.task["question"],
        "says": [[say(answer["says"]), reason(answer["reason"])] for answer in run.answers],
    }
    return _is_right(play(case, mode, server, provider, model), run)


def comes_right_asked_again(
    run: Recorded, server: ScriptedServer, provider: Provider, model: str
) -> bool:
    """Whether small-model mode loses nothing by the first answer: what it asks then is answered
    as it is asked, by the right choice or, if it asks for a tool's arguments alone, by these."""
    first = [say(run.answers[0]["says"]), reason(run.answers[0]["reason"])]
    [(tool, arguments)] = _wanted(run.task).items()
    arguments = {key: _by_name(value) for key, value in arguments.items()}
    for again in ({tool: arguments}, json.dumps(arguments, ensure_ascii=False)):
        case = {"question": run.task["question"], "says": [first, again]}
        played = play(case, CHOICE, server, provider, model)
        if _is_right(played, run):
            return True
    return False


def _by_name(value: Any) -> Any:
    """A record, which a task has by its id, as a model says it."""
    if isinstance(value, list):
        return [_by_name(one) for one in value]
    found = [names[value] for names in NAMES.values() if value in names]
    return found[0] if found else value


def _wanted(task: dict[str, Any]) -> dict[str, Any]:
    (one,) = [*task.get("called", ()), *task.get("proposed", ())]
    return one


def _is_right(played: Played, run: Recorded) -> bool:
    return all(
        same(run.task.get(what, []), [_without_harmless(one, run) for one in getattr(played, what)])
        for what in ("called", "proposed")
    )


def is_right_to_the_letter(run: Recorded) -> bool:
    """Whether the first answer is the call in the form that was asked for, as a harness that puts
    nothing right would have it; names may be any that a search finds."""
    try:
        said = json.loads(run.answers[0]["says"])
    except ValueError:
        return False
    if not isinstance(said, dict) or set(said) != {"name", "arguments"}:
        return False
    tool = next((t for t in Tools().toolbox() if t.name == said["name"]), None)
    wanted = _wanted(run.task)
    if tool is None or tool.name not in wanted:
        return False
    coerced = coerce(tool.parameters, said["arguments"], TODAY)
    if coerced.faults or coerced.arguments != said["arguments"]:
        return False
    resolved = resolve(tool.parameters, coerced.arguments, Directory())
    given = _without_harmless({tool.name: plain(resolved.arguments)}, run)[tool.name]
    return not (resolved.faults or resolved.questions) and same_arguments(wanted[tool.name], given)


def _without_harmless(call: dict[str, Any], run: Recorded) -> dict[str, Any]:
    [wanted] = _wanted(run.task).values()
    return {
        name: {
            key: value
            for key, value in arguments.items()
            if key in wanted or value is None or HARMLESS.get(key) != value
        }
        for name, arguments in call.items()
    }


HARNESSES = (
    ("a harness that puts nothing right", None),
    ("an agent without small-model mode", TOOLS),
    ("an agent in small-model mode", CHOICE),
)
