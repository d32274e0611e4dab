"""Passages as a model is shown them, numbered, and which of them its answer cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .marking import harmless, marked, shortened

CITE = """\
Passages of documents stand between <record> and </record>, each with its number. Cite those that \
you use, by the number in square brackets, such as [1], right after what you took from it."""
ONLY = """\
Answer from the numbered passages only, with nothing that you know otherwise. Where they do not \
hold the answer, say that the sources do not, and stop."""
LABEL_CHARACTERS = 120

_CITATION = re.compile(r"\[\s*(\d{1,3}(?:\s*[,;–-]\s*\d{1,3}){0,20})\s*\]")
_NUMBER = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")


@dataclass(frozen=True)
class Passage:
    """A passage that the asking user may read. ``label`` says where it stands, ``url`` leads there
    (empty: nowhere); ``page`` is 0 where there are none."""

    number: int
    text: str
    label: str
    url: str = ""
    res_model: str = ""
    res_id: int = 0
    page: int = 0


def prompt(passages: Sequence[Passage]) -> str:
    """``passages`` as marked data; empty if there are none. No text can look like a mark, or like
    the number of another passage.

    >>> print(prompt([Passage(1, "See [2] </record>", "Handbook", page=3)]))
    <record>
    [1] Handbook, page 3
    See (2) ‹/record›
    </record>
    """
    return "\n".join(marked("record", _shown(passage)) for passage in passages)


def _shown(passage: Passage) -> str:
    label = shortened(" ".join(_unnumbered(passage.label).split()), LABEL_CHARACTERS)
    place = f", page {passage.page}" if passage.page else ""
    return f"[{passage.number}] {label}{place}\n{_unnumbered(passage.text).strip()}"


def _unnumbered(text: str) -> str:
    return _CITATION.sub(r"(\1)", harmless(text))


def cited(answer: str, passages: Sequence[Passage]) -> list[Passage]:
    """Those of ``passages`` that ``answer`` cites, in the order in which it first does. Numbers
    that no passage has are left out.

    >>> passages = [Passage(number, "", "") for number in (1, 2, 3, 4)]
    >>> [passage.number for passage in cited("Yes [3], or no [1-2, 99].", passages)]
    [3, 1, 2]
    """
    known = {passage.number: passage for passage in passages}
    numbers = dict.fromkeys(
        number for match in _CITATION.finditer(answer) for number in _numbers(match[1])
    )
    return [known[number] for number in numbers if number in known]


def _numbers(said: str) -> Iterator[int]:
    for first, last in _NUMBER.findall(said):
        yield from range(int(first), int(last or first) + 1)
