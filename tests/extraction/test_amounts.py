from decimal import Decimal

import pytest

from extraction import amounts


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("1,234.50", ".", ["1234.50"]),
        ("1.234,50", ",", ["1234.50"]),
        ("1'234.50", ".", ["1234.50"]),
        ("1 234,50 €", ",", ["1234.50"]),
        ("12,50", ".", ["12.50"]),
        ("1.850.000", ",", ["1850000"]),
        ("475.000", ",", ["475000"]),
        ("2.570", ".", ["2.570"]),  # litres at a petrol station
        ("9,9000", ",", ["9.9000"]),
        ("0.025 €", ".", ["0.025"]),
        ("RM9.90", ".", ["9.90"]),
        ("RM 1,007.50", ".", ["1007.50"]),
        ("Rp26.120.000", ",", ["26120000"]),
        ("$.10", ".", ["0.10"]),
        (".10", ".", ["0.10"]),
        ("4..10", ".", ["4.10"]),
        ("-5.59", ".", ["-5.59"]),
        ("11.60-", ".", ["-11.60"]),
        ("(0.02)", ".", ["-0.02"]),
        ("-198,00 €", ",", ["-198.00"]),
        ("€ -12,00", ",", ["-12.00"]),
        ("16.32 41.95 S", ".", ["16.32", "41.95"]),
        ("Total 100", ".", ["100"]),
    ],
)
def test_reads_the_numbers_of_a_text(text, decimal, expected):
    assert [a.value for a in amounts.find(text, decimal)] == [Decimal(e) for e in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1O.OO", "10.00"), ("l2.50", "12.50"), ("5S.00", "55.00"), ("2B,90", "28.90")],
)
def test_repairs_look_alikes_inside_numbers(text, expected):
    assert [a.value for a in amounts.find(text)] == [Decimal(expected)]


@pytest.mark.parametrize("text", ["SOLO", "OO.SS", "CS00012494", "Bill", "", "...", "–"])
def test_words_are_no_numbers(text):
    assert amounts.find(text) == ()


def test_knows_percentages_units_and_currencies():
    percent, unit, money = amounts.find("19% 2kg 5.00 EUR")
    assert percent.percent
    assert not percent.money
    assert unit.unit
    assert not unit.money
    assert money.currency == "EUR"


@pytest.mark.parametrize(
    ("texts", "sign"),
    [(["1,50", "2,75", "3.00"], ","), (["1.50"], "."), ([], "."), (["1.850.000"], ",")],
)
def test_the_document_settles_the_decimal_sign(texts, sign):
    assert amounts.decimal_sign(texts) == sign


@pytest.mark.parametrize(
    ("value", "text"), [("3", "3.00"), ("1234.5", "1234.50"), ("0.025", "0.025"), ("-1", "-1.00")]
)
def test_writes_decimal_strings(value, text):
    assert amounts.to_string(Decimal(value)) == text
