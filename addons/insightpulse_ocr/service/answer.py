"""The strict parser of what the OCR service answers.

What comes over the network is stored in the database and shown in browsers, so
nothing is believed: only known keys are kept, every value has a type, a range and
a maximum length, and the text is free of what PostgreSQL cannot store.
"""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

MAX_PAGES = 1_000
MAX_LINES = 50_000
MAX_LINE_LENGTH = 5_000
MAX_SIDE = 200_000  # pixels
MAX_COORDINATE = 1_000_000.0  # pixels; a polygon may stick out of its page a little
MAX_WARNINGS = 100
SOURCES = ("ocr", "text")
ENGINE_KEYS = ("name", "version", "weights", "tier", "licence")


class InvalidAnswer(ValueError):
    """The answer is not one of an OCR service; the message says where and why."""


def parse_reading(body: bytes) -> dict[str, Any]:
    """Return the checked, normalised reading of ``POST /v1/documents``.

    ``{engine: {name, version, weights, tier, licence}, seconds, warnings, pages:
    [{number, width, height, dpi, source, lines: [{text, confidence, polygon,
    source}]}]}``; polygons are 4 × 2, in pixels, origin top left.

    :raise InvalidAnswer: for anything else
    """
    answer = _object(_load(body), "answer")
    pages = _list(answer.get("pages"), "pages", MAX_PAGES)
    if not pages:
        raise InvalidAnswer("pages: empty")
    lines_left = MAX_LINES
    parsed_pages = []
    for index, page in enumerate(pages):
        where = f"pages[{index}]"
        parsed = _page(page, where, lines_left)
        if parsed["number"] != index + 1:
            raise InvalidAnswer(f"{where}.number: {parsed['number']} instead of {index + 1}")
        lines_left -= len(parsed["lines"])
        parsed_pages.append(parsed)
    return {
        "engine": _engine(answer.get("engine"), "engine"),
        "seconds": _number(answer.get("seconds"), "seconds", 0.0, 1e6),
        "warnings": [
            _text(warning, f"warnings[{index}]", 1_000)
            for index, warning in enumerate(
                _list(answer.get("warnings", []), "warnings", MAX_WARNINGS)
            )
        ],
        "pages": parsed_pages,
    }


def parse_engine(body: bytes) -> dict[str, str]:
    """Return the checked engine description of ``GET /version``.

    :raise InvalidAnswer: when it is none
    """
    answer = _object(_load(body), "answer")
    return _engine(answer.get("engine"), "engine")


def parse_health(body: bytes) -> dict[str, int]:
    """``{queue}`` of ``GET /health``: how many documents wait.

    :raise InvalidAnswer: when it is none
    """
    answer = _object(_load(body), "answer")
    return {"queue": _integer(answer.get("queue"), "queue", 0, 1_000_000)}


def parse_problem(body: bytes) -> tuple[str, str]:
    """``(code, detail)`` of an RFC 9457 problem; empty strings where there is none."""
    try:
        problem = _object(_load(body), "problem")
    except InvalidAnswer:
        return "", ""
    values = []
    for key in ("code", "detail"):
        value = problem.get(key)
        values.append(_storable(value[:1_000]) if isinstance(value, str) else "")
    return values[0], values[1]


def _load(body: bytes) -> object:
    try:
        return json.loads(body, parse_constant=_no_constant)
    except RecursionError:
        raise InvalidAnswer("nested too deeply") from None
    except ValueError as error:
        raise InvalidAnswer(f"not JSON: {error}") from error


def _no_constant(name: str) -> NoReturn:
    raise InvalidAnswer(f"{name} is not JSON")


def _page(value: object, where: str, lines_left: int) -> dict[str, Any]:
    page = _object(value, where)
    dpi = page.get("dpi")
    return {
        "number": _integer(page.get("number"), f"{where}.number", 1, MAX_PAGES),
        "width": _integer(page.get("width"), f"{where}.width", 1, MAX_SIDE),
        "height": _integer(page.get("height"), f"{where}.height", 1, MAX_SIDE),
        "dpi": None if dpi is None else _number(dpi, f"{where}.dpi", 1.0, 100_000.0),
        "source": _source(page.get("source"), f"{where}.source"),
        "lines": [
            _line(line, f"{where}.lines[{index}]")
            for index, line in enumerate(_list(page.get("lines"), f"{where}.lines", lines_left))
        ],
    }


def _line(value: object, where: str) -> dict[str, Any]:
    line = _object(value, where)
    polygon = _list(line.get("polygon"), f"{where}.polygon", 4)
    if len(polygon) != 4:
        raise InvalidAnswer(f"{where}.polygon: {len(polygon)} corners instead of 4")
    corners = []
    for index, corner in enumerate(polygon):
        pair = _list(corner, f"{where}.polygon[{index}]", 2)
        if len(pair) != 2:
            raise InvalidAnswer(f"{where}.polygon[{index}]: not a pair")
        corners.append(
            [
                _number(axis, f"{where}.polygon[{index}]", -MAX_COORDINATE, MAX_COORDINATE)
                for axis in pair
            ]
        )
    return {
        "text": _text(line.get("text"), f"{where}.text", MAX_LINE_LENGTH),
        "confidence": _number(line.get("confidence"), f"{where}.confidence", 0.0, 1.0),
        "polygon": corners,
        "source": _source(line.get("source"), f"{where}.source"),
    }


def _engine(value: object, where: str) -> dict[str, str]:
    engine = _object(value, where)
    return {key: _text(engine.get(key, ""), f"{where}.{key}", 200) for key in ENGINE_KEYS}


def _source(value: object, where: str) -> str:
    if not isinstance(value, str) or value not in SOURCES:
        raise InvalidAnswer(f"{where}: not one of {', '.join(SOURCES)}")
    return value


def _object(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidAnswer(f"{where}: not an object")
    return value


def _list(value: object, where: str, limit: int) -> list[Any]:
    if not isinstance(value, list):
        raise InvalidAnswer(f"{where}: not a list")
    if len(value) > limit:
        raise InvalidAnswer(f"{where}: {len(value)} elements, at most {limit} expected")
    return value


def _number(value: object, where: str, low: float, high: float) -> float:
    # A bool is an int in Python, and an int of 4,000 digits overflows a float.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidAnswer(f"{where}: not a number")
    if not low <= value <= high or math.isnan(value):
        raise InvalidAnswer(f"{where}: not between {low:g} and {high:g}")
    return float(value)


def _integer(value: object, where: str, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidAnswer(f"{where}: not a whole number")
    if not low <= value <= high:
        raise InvalidAnswer(f"{where}: not between {low} and {high}")
    return value


def _text(value: object, where: str, limit: int) -> str:
    if not isinstance(value, str):
        raise InvalidAnswer(f"{where}: not a text")
    if len(value) > limit:
        raise InvalidAnswer(f"{where}: longer than {limit} characters")
    return _storable(value)


def _storable(text: str) -> str:
    """``text`` without what PostgreSQL refuses: NUL, and halves of surrogate pairs."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text.encode("utf-8", "replace").decode("utf-8")
