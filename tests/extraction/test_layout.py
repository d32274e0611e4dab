import math

from extraction import document, extract, layout

from .page import line, response, values
from .test_invoices import GERMAN


def turned(answer, degrees):
    """The same answer, scanned at an angle."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    for page in answer["pages"]:
        for entry in page["lines"]:
            entry["polygon"] = [[x * cos - y * sin, x * sin + y * cos] for x, y in entry["polygon"]]
    return answer


def test_a_turned_scan_reads_like_a_straight_one():
    straight = values(extract(response(GERMAN)))
    for degrees in (-3, -1, 1, 2.5):
        assert values(extract(turned(response(GERMAN), degrees))) == straight


def test_cells_of_one_printed_row_stay_together_in_reading_order():
    answer = {"pages": [{"number": 1, "width": 900, "height": 900, "lines": [
        line("12.00", 700, 104), line("Total", 100, 100), line("below", 100, 140),
    ]}]}  # fmt: skip
    (page,) = document.read(answer).pages
    assert [row.text for row in layout.rows(page)] == ["Total 12.00", "below"]


def test_polygons_are_the_services_own_pixels():
    (field,) = [
        f for n, f in extract(turned(response(GERMAN), 2)).fields.items() if n == "supplier_name"
    ]
    first = turned(response(GERMAN), 2)["pages"][0]["lines"][0]["polygon"]
    assert [list(point) for point in field.polygon] == first
