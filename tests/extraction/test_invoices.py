"""Whole invoices, drawn as text, in every language: what they say is what is read."""

import pytest

from extraction import Hints, extract

from .page import response, values

GERMAN = """
Nordwerk Maschinen GmbH
Hafenstraße 12
20457 Hamburg
USt-IdNr. DE136695976

Kunden AG
Lindenweg 3
04229 Leipzig

Rechnung Nr. RE-2024-0815                       Rechnungsdatum: 12.03.2024
Lieferdatum: 01.03.2024                         Fällig am: 11.04.2024

Pos  Bezeichnung             Menge      Einzelpreis     MwSt       Gesamtpreis
1    Fräser VHM 8 mm         10 Stk         34,90       19 %            349,00
2    Montage vor Ort         2,5 Std        80,00       19 %            200,00

                                              Nettobetrag             549,00 €
                                              zzgl. 19 % MwSt.        104,31 €
                                              Gesamtbetrag            653,31 €
IBAN DE89 3704 0044 0532 0130 00
"""

FRENCH = """
Au Bon Pain SARL - 12 rue des Lilas - 69001 Lyon
N° TVA FR83404833048

Facture FA-2024-031                             Adresse de facturation
Date de facture : 5 mars 2024                   Boutique Martin
Date d'échéance : 04/04/2024                    3 place Bellecour
                                                69002 Lyon
Désignation              Qté        PU HT        TVA           Montant HT
Farine de blé 25 kg       4         22,50        5,5 %              90,00
Sel marin                10          1,20        5,5 %              12,00
                                              Total HT            102,00 €
                                              Total TVA             5,61 €
                                              Total TTC           107,61 €
"""

SPANISH = """
Ferretería del Sur S.L.
Calle Mayor 14
28013 Madrid
CIF: B58378431

FACTURA
Nº factura: 2024/117                Fecha: 15/05/2024
Vencimiento: 14/06/2024
Cliente: Obras Pérez S.A.

Descripción              Cantidad     Precio      IVA          Importe
Tornillos M8                 100        0,15      21%            15,00
Taladro percutor               1       89,00      21%            89,00
                                       Base imponible        104,00 €
                                       IVA 21%                21,84 €
                                       TOTAL FACTURA         125,84 €
"""

ITALIAN = """
Officina Rossi S.r.l.
Via Garibaldi 5
10122 Torino
P.IVA 00743110157

Fattura n. 88/2024                  Data: 20/02/2024
Spett.le Bianchi S.p.A.             Scadenza: 31/03/2024

Descrizione              Quantità     Prezzo     IVA %         Importo
Tornitura                       2     120,00        22          240,00
                                   Totale imponibile         240,00
                                   IVA 22%                    52,80
                                   Totale fattura            292,80 €
"""

DUTCH = """
De Vries Techniek B.V.
Kade 7
1012 AB Amsterdam
BTW-nummer NL004495445B01

Factuurnummer 20240077
Factuurdatum 3 april 2024
Vervaldatum 3 mei 2024

Omschrijving             Aantal      Prijs       BTW           Bedrag
Schakelkast                   1     450,00       21%           450,00
                                   Totaal excl. btw           450,00
                                   BTW 21%                     94,50
                                   Totaal incl. btw         € 544,50
"""

PORTUGUESE = """
Padaria Central Lda
Rua do Carmo 20
1200-094 Lisboa
NIF: 501964843

Fatura n.º FT 2024/55
Data de emissão: 2024-06-10
Data de vencimento: 2024-07-10

Descrição                Quantidade   Preço      IVA           Valor
Pão de forma                     20    1,50       6%           30,00
                                   Total sem IVA              30,00 €
                                   IVA 6%                      1,80 €
                                   Total a pagar              31,80 €
"""

INDONESIAN = """
PT Sumber Makmur
Jl. Sudirman No. 10, Jakarta 10220

FAKTUR
No. Faktur: INV/2024/07/012
Tanggal: 14 Juli 2024
Jatuh Tempo: 13 Agustus 2024

Keterangan               Qty      Harga Satuan                 Jumlah
Meja kayu                  2         1.850.000              3.700.000
                                   Subtotal              Rp 3.700.000
                                   PPN 11%                 Rp 407.000
                                   Total Tagihan         Rp 4.107.000
"""

AMERICAN = """
Blue Ridge Supply LLC
410 Main Street
Asheville, NC 28801

INVOICE
Invoice #: 10455
Invoice date: 03/04/2024
Due date: 04/03/2024
Bill to: Carter Inc

Description              Qty      Unit price                   Amount
Copper pipe               12           8.25                     99.00
                                   Subtotal                   $99.00
                                   Sales tax 7%                $6.93
                                   Total                     $105.93
"""

SWISS = """
Bergbahn Zubehör AG
Seestrasse 8
8002 Zürich
CHE-107.787.577 MWST

Rechnung 2024-771
Datum: 07.08.2024
Zahlbar bis: 06.09.2024

Bezeichnung              Menge       Preis                     Betrag
Seil 12 mm                 100       15.40                   1'540.00
                                   Total exkl. MWST         1'540.00
                                   MWST 8.1%                  124.74
                                   Total inkl. MWST CHF     1'664.74
"""

CASES = {
    "german": (
        GERMAN,
        {
            "invoice_number": "RE-2024-0815",
            "invoice_date": "2024-03-12",
            "due_date": "2024-04-11",
            "currency": "EUR",
            "amount_untaxed": "549.00",
            "amount_tax": "104.31",
            "amount_total": "653.31",
            "supplier_name": "Nordwerk Maschinen GmbH",
            "supplier_vat": "DE136695976",
        },
        2,
    ),
    "french": (
        FRENCH,
        {
            "invoice_number": "FA-2024-031",
            "invoice_date": "2024-03-05",
            "due_date": "2024-04-04",
            "currency": "EUR",
            "amount_untaxed": "102.00",
            "amount_tax": "5.61",
            "amount_total": "107.61",
            "supplier_name": "Au Bon Pain SARL",
            "supplier_vat": "FR83404833048",
        },
        2,
    ),
    "spanish": (
        SPANISH,
        {
            "invoice_number": "2024/117",
            "invoice_date": "2024-05-15",
            "due_date": "2024-06-14",
            "currency": "EUR",
            "amount_untaxed": "104.00",
            "amount_tax": "21.84",
            "amount_total": "125.84",
            "supplier_name": "Ferretería del Sur S.L.",
            "supplier_vat": "ESB58378431",
        },
        2,
    ),
    "italian": (
        ITALIAN,
        {
            "invoice_number": "88/2024",
            "invoice_date": "2024-02-20",
            "due_date": "2024-03-31",
            "currency": "EUR",
            "amount_untaxed": "240.00",
            "amount_tax": "52.80",
            "amount_total": "292.80",
            "supplier_name": "Officina Rossi S.r.l.",
            "supplier_vat": "IT00743110157",
        },
        1,
    ),
    "dutch": (
        DUTCH,
        {
            "invoice_number": "20240077",
            "invoice_date": "2024-04-03",
            "due_date": "2024-05-03",
            "currency": "EUR",
            "amount_untaxed": "450.00",
            "amount_tax": "94.50",
            "amount_total": "544.50",
            "supplier_name": "De Vries Techniek B.V.",
            "supplier_vat": "NL004495445B01",
        },
        1,
    ),
    "portuguese": (
        PORTUGUESE,
        {
            "invoice_number": "FT 2024/55",
            "invoice_date": "2024-06-10",
            "due_date": "2024-07-10",
            "currency": "EUR",
            "amount_untaxed": "30.00",
            "amount_tax": "1.80",
            "amount_total": "31.80",
            "supplier_name": "Padaria Central Lda",
            "supplier_vat": "PT501964843",
        },
        1,
    ),
    "indonesian": (
        INDONESIAN,
        {
            "invoice_number": "INV/2024/07/012",
            "invoice_date": "2024-07-14",
            "due_date": "2024-08-13",
            "currency": "IDR",
            "amount_untaxed": "3700000.00",
            "amount_tax": "407000.00",
            "amount_total": "4107000.00",
            "supplier_name": "PT Sumber Makmur",
            "supplier_vat": None,
        },
        1,
    ),
    "american": (
        AMERICAN,
        {
            "invoice_number": "10455",
            "invoice_date": "2024-03-04",
            "due_date": "2024-04-03",
            "currency": "USD",
            "amount_untaxed": "99.00",
            "amount_tax": "6.93",
            "amount_total": "105.93",
            "supplier_name": "Blue Ridge Supply LLC",
            "supplier_vat": None,
        },
        1,
    ),
    "swiss": (
        SWISS,
        {
            "invoice_number": "2024-771",
            "invoice_date": "2024-08-07",
            "due_date": "2024-09-06",
            "currency": "CHF",
            "amount_untaxed": "1540.00",
            "amount_tax": "124.74",
            "amount_total": "1664.74",
            "supplier_name": "Bergbahn Zubehör AG",
            "supplier_vat": "CHE107787577MWST",
        },
        1,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_reads_an_invoice(case):
    drawing, expected, lines = CASES[case]
    result = extract(response(drawing))
    read = values(result)
    assert {name: read.get(name) for name in expected} == expected
    assert len(result.lines) == lines
    assert result.document_type == "invoice"


def test_reads_the_lines_with_quantity_price_and_tax():
    first, second = extract(response(GERMAN)).lines
    assert first.to_dict() | {"confidence": 0, "polygon": 0} == {
        "description": "Fräser VHM 8 mm",
        "quantity": "10",
        "unit_price": "34.90",
        "tax_percent": "19",
        "subtotal": "349.00",
        "confidence": 0,
        "page": 1,
        "polygon": 0,
    }
    assert (second.quantity, second.subtotal) == ("2.5", "200.00")


def test_every_field_says_where_and_how_surely_it_was_read():
    for field in extract(response(GERMAN)).fields.values():
        assert 0 < field.confidence < 1
        assert field.page == 1
        assert len(field.polygon) == 4


def test_the_address_belongs_to_the_supplier():
    assert values(extract(response(GERMAN)))["supplier_address"] == "Hafenstraße 12, 20457 Hamburg"
    assert values(extract(response(FRENCH)))["supplier_address"] == "12 rue des Lilas, 69001 Lyon"


def test_the_buyer_is_never_the_supplier():
    drawing = GERMAN.replace("Nordwerk Maschinen GmbH", "NORDWERK")
    result = extract(
        response(drawing), hints=Hints(company_name="Kunden AG", company_vat="DE 136 695 976")
    )
    assert values(result)["supplier_name"] == "NORDWERK"
    assert "supplier_vat" not in result.fields


def test_a_credit_note_has_positive_amounts():
    drawing = (
        FRENCH.replace("Facture FA", "Avoir AV")
        .replace("90,00", "-90,00").replace("12,00", "-12,00").replace("102,00", "-102,00")
        .replace("5,61", "-5,61").replace("107,61", "-107,61")
    )  # fmt: skip
    result = extract(response(drawing))
    assert result.document_type == "credit_note"
    assert values(result)["amount_total"] == "107.61"
    assert {line.subtotal for line in result.lines} == {"90.00", "12.00"}


def test_a_deposit_does_not_replace_the_total():
    drawing = GERMAN.replace(
        "IBAN", "                    Erhaltene Anzahlungen   -100,00 €\n"
        "                    Zahlbetrag               553,31 €\nIBAN"
    )  # fmt: skip
    assert values(extract(response(drawing)))["amount_total"] == "653.31"


def test_totals_printed_across_are_read_from_the_row_below():
    drawing = """
Rossi S.r.l.
Fattura n. 5     Data 01/02/2024

Imponibile       Aliquota IVA       Imposta       Totale fattura EUR
  2.164,10            22%            476,10             2.640,20
"""
    read = values(extract(response(drawing)))
    assert (read["amount_untaxed"], read["amount_tax"], read["amount_total"]) == (
        "2164.10", "476.10", "2640.20",
    )  # fmt: skip


def test_a_table_goes_on_over_pages():
    head = "Bezeichnung              Menge      Preis                Betrag\n"
    item = "Artikel {}                    2      10,00                 20,00\n"
    carry = "Übertrag                                                    60,00\n"
    total = "                                 Gesamtbetrag              80,00\n"
    title = "Muster GmbH\nRechnung 77 vom 01.02.2024\n\n"
    first = title + head + "".join(item.format(letter) for letter in "ABC") + carry
    second = head + item.format("D") + total
    result = extract(response(first, second))
    assert [line.subtotal for line in result.lines] == ["20.00"] * 4
    assert [line.page for line in result.lines] == [1, 1, 1, 2]


def test_a_reverse_charge_bill_has_no_tax():
    drawing = """
Muster GmbH
Rechnung 12        Datum 03.03.2024
Beratung                                   500,00
Gesamtbetrag                               500,00 €
Steuerschuldnerschaft des Leistungsempfängers
"""
    read = values(extract(response(drawing)))
    assert (read["amount_untaxed"], read["amount_tax"], read["amount_total"]) == (
        "500.00", "0.00", "500.00",
    )  # fmt: skip
