"""Which lines lead to the amounts of a document: a table of documents."""

from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..reading.line_plan import plan_lines
from ..reading.read_bill import read_bill
from .common import extraction

RATES = [Decimal(rate) for rate in ("19", "7", "21")]


def totals(untaxed=None, tax=None, total=None):
    return {"amount_untaxed": untaxed, "amount_tax": tax, "amount_total": total}


def item(subtotal, rate=None, quantity="1", price=None, name="Item"):
    return (name, quantity, price or subtotal, rate, subtotal)


CASES = [
    # what it is, items, totals, expected (quantity, price, rate) lines, expected notes
    (
        "items add up, with rates",
        [item("100.00", "19", "2", "50.00")],
        totals("100.00", "19.00", "119.00"),
        [("2", "50.00", "19")],
        [],
    ),
    (
        "items without rates get the one that explains the tax",
        [item("60.00"), item("40.00")],
        totals("100.00", "7.00", "107.00"),
        [("1", "60.00", "7"), ("1", "40.00", "7")],
        [],
    ),
    (
        "the untaxed amount was not read",
        [item("100.00", "19")],
        totals(None, "19.00", "119.00"),
        [("1", "100.00", "19")],
        [],
    ),
    (
        "two rates",
        [item("100.00", "19"), item("50.00", "7")],
        totals("150.00", "22.50", "172.50"),
        [("1", "100.00", "19"), ("1", "50.00", "7")],
        [],
    ),
    (
        "prices with tax",
        [item("59.50"), item("59.50")],
        totals("100.00", "19.00", "119.00"),
        [("1", "50.00", "19"), ("1", "50.00", "19")],
        [],
    ),
    (
        "prices with tax whose rounded nets miss a cent",
        [item("10.00"), item("10.00"), item("10.00")],
        totals("25.21", "4.79", "30.00"),
        [("1", "8.41", "19"), ("1", "8.40", "19"), ("1", "8.40", "19")],
        [],
    ),
    (
        "a discount between price and subtotal",
        [item("90.00", "19", "10", "10.00")],
        totals("90.00", "17.10", "107.10"),
        [("10", "9.00", "19")],
        [],
    ),
    (
        "a quantity that was not read",
        [item("90.00", "19", None, "12.00"), item("10.00", "19", None, "3.00")],
        totals("100.00", "19.00", "119.00"),
        [("7.5", "12.00", "19"), ("1", "10.00", "19")],
        [],
    ),
    (
        "items are missing: one line",
        [item("60.00", "19")],
        totals("100.00", "19.00", "119.00"),
        [("1", "100.00", "19")],
        ["items_do_not_add_up"],
    ),
    (
        "items are missing, two rates: one line each",
        [item("1.00", "19"), item("1.00", "7")],
        totals("100.00", "13.00", "113.00"),
        [("1", "50.00", "19"), ("1", "50.00", "7")],
        ["items_do_not_add_up"],
    ),
    ("no items", [], totals("100.00", "21.00", "121.00"), [("1", "100.00", "21")], []),
    ("no tax charged", [], totals("100.00", "0.00", "100.00"), [("1", "100.00", "0")], []),
    ("only a total", [], totals(None, None, "50.00"), [("1", "50.00", None)], ["only_total"]),
    (
        "only a total, and items that lead to it",
        [item("30.00"), item("20.00")],
        totals(None, None, "50.00"),
        [("1", "30.00", None), ("1", "20.00", None)],
        ["only_total"],
    ),
    (
        "only a total, items with a rate, without tax",
        [item("100.00", "19")],
        totals(None, None, "119.00"),
        [("1", "100.00", "19")],
        [],
    ),
    (
        "only a total, items with a rate, with tax",
        [item("119.00", "19")],
        totals(None, None, "119.00"),
        [("1", "100.00", "19")],
        [],
    ),
    (
        "a rate that nobody knows",
        [item("100.00")],
        totals("100.00", "8.00", "108.00"),
        [("1", "100.00", None)],
        ["rate_unknown"],
    ),
    (
        "the total is rounded",
        [],
        totals("100.00", "19.00", "119.05"),
        [("1", "100.00", "19"), ("1", "0.05", None)],
        [],
    ),
    (
        "totals that contradict each other",
        [],
        totals("100.00", "19.00", "150.00"),
        [("1", "100.00", "19")],
        ["totals_disagree"],
    ),
    ("no amount at all", [], totals(), [], ["no_amounts"]),
    ("no totals", [item("9.00")], totals(), [("1", "9.00", None)], ["no_totals"]),
    (
        "a discount line",
        [item("110.00", "19"), item("-10.00", "19", name="Discount")],
        totals("100.00", "19.00", "119.00"),
        [("1", "110.00", "19"), ("1", "-10.00", "19")],
        [],
    ),
    (
        "a misread rate on an item",
        [item("50.00", "19"), item("50.00", "1")],
        totals("100.00", "19.00", "119.00"),
        [("1", "50.00", "19"), ("1", "50.00", "19")],
        [],
    ),
]


@tagged("post_install", "-at_install")
class TestLinePlan(BaseCase):
    def test_plans(self):
        for what, items, amounts, lines, notes in CASES:
            with self.subTest(what):
                plan = plan_lines(read_bill(extraction(lines=items, **amounts)), rates=RATES)
                self.assertEqual(
                    [
                        (f"{line.quantity:f}", f"{line.price_unit:.2f}", line.tax_percent)
                        for line in plan.lines
                    ],
                    [
                        (quantity, price, None if rate is None else Decimal(rate))
                        for quantity, price, rate in lines
                    ],
                )
                self.assertEqual([note.code for note in plan.notes], notes)

    def test_the_lines_of_a_plan_add_up_to_the_untaxed_amount(self):
        """Sevenths and thirds, with quantities: prices are not round, subtotals are."""
        items = [
            item("33.33", "19", "7"),
            item("14.29", "19", "3"),
            item("0.01", "19", "6"),
        ]
        bill = read_bill(extraction(lines=items, **totals("47.63", "9.05", "56.68")))
        plan = plan_lines(bill, rates=RATES)
        unit = Decimal("0.01")
        self.assertEqual(sum(line.subtotal(unit) for line in plan.lines), Decimal("47.63"))

    def test_a_currency_without_cents(self):
        items = [item("100000", "11", "3", "33333")]
        bill = read_bill(extraction(lines=items, **totals("100000", "11000", "111000")))
        plan = plan_lines(bill, unit=Decimal(1), rates=[Decimal(11)])
        self.assertEqual(plan.lines[0].subtotal(Decimal(1)), 100000)
        self.assertEqual(plan.lines[0].tax_percent, 11)
