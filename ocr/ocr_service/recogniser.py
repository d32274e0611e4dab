"""The child process that touches documents: decodes, renders, reads text layers, recognises.

It is a process and not a thread, because a thread that decodes a hostile file for ever cannot be
stopped, and because a crash in native code then costs one document and not the service. It also
gets its own malloc settings (`memory.MALLOC`), which are read when a process starts.

It answers requests, one JSON object a line on standard input, in order, one line on standard
output each. One document is open at a time:

    {"open": PATH}   → {"pages": N, "kind": "pdf"}   or {"problem": {"code": …, "detail": …}}
    {"page": INDEX}  → {"page": {…}, "warnings": […], "memory": {…}} or {"problem": …}
    {"close": true}  → {}
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import signal
import sys
import traceback
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from . import memory
from .lines import Line
from .orientation import read_upright
from .pages import Document, Page, open_document
from .problems import Problem
from .settings import Settings

Message = dict[str, Any]

log = logging.getLogger("ocr_service.recogniser")


class Recogniser:
    def __init__(self, settings: Settings):
        from .engine import Engine

        self._settings = settings
        self._engine = Engine(settings.tier, settings.model_cache)
        self._opened = ExitStack()
        self._document: Document | None = None
        self._warm()

    def _warm(self) -> None:
        """The first run of a model allocates and compiles: not at a user's expense."""
        import cv2
        import numpy as np

        sample = np.full((96, 320, 3), 255, np.uint8)
        cv2.putText(sample, "Total 12.00", (10, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 2)
        self._engine.read(sample)

    def answer(self, request: Message) -> Message:
        try:
            if "open" in request:
                return self._open(Path(request["open"]))
            if "page" in request:
                return self._page(request["page"])
            self._close()
            return {}
        except Problem as problem:
            return {"problem": {"code": problem.code, "detail": problem.detail}}
        except Exception as error:  # one document must not end the process
            # The message may quote the document; where it happened is enough.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("%s while reading\n%s", type(error).__name__, where)
            detail = f"The page could not be read ({type(error).__name__})."
            return {"problem": {"code": "internal", "detail": detail}}

    def _open(self, path: Path) -> Message:
        self._close()
        self._document = self._opened.enter_context(open_document(path, self._settings))
        return {"pages": self._document.count, "kind": self._document.kind}

    def _close(self) -> None:
        self._document = None
        self._opened.close()

    def _page(self, index: int) -> Message:
        assert self._document is not None, "a page is asked for before a document is opened"
        memory.reset_peak()
        page = self._document.page(index)
        result, warnings = self._read(page, index)
        del page
        usage = {"resident": memory.resident(), "peak": memory.peak()}
        return {"page": result, "warnings": warnings, "memory": usage}

    def _read(self, page: Page, index: int) -> tuple[Message, list[str]]:
        source, rotation = "text", 0
        if page.lines is None:
            assert page.image is not None
            source = "ocr"
            rows, columns = page.image.shape[:2]
            page.lines, rotation = read_upright(self._engine.read, page.image)
            if rotation in (90, 270):
                page.width, page.height = page.height, page.width
                rows, columns = columns, rows
            if rotation:
                page.warnings.append(f"Page {index + 1} was turned by {rotation}° clockwise.")
            if (columns, rows) != (page.width, page.height):
                stretch(page.lines, page.width / columns, page.height / rows)
        result = {
            "number": index + 1,
            "width": page.width,
            "height": page.height,
            "dpi": page.dpi,
            "rotation": rotation,
            "source": source,
            "lines": page.lines,
        }
        return result, page.warnings


def stretch(lines: list[Line], x: float, y: float) -> None:
    for line in lines:
        line["polygon"] = [[round(px * x, 1), round(py * y, 1)] for px, py in line["polygon"]]


def die_with_parent() -> None:
    """Also when the parent is killed outright while a page is being read (Linux only)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def main() -> None:
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the group; the parent decides
    # Libraries may print: what they print must not get among the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")

    settings = json.loads(sys.stdin.readline())
    settings["model_cache"] = Path(settings["model_cache"])
    recogniser = Recogniser(Settings(**settings))

    def send(message: Message) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    send({"ready": True, "memory": {"resident": memory.resident(), "peak": memory.peak()}})
    for line in sys.stdin:
        send(recogniser.answer(json.loads(line)))


if __name__ == "__main__":
    main()
