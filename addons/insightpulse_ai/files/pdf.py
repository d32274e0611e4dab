"""The text layer of a PDF, read by a child: what a hostile one does is done to that."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .refused import Refused
from .texts import cleaned

SECONDS = 15
_CHILD = Path(__file__).with_name("pdf_child.py")
_WORDS = {
    "locked": "The PDF is locked with a password: save it without one.",
    "missing": "PDFs cannot be read here: the Python package pypdf is not installed.",
}
_BROKEN = "The PDF is broken, or too complicated: print it to a new PDF, and try that."


@dataclass(frozen=True)
class PdfText:
    """``text`` of the first ``read`` of ``pages`` pages; empty where they are images."""

    text: str
    pages: int
    read: int


def pdf_text(data: bytes, *, seconds: float = SECONDS) -> PdfText:
    """Takes up to ``seconds``.

    :raise Refused: where it is locked, broken, or takes too much time or memory
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", _CHILD],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
            env={"LC_ALL": "C.UTF-8"},
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise Refused(_BROKEN) from None
    if problem := answer.get("problem"):
        raise Refused(_WORDS.get(problem, _BROKEN))
    return PdfText(cleaned(answer["text"]), answer["pages"], answer["read"])
