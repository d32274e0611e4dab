"""Where a text is cut: overlapping slices that end where a paragraph or a sentence does."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

MOST = 800
OVERLAP = 120

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)|[。！？]")
_WORD = re.compile(r"\S(?=\s)")
_START = re.compile(r"\S")


def spans(text: str, most: int = MOST, overlap: int = OVERLAP) -> list[tuple[int, int]]:
    """``(start, end)`` of slices of at most ``most`` characters, in order. Together they hold
    everything but white space; one that begins in the middle of a paragraph repeats up to
    ``overlap`` characters of the one before.

    >>> text = "The cat sat. The dog ran away. Nobody came."
    >>> [text[start:end] for start, end in spans(text, most=32, overlap=15)]
    ['The cat sat. The dog ran away.', 'dog ran away. Nobody came.']

    :raise ValueError: an overlap of half a slice or more, which might not come to an end
    """
    if not 0 <= overlap < most // 2:
        raise ValueError(f"overlap={overlap} must be less than half of most={most}")
    paragraphs = [match.start() for match in _PARAGRAPH.finditer(text)]
    sentences = [match.end() for match in _SENTENCE.finditer(text)]
    words = [match.end() for match in _WORD.finditer(text)]
    found = []
    start, whole = _next_start(text, 0), len(text.rstrip())
    while start < whole:
        end = whole
        in_paragraph = False
        if whole - start > most:
            first, last = start + most // 2, start + most
            end = (
                _last(paragraphs, first, last)
                or _last(sentences, first, last)
                or _last(words, first, last)
                or last
            )
            in_paragraph = not _last(paragraphs, end - 1, end)
        end = start + len(text[start:end].rstrip())
        found.append((start, end))
        if in_paragraph:
            start = _repeated(text, sentences, words, end - overlap, end)
        else:
            start = _next_start(text, end)
    return found


def _last(places: list[int], first: int, last: int) -> int:
    """The last of ``places`` after ``first`` and up to ``last``; 0 if there is none."""
    at = bisect_right(places, last) - 1
    return places[at] if at >= 0 and places[at] > first else 0


def _repeated(text: str, sentences: list[int], words: list[int], first: int, end: int) -> int:
    """Where the next slice starts: at a sentence, else a word, from ``first`` to ``end``."""
    for places in (sentences, words):
        at = bisect_left(places, first)
        if at < len(places) and places[at] < end:
            return min(_next_start(text, places[at]), end)
    return _next_start(text, end)


def _next_start(text: str, place: int) -> int:
    match = _START.search(text, place)
    return match.start() if match else len(text)
