"""Stage 3: find the words that say what the value beside them is.

The phrases are the vocabulary's (one file per language); this file only finds them: longest phrase
first, on word boundaries, in squashed text. `find` is exact; `find_similar` forgives one misread
letter in six, at the start of a line, for the places where a misread label would cost a field.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache

from .folding import squash
from .vocabulary import LABELS

END = ""  # the key under which a node of the trie keeps the concepts of the phrase that ends there


@dataclass(frozen=True, slots=True)
class Hit:
    """Characters start:end of a text name these concepts."""

    concepts: frozenset[str]
    start: int
    end: int
    phrase: str
    exact: bool = True


def _build() -> dict:
    root: dict = {}
    for concept, phrases in LABELS.items():
        for phrase in phrases:
            node = root
            for char in squash(phrase)[0]:
                node = node.setdefault(char, {})
            known, _ = node.get(END, (frozenset(), ""))
            node[END] = (known | {concept}, phrase)
    return root


_TRIE = _build()


def _boundaries(text: str) -> list[bool]:
    """For each position 0…len: may a word begin (or end) here?"""
    marks = [True]
    for before, after in itertools.pairwise(text):
        marks.append(
            not (before.isalnum() and after.isalnum())
            or before.isdigit() != after.isdigit()
            or (before.islower() and after.isupper())
        )
    marks.append(True)
    return marks


def _few_look_alikes(written: str, phrase: str) -> bool:
    """At most one letter in four misread as a digit: "T0tal" is "total", "R18" is not "rib"."""
    digits = sum(c.isdigit() for c in written) - sum(c.isdigit() for c in phrase)
    return digits <= len(phrase) // 4


@lru_cache(maxsize=8192)
def find(text: str) -> tuple[Hit, ...]:
    """Every label in the text, left to right, none overlapping another."""
    squashed, where = squash(text)
    marks = _boundaries(text)
    hits: list[Hit] = []
    index = 0
    while index < len(squashed):
        if not marks[where[index]] or (index and where[index] == where[index - 1]):
            index += 1
            continue
        node, best, position = _TRIE, None, index
        while position < len(squashed) and (node := node.get(squashed[position])) is not None:
            position += 1
            if END in node and (
                position == len(squashed) or where[position] != where[position - 1]
            ):
                end = where[position - 1] + 1
                if marks[end] and _few_look_alikes(text[where[index] : end], node[END][1]):
                    best = (position, end, node[END])
        if best is None:
            index += 1
            continue
        index_after, end, (concepts, phrase) = best
        hits.append(Hit(concepts, where[index], end, phrase))
        index = index_after
    return tuple(hits)


@lru_cache(maxsize=2048)
def find_similar(text: str) -> tuple[Hit, ...]:
    """As `find`, but at the start a longer phrase with misread letters beats a short exact one.

    "Total Paydble" is "total payable", not "total".
    """
    exact = find(text)
    known = sum(c.isalnum() for c in exact[0].phrase) if exact and exact[0].start == 0 else 0
    if exact and not known and exact[0].start < 5:
        return exact
    squashed, where = squash(text[:60])
    if len(squashed) < max(5, known + 3) or not squashed[0].isalpha():
        return exact
    marks = _boundaries(text[:60])
    best: tuple[float, int, frozenset[str], str] | None = None
    stack = [(_TRIE.get(squashed[0]), 1, 1, 0)]  # node, read, depth, errors
    steps = 0
    while stack and steps < 4000:
        steps += 1
        node, read, depth, errors = stack.pop()
        if node is None:
            continue
        if END in node and depth >= 6 and errors <= min(depth // 6, 2):
            end = where[read - 1] + 1
            if read <= len(squashed) and marks[end]:
                concepts, phrase = node[END]
                score = depth - 3 * errors
                if best is None or score > best[0]:
                    best = (score, end, concepts, phrase)
        if errors <= 2 and read < len(squashed):
            child = node.get(squashed[read])
            if child is not None:
                stack.append((child, read + 1, depth + 1, errors))
        if errors < 2 and depth >= 2:
            if read < len(squashed):
                stack.append((node, read + 1, depth, errors + 1))
            for char, child in node.items():
                if char == END:
                    continue
                if read < len(squashed) and char != squashed[read]:
                    stack.append((child, read + 1, depth + 1, errors + 1))
                stack.append((child, read, depth + 1, errors + 1))
    if best is None or (known and best[0] < known + 2):
        return exact
    similar = Hit(best[2], 0, best[1], best[3], exact=False)
    return (similar, *(hit for hit in exact if hit.start >= similar.end))
