"""Pages that lie on their side or upside down, noticed from how they were read.

PaddleOCR turns a tall line by 90° counter-clockwise before it reads it. So a page that was turned
clockwise is read well, but its lines are tall; one turned the other way, or upside down, is read
with a confidence near 0.65 where an upright page has 0.97 (4 documents × 4 turns). That separates
the four cases without a classifier: an upright page costs nothing, a turned one a second reading.
"""

from __future__ import annotations

from collections.abc import Callable
from math import dist
from typing import TYPE_CHECKING

from .lines import Line

if TYPE_CHECKING:
    import numpy as np

UPRIGHT_CONFIDENCE = 0.8
TALL = 1.5  # height / width of a line that stands
FEWEST_CHARACTERS = 12  # below it nothing is concluded


def read_upright(
    read: Callable[[np.ndarray], list[Line]], image: np.ndarray
) -> tuple[list[Line], int]:
    """Lines in the pixels of the upright page, and the degrees clockwise that `image` was turned
    to make it so (0, 90, 180 or 270)."""
    import numpy as np

    best, turned = read(image), 0
    for degrees in candidates(best):
        lines = read(np.ascontiguousarray(np.rot90(image, k=-degrees // 90)))
        if confidence(lines) > confidence(best) or (stands(best) and not stands(lines)):
            best, turned = lines, degrees
        if confidence(best) >= UPRIGHT_CONFIDENCE and not stands(best):
            break
    return best, turned


def candidates(lines: list[Line]) -> list[int]:
    """Turns worth trying, in degrees clockwise, the likely one first."""
    if sum(len(line["text"]) for line in lines) < FEWEST_CHARACTERS:
        return []
    good = confidence(lines) >= UPRIGHT_CONFIDENCE
    if stands(lines):
        return [270] if good else [90, 270]
    return [] if good else [180]


def confidence(lines: list[Line]) -> float:
    """Mean confidence of a character, 0 to 1."""
    characters = sum(len(line["text"]) for line in lines)
    total = sum(len(line["text"]) * line["confidence"] for line in lines)
    return total / max(characters, 1)


def stands(lines: list[Line]) -> bool:
    """Most of the text is in lines that are taller than wide."""
    tall = wide = 0
    for line in lines:
        length = len(line["text"])
        if length >= 3:  # a short word may be as tall as wide
            top_left, top_right, _, bottom_left = line["polygon"]
            if dist(top_left, bottom_left) > TALL * dist(top_left, top_right):
                tall += length
            else:
                wide += length
    return tall > wide
