import pytest

from ocr_service.engine import DETECTION_AREA, detection_side


@pytest.mark.parametrize(
    ("width", "height", "side"),
    [
        (1654, 2339, 960),  # A4
        (2339, 1654, 960),
        (500, 500, 960),
        (932, 2679, 960),  # a usual receipt
        (1000, 8000, 2560),  # a long one: 320 pixels wide
        (8000, 1000, 2560),
    ],
)
def test_text_is_found_on_a_copy_that_keeps_slender_pages_readable(width, height, side):
    assert detection_side(width, height) == side


@pytest.mark.parametrize("height", [1, 100, 1000, 10_000, 1_000_000])
def test_the_copy_of_a_slender_page_stays_within_the_area(height):
    side = detection_side(100, height)
    slenderness = max(100, height) / min(100, height)
    assert side == 960 or side * side / slenderness <= DETECTION_AREA * 1.01
