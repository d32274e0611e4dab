"""Running an agent on a script, for the tests of the run."""

from __future__ import annotations

from typing import Any

from agents import Agent, Event, Limits, Record
from providers import Cancel, Deadline, Message, Provider

from ...product.llm_scripted import call, say
from ...product.llm_scripted.script import Step
from ..conftest import MODEL
from .toolbox import TODAY, Directory, Tools

OVERDUE = call("overdue_invoices", {"partner": "Azure Interior"})
CHECK_VAT = call("check_vat_online", {"vat": "BE0477472701"})


def run(
    provider: Provider,
    question: str = "What does Azure Interior owe us?",
    *,
    tools: Tools | None = None,
    small: bool = False,
    limits: Limits | None = None,
    before: tuple[Message, ...] = (),
    known: tuple[Record, ...] = (),
    cancel: Cancel | None = None,
    asked: str = "",
) -> list[Event]:
    agent = Agent(
        provider,
        MODEL,
        (tools or Tools()).toolbox(),
        Directory(),
        small=small,
        limits=limits or Limits(),
    )
    return list(
        agent.run(
            [*before, Message("user", question)],
            today=TODAY,
            deadline=Deadline(connect=2, idle=60, total=120),
            cancel=cancel or Cancel(),
            known=known,
            question=asked,
        )
    )


def of(kind: type, events: list[Event]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def kinds(events: list[Event]) -> list[str]:
    """Their classes' names, pieces of text left out."""
    return [name for event in events if (name := type(event).__name__) != "Delta"]


def sent_texts(server: Any) -> list[list[str]]:
    """For each chat, the texts of what was sent."""
    return [[message.get("content", "") for message in body["messages"]] for body in server.sent()]


def replies(*steps: Step | str) -> list[list[Step]]:
    return [[say(step) if isinstance(step, str) else step] for step in steps]
