import pytest

from extraction import labels
from extraction.vocabulary import LANGUAGES


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("TAXINVOICE", "title_invoice"),
        ("T0tal 12.00", "total_plain"),
        ("Rechnungsbetrag", "total_gross"),
        ("Total TTC", "total_gross"),
        ("Base imponible", "untaxed"),
        ("Totale fattura EUR", "total_gross"),
        ("Te betalen", "total_gross"),
        ("Total a pagar", "total_gross"),
        ("Jatuh Tempo", "due_date"),
        ("Nº de factura", "invoice_number"),
        ("N° TVA client", "buyer"),
        ("Zahlbetrag", "amount_due"),
    ],
)
def test_finds_a_label(text, concept):
    assert concept in labels.find(text)[0].concepts


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Totel Amt Peyable :", "total_gross"),
        ("Total Arnt Payabie :", "total_gross"),
        ("Total Paydble:", "total_gross"),
        ("Dote: 28/08/2017", None),
        ("Rechnungsdatun", "invoice_date"),
    ],
)
def test_forgives_misread_letters(text, concept):
    hits = labels.find_similar(text)
    if concept is None:  # too short to be sure
        assert not hits or "invoice_date" not in hits[0].concepts
    else:
        assert concept in hits[0].concepts


@pytest.mark.parametrize("text", ["Totalitarian", "R18-31", "Datumsgrenze", "Jalan Besar"])
def test_parts_of_words_are_no_labels(text):
    assert not any(
        h.start == 0 and h.concepts & {"total_plain", "date", "other_number"}
        for h in labels.find(text)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_what_a_bill_needs(language):
    needed = "title_invoice invoice_number date due_date total_gross untaxed tax buyer vat_id"
    assert set(needed.split()) <= set(LANGUAGES[language])
