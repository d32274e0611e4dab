"""What a model has said → an answer, or that a person has to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from odoo.addons.insightpulse_ai.agents import loose_json
from odoo.addons.insightpulse_ai.agents.written import without_thoughts
from odoo.addons.insightpulse_ai.context.marks import shortened

ANSWER_CHARACTERS = 2000


@dataclass(frozen=True)
class Reply:
    """``answer`` is empty where ``handover``."""

    answer: str
    handover: bool


def read(said: str) -> Reply:
    """Never raises, whatever a model has ``said``. What cannot be read is no answer.

    >>> read('{"answer": "At nine [1].", "handover": "no"}')
    Reply(answer='At nine [1].', handover=False)
    >>> read('{"answer": "I do not know.", "handover": "yes"}'), read("At nine.")
    (Reply(answer='', handover=True), Reply(answer='', handover=True))
    """
    text, _thought = without_thoughts(said)
    for found in loose_json.find(text):
        if isinstance(found.value, dict) and "answer" in found.value:
            return _reply(found.value)
    return Reply("", True)


def _reply(value: dict[str, Any]) -> Reply:
    answer = value["answer"] if isinstance(value["answer"], str) else ""
    answer = "".join(c if c.isprintable() or c == "\n" else " " for c in answer).strip()
    handover = str(value.get("handover", "no")).strip().lower() not in ("no", "false", "none")
    if handover or not answer:
        return Reply("", True)
    return Reply(shortened(answer, ANSWER_CHARACTERS), False)
