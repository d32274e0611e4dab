"""Which few tools a question is about: small models choose well among five, badly among twenty."""

from __future__ import annotations

from collections.abc import Iterable

from .folding import words
from .tool import Tool

_COMMON = {
    "a", "all", "an", "and", "are", "at", "by", "did", "do", "does", "for", "from", "give", "has",
    "have", "how", "in", "is", "it", "me", "my", "of", "on", "or", "our", "please", "show",
    "that", "the", "their", "them", "there", "this", "to", "us", "was", "we", "were", "what",
    "which", "who", "with", "you", "your",
}  # fmt: skip
_WEIGHTS = {"name": 3, "synonyms": 3, "description": 1}


def relevant(question: str, tools: Iterable[Tool], most: int = 5) -> list[Tool]:
    """The ``most`` tools that share most words with the question, those that share most first.

    A word counts more in a name or a synonym than in a description, and the more, the fewer tools
    have it. Where there are not enough, the first of the others fill up.
    """
    every = list(tools)
    asked = _stems(question)
    held = [{part: _stems(getattr(tool, part)) for part in _WEIGHTS} for tool in every]
    having = {
        word: sum(any(word in part for part in parts.values()) for parts in held) for word in asked
    }

    def score(index: int) -> float:
        return sum(
            max((w for part, w in _WEIGHTS.items() if word in held[index][part]), default=0)
            / having[word]
            for word in asked
            if having[word]
        )

    best = sorted(range(len(every)), key=lambda index: (-score(index), index))[:most]
    return [every[index] for index in best]


def touches(question: str, tools: Iterable[Tool]) -> bool:
    """Whether a word of ``question`` is one of a tool's name or synonyms."""
    asked = _stems(question)
    return any(asked & _stems(f"{tool.name} {tool.synonyms}") for tool in tools)


def _stems(text: str) -> set[str]:
    """The first six letters, without a plural's s: enough that ``invoiced`` finds ``invoices``."""
    return {_stem(word) for word in words(text) if word not in _COMMON and len(word) > 1}


def _stem(word: str) -> str:
    return (word[:-1] if len(word) > 3 and word.endswith("s") else word)[:6]
