"""The decision is tested with a reader that behaves as PaddleOCR was measured to."""

import numpy as np
import pytest

from ocr_service.orientation import candidates, read_upright

UPRIGHT = np.zeros((40, 30, 3), np.uint8)
UPRIGHT[0, 0] = 255  # tells which way up it is


def line(tall: bool, confidence: float) -> dict:
    width, height = (10, 100) if tall else (100, 10)
    polygon = [[0, 0], [width, 0], [width, height], [0, height]]
    return {"text": "Total amount due", "confidence": confidence, "polygon": polygon}


class Reader:
    """Reads well what is upright or turned clockwise, badly the rest; counts its readings."""

    def __init__(self):
        self.readings = 0

    def __call__(self, image):
        self.readings += 1
        corners = (image[0, 0], image[0, -1], image[-1, -1], image[-1, 0])
        clockwise = next(turn for turn, corner in enumerate(corners) if corner.any())
        return [line(tall=clockwise in (1, 3), confidence=0.97 if clockwise in (0, 1) else 0.65)]


@pytest.mark.parametrize(
    ("turned", "corrected_by", "readings"), [(0, 0, 1), (90, 270, 2), (180, 180, 2), (270, 90, 2)]
)
def test_a_page_is_read_upright_however_it_lies(turned, corrected_by, readings):
    reader = Reader()
    lines, rotation = read_upright(reader, np.rot90(UPRIGHT, k=-turned // 90))
    assert rotation == corrected_by
    assert lines == [line(tall=False, confidence=0.97)]
    assert reader.readings == readings


def test_a_poor_photo_keeps_its_first_reading_when_turning_does_not_help():
    lines, rotation = read_upright(lambda image: [line(False, 0.7)], UPRIGHT)
    assert (lines, rotation) == ([line(False, 0.7)], 0)


@pytest.mark.parametrize("lines", [[], [{**line(True, 0.5), "text": "12"}]])
def test_nothing_is_concluded_from_a_few_letters(lines):
    assert candidates(lines) == []
