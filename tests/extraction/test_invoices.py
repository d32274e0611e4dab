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
IBAN DE88 2008 0000 0970 3757 00
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
    "german": (GERMAN, "RE-2024-0815", "2024-03-12", "2024-04-11", "EUR", "549.00", "104.31", "653.31", "Nordwerk Maschinen GmbH", "DE136695976", 2),
    "french": (FRENCH, "FA-2024-031", "2024-03-05", "2024-04-04", "EUR", "102.00", "5.61", "107.61", "Au Bon Pain SARL", "FR83404833048", 2),
    "spanish": (SPANISH, "2024/117", "2024-05-15", "2024-06-14", "EUR", "104.00", "21.84", "125.84", "Ferretería del Sur S.L.", "ESB58378431", 2),
    "italian": (ITALIAN, "88/2024", "2024-02-20", "2024-03-31", "EUR", "240.00", "52.80", "292.80", "Officina Rossi S.r.l.", "IT00743110157", 1),
    "dutch": (DUTCH, "20240077", "2024-04-03", "2024-05-03", "EUR", "450.00", "94.50", "544.50", "De Vries Techniek B.V.", "NL004495445B01", 1),
    "portuguese": (PORTUGUESE, "FT 2024/55", "2024-06-10", "2024-07-10", "EUR", "30.00", "1.80", "31.80", "Padaria Central Lda", "PT501964843", 1),
    "indonesian": (INDONESIAN, "INV/2024/07/012", "2024-07-14", "2024-08-13", "IDR", "3700000.00", "407000.00", "4107000.00", "PT Sumber Makmur", None, 1),
    "american": (AMERICAN, "10455", "2024-03-04", "2024-04-03", "USD", "99.00", "6.93", "105.93", "Blue Ridge Supply LLC", None, 1),
    "swiss": (SWISS, "2024-771", "2024-08-07", "2024-09-06", "CHF", "1540.00", "124.74", "1664.74", "Bergbahn Zubehör AG", "CHE107787577MWST", 1),
}  # fmt: skip
NAMES = (
    "invoice_number", "invoice_date", "due_date", "currency", "amount_untaxed", "amount_tax", "amount_total",
    "supplier_name", "supplier_vat",
)  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_reads_an_invoice(case):
    drawing, *expected, lines = CASES[case]
    result = extract(response(drawing))
    read = values(result)
    assert {name: read.get(name) for name in NAMES} == dict(zip(NAMES, expected, strict=True))
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
    first = (
        "Muster GmbH\nRechnung 77 vom 01.02.2024\n\n"
        + head
        + "".join(
            f"Artikel {letter}                    2      10,00                 20,00\n"
            for letter in "ABC"
        )
        + "Übertrag                                                    60,00\n"
    )
    second = (
        head + "Artikel D                    3      10,00                 30,00\n"
        "                                 Gesamtbetrag              90,00\n"
    )
    result = extract(response(first, second))
    assert [line.subtotal for line in result.lines] == ["20.00", "20.00", "20.00", "30.00"]
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
