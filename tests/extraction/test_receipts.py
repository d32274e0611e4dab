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
    return values(extract(response(HEAD + totals.strip("\n"))))


def test_reads_the_head_of_a_receipt():
    found = read("Total    RM 10.00\n")
    assert found["supplier_name"] == "KEDAI BUKU MELUR SDN BHD"
    assert found["supplier_address"] == "NO 12, JALAN MAWAR 3, TAMAN MELUR, 43000 KAJANG, SELANGOR"
    assert found["invoice_date"] == "2018-03-05"
    assert found["invoice_number"] == "CS00012345"
    assert found["supplier_vat"] == "000123456789"
    assert found["currency"] == "MYR"


TOTALS = [
    (
        "60.30",
        """
Total    60.31
Rounding Adj    -0.01
Total Rounded    60.30
Cash    100.00
Change    39.70
""",
    ),
    (
        "8.50",
        """
Total Incl GST    8.48
Rounding    (0.02)
Total Amt Payable    8.50
Paid    100.00
Change   91.50
""",
    ),
    (
        "189.75",
        """
Sub Total    179.00
GST 6%    10.74
Rounding Adj    0.01
Net Total    189.75
""",
    ),
    (
        "54.50",
        """
Total Qty    4
Total Sales (Excluding GST)    51.42
Total GST    3.08
Total Sales (Inclusive of GST)    54.50
""",
    ),
    (
        "13.80",
        """
TOTAL    13.80
CASH    20.00
CHANGE    6.20
""",
    ),
    (
        "60.30",
        """
CASH    70.30
CHANGE    10.00
    60.30
""",
    ),
    (
        "50.80",
        """
Total Incl. GST@6%    RM 50.80
CASH    RM 51.00
CHANGE    RM 0.20
GST @6% included in total   RM 2.88
""",
    ),
    (
        "41.95",
        """
TOTAL AMOUNT PAYABLE
                  41.95
VISA    41.95
""",
    ),
    (
        "73.55",
        """
Total 0% supplies:    35.14
Total 6% supplies (Inc. GST):    38.41
Total Paydble:    73.55
""",
    ),
    (
        "33.00",
        """
Sub-Total    60.60
Coupon Discount    27.60
Grand Total    33.00
Payment    50.00
Change Due    17.00
""",
    ),
    (
        "25.50",
        """
Jumlah    25.50
Tunai    30.00
Baki    4.50
""",
    ),
    (
        "12.00",
        """
TOTAL:    12.00
GST Summary    Amount(RM)    Tax(RM)
SR 6%    11.32    0.68
Total    11.32    0.68
""",
    ),
    (
        "45.95",
        """
TOTAL AFTER ADJ INCL GST    45.95
CASH  50.00
CHANGE  4.05
""",
    ),
    (
        "45.95",
        """
TOTAL SALES INCL GST    45.97
TOTAL AFTER ADJ INCL GST    45.95
CASH  50.00
CHANGE  4.05
""",
    ),
    (
        "35.00",
        """
Sub Total  30.00
Svc Chrg 10%   3.00
GST 6%  1.98
Round Adj   0.02
BILL TOTAL   35.00
VISA  35.00
""",
    ),
    (
        "12.00",
        """
TOTAL AMOUNT RM  12.00
CASH RM  20.00
CHANGE RM  8.00
""",
    ),
    (
        "7.50",
        """
AMOUNT DUE    7.50
CASH 10.00
CHANGE 2.50
""",
    ),
    (
        "33.90",
        """
Total (RM)   :  33.90
GST 6%   1.92
""",
    ),
    (
        "33.90",
        """
Total Inclusive GST (RM):   33.90
""",
    ),
    (
        "33.90",
        """
Total Amount (Incl. GST) RM   33.90
""",
    ),
    (
        "15.20",
        """
NETT TOTAL   RM 15.20
TENDERED  RM 20.20
CHANGE  RM 5.00
""",
    ),
    (
        "15.20",
        """
Net Amount   15.20
Cash 20.00
Balance 4.80
""",
    ),
    (
        "60.30",
        """
ROUND D TOTAL (RM) : 60.30
TOTAL  60.32

""",
    ),
    (
        "60.30",
        """
TOTAL    60.32
ROUNDING   -0.02
ROUND D TOTAL (RM)    60.30
CASH 100.30
CHANGE 40.00
""",
    ),
    (
        "25.00",
        """
Item Count 3
Total 3 item(s)    25.00
""",
    ),
    (
        "90.00",
        """
Gross Amt  100.00
Discount  10.00
Nett Amt  90.00
Visa 90.00
""",
    ),
    (
        "95.40",
        """
Subtotal  90.00
Total Tax 5.40
Total 95.40
Balance Due  0.00
""",
    ),
    (
        "50.00",
        """
TOTAL SALES    RM 50.00
AMOUNT RM 50.00
GST 2.83
""",
    ),
    (
        "50.00",
        """
Total excluding GST  47.17
GST payable 2.83
Total Payable 50.00
""",
    ),
    (
        "150.00",
        """
TOTAL 150 00
""",
    ),
    (
        "80.00",
        """
TOTAL: RM80
""",
    ),
    (
        "80.00",
        """
TOTAL  RM80.00
YOU SAVED  RM 20.00
POINTS  800.00
""",
    ),
    (
        "12.00",
        """
Total 12.00
Debit Card 12.00
Approval Code 123456
""",
    ),
    (
        "1234.50",
        """
Total Purchase 1,234.50
Deposit  500.00
Balance 734.50
""",
    ),
    (
        "10.60",
        """
SUBTOTAL 10.00
TAX 0.60
TOTAL DUE 10.60
CASH 20.60
CHANGE 10.00
""",
    ),
    (
        "25.00",
        """
TOT  25.00
CASH 30.00
CHG 5.00
""",
    ),
    (
        "25.00",
        """
Total Due (Incl GST)   25.00
""",
    ),
    (
        "25.00",
        """
TOTAL INCLUSIVE OF 6% GST   25.00
""",
    ),
    (
        "25.00",
        """
TOTAL (INCL. 6% GST)   25.00
GST AMT 1.42
""",
    ),
    (
        "26.50",
        """
Amount   25.00
GST 6%   1.50
Total Amount Due  26.50
""",
    ),
    (
        "26.50",
        """
Jumlah Besar   RM 26.50
""",
    ),
    (
        "26.50",
        """
Take Out Total    26.50
Cash 30.00
Change 3.50
""",
    ),
    (
        "26.50",
        """
Eat-In Total    26.50
Total Rounded  26.50
Cash 30.00
""",
    ),
    (
        "8.30",
        """
TOTAL INCL. GST  8.28
ROUNDING  0.02
TOTAL ROUNDED   8.30
""",
    ),
    (
        "8.30",
        """
Sub Total (MYR)  8.28
Total (MYR)  8.30
""",
    ),
    (
        "8.30",
        """
Bil Besar
Total :  8.30
CASH :  50.00
CHANGE :  41.70
GST ANALYSIS   GOODS   TAX AMOUNT
S = 6%   7.83   0.47
""",
    ),
    (
        "8.30",
        """
TOTAL 8.30
Tender:
Cash   50.00
Change Due 41.70
""",
    ),
]


@pytest.mark.parametrize(("expected", "totals"), TOTALS)
def test_the_total_is_what_was_to_be_paid(expected, totals):
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


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Date : 18/01/2018", "2018-01-18"),
        ("DATE 2018-01-18", "2018-01-18"),
        ("DT: 02/01/18 10:22", "2018-01-02"),
        ("15:23:38 12-08-2017", "2017-08-12"),
        ("18 JAN 2018 12:20 PM", "2018-01-18"),
        ("Date: 04/FEB/2018", "2018-02-04"),
        ("Date 2018/02/04 12:00", "2018-02-04"),
        ("12.08.17 13:33", "2017-08-12"),
        ("Printed: 28 Feb 2018", "2018-02-28"),
        ("FRIDAY 26-01-2018 20:50", "2018-01-26"),
        ("26-JAN-2018", "2018-01-26"),
        ("Jan 26, 2018 (Fri)", "2018-01-26"),
        ("Expiry 31/12/2020\nDate 05/06/18", "2018-06-05"),
        ("DATE:29/12/2017 TIME:11:55", "2017-12-29"),
        ("15/05/2017 01:05:12 PM", "2017-05-15"),
        ("Invoice Date: 8/6/2018", "2018-06-08"),
        ("INV DATE / TIME  8/6/2018 10:10:10 AM", "2018-06-08"),
        ("Tarikh: 3 Mac 2018", "2018-03-03"),
        ("Bill Date  : 02-Apr-2018", "2018-04-02"),
        ("11/05/18 (Fri) 18:33", "2018-05-11"),
        ("DATE: 31-05-2018 Opened:31-05-2018", "2018-05-31"),
        ("GST Reg 000549584896 since 01/04/2015\nDate: 07/08/2017", "2017-08-07"),
        ("2018-04-25T10:22:11", "2018-04-25"),
        ("25042018 10:22", "2018-04-25"),
        ("25 Apr'18", "2018-04-25"),
        ("Sun Apr 22 14:05:02 2018", "2018-04-22"),
        ("22 - 04 - 2018", "2018-04-22"),
        ("22/04 /2018", "2018-04-22"),
        ("22/04/2018(SUN)", "2018-04-22"),
        ("DATE22/04/2018", "2018-04-22"),
        ("04/2018 22", None),
    ],
)
def test_the_date_is_the_purchase(written, expected):
    drawing = f"KEDAI MAWAR SDN BHD\n12 JALAN MAWAR\n{written}\nTOTAL   5.00\n"
    assert values(extract(response(drawing))).get("invoice_date") == expected


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("MR KRAF (KL)\nSDN BHD\n(860671-D)\nLOT 18, JALAN KPB 6", "MR KRAF (KL) SDN BHD"),
        ("*** COPY ***\nHENG STATIONERY\n001451637-M\nNO. 5, JALAN BESAR", "HENG STATIONERY"),
        ("MELUR CO. (M) BHD (126926-H)\n3RD FLR, TAMAN MELUR\nJLN JEJAKA", "MELUR CO. (M) BHD"),
        ("QUEEN BAKERY S/B\n273500-U\nNO.8, JALAN MAJU", "QUEEN BAKERY S/B"),
        ("WELCOME TO\nKOPI HOUSE\nBINTANG KOPI SDN BHD\nLOT 1, JALAN 2", "BINTANG KOPI SDN BHD"),
        ("SILVER KEY MAKER\nNO 5, JALAN ABC 2\n47300 PETALING JAYA", "SILVER KEY MAKER"),
        ("PIZZA BULAN\nNO 5, JALAN ABC 2\nOwned by\nBulan Foods Sdn Bhd", "Bulan Foods Sdn Bhd"),
    ],
)  # fmt: skip
def test_the_shop_is_the_firm_that_runs_it(head, name):
    drawing = head + "\nDate: 05/03/2018\nTotal   5.00"
    assert values(extract(response(drawing)))["supplier_name"] == name


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ("Total Sales\n(Inclusive of GST)    9.90\nGST 6%   0.56", "9.90"),
        ("TOTAL AMOUNT\nPAYABLE     41.95", "41.95"),
        ("Nasi  5.00\nTOTAL  30", "30.00"),
    ],
)
def test_labels_over_two_rows_and_amounts_without_cents(totals, expected):
    assert read(totals)["amount_total"] == expected
