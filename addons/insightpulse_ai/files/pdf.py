"""The text layer of a PDF, read by a child: what a hostile one does is done to that."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .refused import Refused
from .texts import cleaned

_CHILD = Path(__file__).with_name("pdf_child.py")
_WORDS = {
    "locked": "The PDF is locked with a password: save it without one.",
    "missing": "PDFs cannot be read here: the Python package pypdf is not installed.",
}
_BROKEN = "The PDF is broken, or too complicated: print it to a new PDF, and try that."
SCAN_CHARACTERS = 20
"""Pages that have fewer on average are pictures of text, perhaps stamped."""


@dataclass(frozen=True)
class Bounds:
    """What the child may take: ``cpu_seconds``, and ``seconds`` by the clock; ``megabytes`` of
    addresses, so of memory at most; and what of the document is read."""

    cpu_seconds: int
    seconds: float
    megabytes: int
    pages: int
    characters: int


# somebody waits for it, and a model is told some thousand characters
QUESTION = Bounds(cpu_seconds=8, seconds=15, megabytes=200, pages=30, characters=120_000)
# a job, for documents of any length
SOURCE = Bounds(cpu_seconds=120, seconds=240, megabytes=200, pages=1000, characters=5_000_000)


@dataclass(frozen=True)
class PdfText:
    """``texts`` of the first pages, in their order, of ``pages`` that there are."""

    texts: tuple[str, ...]
    pages: int

    @property
    def pages_read(self) -> int:
        return len(self.texts)

    @property
    def text(self) -> str:
        return cleaned("\n\n".join(self.texts))

    @property
    def is_scan(self) -> bool:
        written = sum(len("".join(text.split())) for text in self.texts)
        return written < SCAN_CHARACTERS * self.pages_read


def pdf_text(data: bytes, bounds: Bounds = QUESTION) -> PdfText:
    """
    :raise Refused: where it is locked, broken, or takes more time or memory than it may
    """
    limits = (bounds.cpu_seconds, bounds.megabytes, bounds.pages, bounds.characters)
    try:
        done = subprocess.run(
            [sys.executable, "-I", _CHILD, *map(str, limits)],
            input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=bounds.seconds, check=False, env={"LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise Refused(_BROKEN) from None
    if problem := answer.get("problem"):
        raise Refused(_WORDS.get(problem, _BROKEN))
    return PdfText(tuple(answer["texts"]), answer["pages"])
