"""More layouts: letters, tables of labels, corrections, deposits, terms of payment."""

import pytest

from extraction import extract

from .page import response, values

CASES = {
    "letter with an address window": (
        """
Talwerk GmbH • Werkstraße 8 • 81667 München
Handels AG Süd                                        Datum:          05.03.2013
Ute Berg                                            Rechnungsnr.:   340077
Ladenweg 2                                        Kundennr.:      K-5501
60311 Frankfurt                                        Lieferdatum:    05.03.2013

RECHNUNG

Pos   Artikelnr.   Bezeichnung            Menge   Einzelpreis   USt %   Gesamt
1     HS10      Heftstreifen          20 Stk       9,90      19     198,00

                                   Summe netto                   198,00 EUR
                                   zzgl. 19% USt auf 198,00       37,62 EUR
                                   Gesamtbetrag                  235,62 EUR
Zahlbar innerhalb 30 Tagen netto bis 04.04.2013, 3% Skonto innerhalb 10 Tagen bis 15.03.2013
Talwerk GmbH, Geschäftsführer: Ute Berg, USt-ID: DE136695976
""",
        {
            "invoice_number": "340077",
            "invoice_date": "2013-03-05",
            "due_date": "2013-04-04",
            "amount_total": "235.62",
            "amount_untaxed": "198.00",
            "amount_tax": "37.62",
            "supplier_name": "Talwerk GmbH",
            "supplier_vat": "DE136695976",
            "lines": 1,
        },
    ),
    "correction below zero": (
        """
Rechnungskorrektur (384) Nr. RK-2018-14 vom 16.09.2018
Währung:                 EUR
Weitere Referenz:        340077
Verkäufer
Name:                    Talwerk GmbH
Anschrift:               Werkstraße 8
                         DE 81667 München
USt.-Id.-Nr.:            DE136695976
Käufer/Leistungsempfänger
Name:                    Handels AG Süd
Belegsummen
             Positionssumme                     -20,00
             Rechnungssumme ohne USt.           -20,00
             Steuerbetrag                        -3,80
             Bruttosumme                        -23,80
             Zahlbetrag                         -23,80
""",
        {
            "invoice_number": "RK-2018-14",
            "invoice_date": "2018-09-16",
            "amount_total": "23.80",
            "amount_untaxed": "20.00",
            "amount_tax": "3.80",
            "supplier_name": "Talwerk GmbH",
            "document_type": "credit_note",
        },
    ),
    "insurance": (
        """
Muster Versicherung AG
Versicherungsstraße 1, 50667 Köln

Herrn Max Mustermann, Hauptstr. 2, 50667 Köln

Köln, den 12.10.2018

Beitragsrechnung
Versicherungsschein-Nr.: 12345678
Rechnungsnummer: VR-9981-22
Fälligkeit: 01.11.2018

Beitrag netto                                 100,00 €
Versicherungsteuer 19 %                        19,00 €
Rechnungsbetrag                               119,00 €
""",
        {
            "invoice_number": "VR-9981-22",
            "invoice_date": "2018-10-12",
            "due_date": "2018-11-01",
            "amount_total": "119.00",
            "amount_tax": "19.00",
            "amount_untaxed": "100.00",
            "supplier_name": "Muster Versicherung AG",
        },
    ),
    "taxi": (
        """
Taxibetrieb Hans Sommer                       Quittung Nr. 2018-77
Ringstr. 4, 10115 Berlin                      Datum: 24.07.2018
Steuernummer 12/345/67890

Fahrt von Hotel nach Flughafen                 16,90 €
enthaltene MwSt. 7 %                            1,11 €
Gesamt                                         16,90 €
""",
        {
            "invoice_number": "2018-77",
            "invoice_date": "2018-07-24",
            "amount_total": "16.90",
            "amount_tax": "1.11",
            "amount_untaxed": "15.79",
            "supplier_name": "Taxibetrieb Hans Sommer",
        },
    ),
    "intra-community supply": (
        """
Global Trade GmbH
Rechnung Nr.: 2018/0077
Rechnungsdatum 01.06.2018
Leistungsdatum 30.05.2018
USt-IdNr.: DE136695976                 Ihre USt-IdNr.: FR83404833048

Bezeichnung           Menge   Einzelpreis   Betrag
Motor                     2       500,00   1.000,00

Nettobetrag                                 1.000,00 EUR
USt 0%                                          0,00 EUR
Gesamtbetrag                                1.000,00 EUR
Steuerfreie innergemeinschaftliche Lieferung
""",
        {
            "invoice_number": "2018/0077",
            "invoice_date": "2018-06-01",
            "amount_total": "1000.00",
            "amount_tax": "0.00",
            "amount_untaxed": "1000.00",
            "supplier_vat": "DE136695976",
        },
    ),
    "french deposit": (
        """
ATELIER DU PONT SAS                              FACTURE N° F20180412
8 rue des Arts, 75018 PARIS                       Date : 03/10/2018
SIRET 40483304800022   TVA FR83404833048        Echéance : 02/11/2018
                                                Réf. commande : C-88120
MAISON BRUNE
4 RUE DU PORT
06000 NICE

Désignation        Qté     PU HT      Montant HT    TVA
PRESTATION          1     700,00         700,00     20%
Total HT                                 700,00
TVA 20%                                  140,00
Total TTC                                840,00 €
Acompte versé                            200,00 €
Net à payer                              640,00 €
""",
        {
            "invoice_number": "F20180412",
            "invoice_date": "2018-10-03",
            "due_date": "2018-11-02",
            "amount_total": "840.00",
            "amount_untaxed": "700.00",
            "amount_tax": "140.00",
            "supplier_name": "ATELIER DU PONT SAS",
            "supplier_vat": "FR83404833048",
        },
    ),
    "french sender line": (
        """
Facture FA-2017-0044
Le vieux four SARL - 12 chemin du lac - 74000 Annecy - France
TVA: FR83404833048 - SIRET : 40483304800022
Date de facture     13/11/2017
Date d'échéance     13/12/2017
Description                       Quantité   Prix unitaire   Rem.   Prix HT
Miel                               5 Unit(s)      4,55 €      10%   20,48 €
Total HT            20,48 €
Total taxes          4,10 €
Total TTC           24,58 €
""",
        {
            "invoice_number": "FA-2017-0044",
            "invoice_date": "2017-11-13",
            "due_date": "2017-12-13",
            "amount_total": "24.58",
            "amount_untaxed": "20.48",
            "amount_tax": "4.10",
        },
    ),
    "british partly paid": (
        """
ACME Widgets Ltd                                       TAX INVOICE
1 High Street, Leeds LS1 4AB
VAT Reg No: GB 980 7806 84
Invoice Number          INV-0042
Issue Date              1 Feb 2024
Due Date                2 Mar 2024
Bill To
Foo Bar plc
2 Low Road, York YO1 7AA

Item              Quantity      Price       Total
Widget large            3       10.00       30.00
                        Subtotal            30.00
                        VAT (20%)            6.00
                        Total GBP           36.00
                        Less Amount Paid    10.00
                        Amount Due GBP      26.00
""",
        {
            "invoice_number": "INV-0042",
            "invoice_date": "2024-02-01",
            "due_date": "2024-03-02",
            "amount_total": "36.00",
            "amount_untaxed": "30.00",
            "amount_tax": "6.00",
            "supplier_name": "ACME Widgets Ltd",
            "supplier_vat": "GB980780684",
            "currency": "GBP",
            "lines": 1,
        },
    ),
    "text totals with a table of taxes": (
        """
Rechnung RE-20171118/41 vom 18.11.2017
Wolkenbau GmbH Tor 3 10115 Berlin
Anna Kern
Bahnstr. 9
04109 Leipzig
Menge   Produkt                 USt.   Preis      Gesamtbetrag
1,00    Zeichnung (Std)      7%    160,00 €      160,00 €
Nettobetrag: 160,00 €
zuzüglich Umsatzsteuer
USt. Satz     Nettopreis     Ust.-Betrag
7%             160,00 €         11,20 €
             USt. Gesamt:   11,20 €
Gesamtbetrag: 171,20 €
Bitte überweisen Sie bis zum 09.12.2017.
""",
        {
            "invoice_number": "RE-20171118/41",
            "invoice_date": "2017-11-18",
            "due_date": "2017-12-09",
            "amount_total": "171.20",
            "amount_untaxed": "160.00",
            "amount_tax": "11.20",
            "supplier_name": "Wolkenbau GmbH",
        },
    ),
    "capitals and freight": (
        """
OSTWERK METALL GMBH
HAFENSTRASSE 7
18055 ROSTOCK
SEEGARTEN GMBH
UFERWEG 4
40213 DÜSSELDORF
RECHNUNG                     Beleg-Nr.: 20180931     Datum 31.10.2018
Kunden-Nr.: 009420    Ihr Auftrag: ABC123    Auftrags-Nr.: BC123
Steuernr.: 201/123/45678    USt-IdNr.: DE136695976
Warenwert netto                   1.000,00
Frachtkosten                         30,00
Summe netto                       1.030,00
MwSt 19,00 %                        195,70
Gesamt Brutto                     1.225,70
Fällig am 30.11.2018
""",
        {
            "invoice_number": "20180931",
            "invoice_date": "2018-10-31",
            "due_date": "2018-11-30",
            "amount_total": "1225.70",
            "amount_untaxed": "1030.00",
            "amount_tax": "195.70",
            "supplier_name": "OSTWERK METALL GMBH",
        },
    ),
    "spanish credit note": (
        """
FACTURA RECTIFICATIVA Nº R-2024/3
Fecha de expedición 12-01-2024
Talleres Norte S.L.U. · Polígono Sur 7 · 31012 Pamplona
NIF B58378431
Cliente: Juan Pérez
Base imponible   -100,00
IVA 21 %          -21,00
Total            -121,00 €
""",
        {
            "invoice_number": "R-2024/3",
            "invoice_date": "2024-01-12",
            "amount_total": "121.00",
            "document_type": "credit_note",
            "supplier_name": "Talleres Norte S.L.U.",
        },
    ),
    "american net 30": (
        """
INVOICE
Northwind LLC
500 5th Ave, New York, NY 10110
Invoice # 2024-118     Date 12/31/2024     Terms Net 30
Description      Hours    Rate      Amount
Consulting          10   150.00    1,500.00
TOTAL                             $1,500.00
""",
        {
            "invoice_number": "2024-118",
            "invoice_date": "2024-12-31",
            "due_date": "2025-01-30",
            "amount_total": "1500.00",
            "currency": "USD",
            "lines": 1,
        },
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_reads(case):
    drawing, expected = CASES[case]
    result = extract(response(drawing))
    read = values(result) | {"document_type": result.document_type, "lines": len(result.lines)}
    assert {name: read.get(name) for name in expected} == expected
