import pytest

from extraction import identifiers


@pytest.mark.parametrize(
    ("text", "value", "valid"),
    [
        ("USt-IdNr. DE136695976", "DE136695976", True),
        ("DE 136 695 976", "DE136695976", True),
        ("DE123456789", "DE123456789", False),
        ("TVA: FR83404833048 - SIRET", "FR83404833048", True),
        ("VAT GB 980 7806 84", "GB980780684", True),
        ("BTW NL004495445B01", "NL004495445B01", True),
        ("ATU13585627", "ATU13585627", True),
    ],
)
def test_reads_vat_numbers_and_proves_their_check_digits(text, value, valid):
    (found,) = identifiers.vat_numbers(text)
    assert (found.value, found.valid) == (value, valid)


@pytest.mark.parametrize(
    ("text", "value", "valid"),
    [
        ("IBAN DE89 3704 0044 0532 0130 00", "DE89370400440532013000", True),
        ("IBAN: FR76 3000 6000 0112 3456 7890 189 - BIC", "FR7630006000011234567890189", True),
        ("NL91ABNA0417164300", "NL91ABNA0417164300", True),
        ("DE12 1234 5678 9012 3456 78", "DE12123456789012345678", False),
    ],
)
def test_reads_ibans_and_proves_their_check_digits(text, value, valid):
    (found,) = identifiers.ibans(text)
    assert (found.value, found.valid) == (value, valid)


@pytest.mark.parametrize("text", ["GUARDIAN 123", "RE-20140519/499", "DETAILS 12", "TB100A4", ""])
def test_other_codes_are_neither(text):
    assert not identifiers.vat_numbers(text)
    assert not identifiers.ibans(text)


def test_the_same_number_is_recognised_however_it_is_written():
    assert identifiers.same_number("DE 136.695.976", "DE136695976")
    assert identifiers.same_number("136695976", "DE136695976")
    assert not identifiers.same_number(None, "DE136695976")
