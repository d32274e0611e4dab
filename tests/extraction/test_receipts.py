"""Shop receipts: cash and change are no totals, tills round, addresses have no labels."""

import pytest

from extraction import extract

from .page import response, values

HEAD = """
KEDAI BUKU MELUR SDN BHD
(812345-K)
NO 12, JALAN MAWAR 3,
TAMAN MELUR, 43000 KAJANG, SELANGOR
GST ID: 000123456789
TEL: 03-8765 4321
TAX INVOICE
Invoice No: CS00012345
Date: 05/03/2018  Time: 10:32:00
"""


def read(totals: str) -> dict[str, str]:
    return values(extract(response(HEAD + totals)))


def test_reads_the_head_of_a_receipt():
    found = read("Total    RM 10.00\n")
    assert found["supplier_name"] == "KEDAI BUKU MELUR SDN BHD"
    assert found["supplier_address"] == "NO 12, JALAN MAWAR 3, TAMAN MELUR, 43000 KAJANG, SELANGOR"
    assert found["invoice_date"] == "2018-03-05"
    assert found["invoice_number"] == "CS00012345"
    assert found["supplier_vat"] == "000123456789"
    assert found["currency"] == "MYR"


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ("Total    60.31\nRounding Adj    -0.01\nTotal Rounded    60.30\nCash    100.00\nChange    39.70", "60.30"),
        ("Total Incl GST    8.48\nRounding    (0.02)\nTotal Amt Payable    8.50\nPaid    100.00\nChange   91.50", "8.50"),
        ("Sub Total    179.00\nGST 6%    10.74\nRounding Adj    0.01\nNet Total    189.75", "189.75"),
        ("Total Qty    4\nTotal Sales (Excluding GST)    51.42\nTotal GST    3.08\nTotal Sales (Inclusive of GST)    54.50", "54.50"),
        ("TOTAL    13.80\nCASH    20.00\nCHANGE    6.20", "13.80"),
        ("CASH    70.30\nCHANGE    10.00\n    60.30", "60.30"),
        ("Total Incl. GST@6%    RM 50.80\nCASH    RM 51.00\nCHANGE    RM 0.20\nGST @6% included in total   RM 2.88", "50.80"),
        ("TOTAL AMOUNT PAYABLE\n                  41.95\nVISA    41.95", "41.95"),
        ("Total 0% supplies:    35.14\nTotal 6% supplies (Inc. GST):    38.41\nTotal Paydble:    73.55", "73.55"),
        ("Sub-Total    60.60\nCoupon Discount    27.60\nGrand Total    33.00\nPayment    50.00\nChange Due    17.00", "33.00"),
        ("Jumlah    25.50\nTunai    30.00\nBaki    4.50", "25.50"),
        ("TOTAL:    12.00\nGST Summary    Amount(RM)    Tax(RM)\nSR 6%    11.32    0.68\nTotal    11.32    0.68", "12.00"),
    ],
)  # fmt: skip
def test_the_total_is_what_was_to_be_paid(totals, expected):
    assert read(totals)["amount_total"] == expected


def test_tax_and_untaxed_amount_follow_from_the_till():
    found = read("Total Excl GST   50.00\nGST 6%    3.00\nTotal Incl GST    53.00\n")
    assert (found["amount_untaxed"], found["amount_tax"]) == ("50.00", "3.00")


def test_a_till_slip_with_cash_and_change_is_a_receipt():
    drawing = HEAD.replace("TAX INVOICE", "RECEIPT") + "TOTAL    5.00\nCASH   10.00\nCHANGE   5.00"
    assert extract(response(drawing)).document_type == "receipt"


def test_a_name_typed_above_the_letterhead_is_not_the_shop():
    drawing = "tan mei ling\n" + HEAD.strip("\n")
    assert values(extract(response(drawing)))["supplier_name"] == "KEDAI BUKU MELUR SDN BHD"
