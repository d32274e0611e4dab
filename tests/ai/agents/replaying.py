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
from .playing import CHOICE, TOOLS, plain, play, same, same_arguments
from .toolbox import TODAY, Directory, Tools

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
    played = play(case, mode, server, provider, model)
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
    (wanted,) = [*run.task.get("called", ()), *run.task.get("proposed", ())]
    if tool is None or tool.name not in wanted:
        return False
    coerced = coerce(tool.parameters, said["arguments"], TODAY)
    if coerced.faults or coerced.arguments != said["arguments"]:
        return False
    resolved = resolve(tool.parameters, coerced.arguments, Directory())
    given = _without_harmless({tool.name: plain(resolved.arguments)}, run)[tool.name]
    return not (resolved.faults or resolved.questions) and same_arguments(wanted[tool.name], given)


def _without_harmless(call: dict[str, Any], run: Recorded) -> dict[str, Any]:
    wanted = {
        key
        for one in (*run.task.get("called", ()), *run.task.get("proposed", ()))
        for arguments in one.values()
        for key in arguments
    }
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
