"""Line items of the tables that bills and tills print."""

import pytest

from extraction import extract

from .page import response

HEAD = "MELUR SDN BHD\n12 JALAN MAWAR\nDate 05/03/2018\n"


def lines(drawing):
    found = extract(response(HEAD + drawing)).lines
    return [(i.description, i.quantity, i.unit_price, i.tax_percent, i.subtotal) for i in found]


CASES = {
    "numbers under the description": (
        """
Description        Qty      Price      Amount
MEE KUNING SEGAR
                   10       10.00      100.00
KACANG TANAH
                    1       36.80       36.80
Total                                  136.80
""",
        [
            ("MEE KUNING SEGAR", "10", "10.00", None, "100.00"),
            ("KACANG TANAH", "1", "36.80", None, "36.80"),
        ],
    ),
    "description under the code": (
        """
Item               Qty      S/Price    Amount     Tax
1432                1       2.12       2.12       SR
RUBBER MAT 60 (PAIR)
100135              4       8.00      32.00       SR
WIRE 2.5 (RED)
Total Qty:          5                 34.12
""",
        [
            ("RUBBER MAT 60 (PAIR)", "1", "2.12", None, "2.12"),
            ("WIRE 2.5 (RED)", "4", "8.00", None, "32.00"),
        ],
    ),
    "quantity inside the description": (
        """
QTY ITEM                                TOTAL
1 Ayam Bun                              9.50
2 Fish Ball                               10.90
Dine In Total (incl GST)                20.40
""",
        [("Ayam Bun", "1", None, None, "9.50"), ("Fish Ball", "2", None, None, "10.90")],
    ),
    "a quantity whose point was lost": (
        """
Description        Qty      Price      Amount
NASI KERABU       20       7.00        14.00
Total                                   14.00
""",
        [("NASI KERABU", "2", "7.00", None, "14.00")],
    ),
    "headings over two rows": (
        """
                                 Prix
Description        Quantité                  Prix HT
                                 unitaire
Savon 250g        5 Unit(s)     4,55 €      22,75 €
Total HT                                     22,75 €
""",
        [("Savon 250g", "5", "4.55", None, "22.75")],
    ),
    "one rate for all, not in the table": (
        """
Description        Qty      Price      Amount
Copper pipe        12       8.25        99.00
Subtotal                                99.00
Sales tax 7%                             6.93
Total                                  105.93
""",
        [("Copper pipe", "12", "8.25", "7", "99.00")],
    ),
    "prices with tax included": (
        """
Description        Qty      Price      Amount
Copper pipe        1       106.00      106.00
Total incl GST                         106.00
GST 6% included                          6.00
""",
        [("Copper pipe", "1", "106.00", None, "106.00")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_reads_the_lines(case):
    drawing, expected = CASES[case]
    assert lines(drawing) == expected


def test_a_product_that_agrees_makes_a_line_sure():
    good, bad = extract(
        response(
            HEAD
            + """
Description        Qty      Price      Amount
Good               2        5.00       10.00
Bad                3        5.00       99.00
Total                                 109.00
"""
        )
    ).lines
    assert good.confidence > 0.9 > bad.confidence
