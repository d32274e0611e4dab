"""A line of text, as every part of the service passes it on and as callers get it."""

from __future__ import annotations

from typing import TypedDict


class Line(TypedDict):
    text: str
    confidence: float  # 0 to 1
    polygon: list[list[float]]  # 4 × (x, y): top left, top right, bottom right, bottom left
    source: str  # "ocr" or "text"
