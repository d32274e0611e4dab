"""The text layer of a PDF, read in a process of its own.

A PDF that somebody sent may take for ever or all memory there is. The process that reads it may do
neither; and it gives back what it used.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from .cutting import Page

SECONDS = 120
"""Of computing."""
MEGABYTES = 200
"""Of addresses (RLIMIT_AS), so of memory at most."""
MOST_PAGES = 1000
MOST_CHARACTERS = 5_000_000
SCAN_CHARACTERS = 20
"""Pages that have fewer on average are pictures of text."""


class UnreadablePdf(Exception):
    """``str()``: why, in words."""


def pages(content: bytes) -> list[Page]:
    """The pages that have text, by their numbers; none of a scan.

    :raise UnreadablePdf: damaged, encrypted, or more than the process may take
    """
    try:
        done = subprocess.run(
            [sys.executable, Path(__file__).with_name("pdf_process.py"), *map(str, _LIMITS)],
            input=content, capture_output=True, timeout=SECONDS * 2, check=False,
            env={"PYTHONPATH": ":".join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise UnreadablePdf("It takes too long to read.") from None
    if done.returncode:
        raise UnreadablePdf("It takes more time or memory to read than a document may.")
    answer = json.loads(done.stdout)
    if problem := answer.get("problem"):
        raise UnreadablePdf(problem)
    found = [Page(text, number) for number, text in answer["pages"] if text.strip()]
    written = sum(len("".join(page.text.split())) for page in found)
    return found if written >= SCAN_CHARACTERS * answer["count"] else []


_LIMITS = (SECONDS, MEGABYTES, MOST_PAGES, MOST_CHARACTERS)
