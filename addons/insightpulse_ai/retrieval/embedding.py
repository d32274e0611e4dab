"""What is embedded: some models want to be told whether a text asks or answers."""

from __future__ import annotations

import math
from collections.abc import Sequence

# model family: before a question, before a passage; as their model cards say
PREFIXES = {
    "nomic-embed": ("search_query: ", "search_document: "),
    "multilingual-e5": ("query: ", "passage: "),
    "e5-": ("query: ", "passage: "),
    "mxbai-embed": ("Represent this sentence for searching relevant passages: ", ""),
    "snowflake-arctic-embed": ("Represent this sentence for searching relevant passages: ", ""),
}


def of_question(model: str, question: str) -> str:
    """
    >>> of_question("nomic-embed-text:latest", "Who pays?")
    'search_query: Who pays?'
    """
    return _prefixes(model)[0] + question


def of_passage(model: str, label: str, heading: str, text: str) -> str:
    """
    >>> of_passage("all-minilm", "Handbook", "Leave", "Ask your manager.")
    'Handbook\\nLeave\\nAsk your manager.'
    """
    return _prefixes(model)[1] + "\n".join(filter(None, (label, heading, text)))


def _prefixes(model: str) -> tuple[str, str]:
    name = model.rsplit("/", 1)[-1].lower()
    for family, prefixes in PREFIXES.items():
        if name.startswith(family):
            return prefixes
    return "", ""


def normalised(vector: Sequence[float]) -> list[float] | None:
    """``vector`` with length 1; ``None`` for one that has no direction.

    >>> normalised([3, 4]), normalised([0, 0])
    ([0.6, 0.8], None)
    """
    length = math.sqrt(math.fsum(number * number for number in vector))
    return [number / length for number in vector] if 0 < length < math.inf else None
