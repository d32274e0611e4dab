"""Draw a page as text: a row is a string, its cells are two blanks or more apart."""

from __future__ import annotations

import re
from typing import Any

CHAR_WIDTH, LINE_HEIGHT, ROW_STEP = 12.0, 24.0, 36.0  # pixels


def response(*pages: str, confidence: float = 0.99) -> dict[str, Any]:
    """The service's answer for pages drawn as text; an empty row is an empty line on the page."""
    return {
        "engine": {"name": "drawn"},
        "pages": [_page(number, page, confidence) for number, page in enumerate(pages, start=1)],
        "seconds": 0.0,
        "warnings": [],
    }


def _page(number: int, drawing: str, confidence: float) -> dict[str, Any]:
    lines = []
    for row, text in enumerate(drawing.strip("\n").splitlines()):
        for cell in re.finditer(r"\S+(?: \S+)*", text):
            left, right = 60 + cell.start() * CHAR_WIDTH, 60 + cell.end() * CHAR_WIDTH
            top = 60 + row * ROW_STEP
            lines.append(line(cell.group(), left, top, right - left, confidence=confidence))
    return {
        "number": number,
        "width": 1654,
        "height": 2339,
        "dpi": 200.0,
        "source": "ocr",
        "lines": lines,
    }


def line(
    text: str,
    left: float,
    top: float,
    width: float | None = None,
    height: float = LINE_HEIGHT,
    confidence: float = 0.99,
) -> dict[str, Any]:
    """One line of the wire format."""
    right, bottom = left + (width or len(text) * CHAR_WIDTH), top + height
    return {
        "text": text,
        "confidence": confidence,
        "polygon": [[left, top], [right, top], [right, bottom], [left, bottom]],
        "source": "ocr",
    }


def values(extraction) -> dict[str, str]:
    """The fields' values alone."""
    return {name: field.value for name, field in extraction.fields.items()}
