"""A German invoice: DIN 5008 letter, one rate of VAT, bank details in the footer."""

from __future__ import annotations

from datetime import date

from reportlab.lib.pdfencrypt import StandardEncryption

from .document import Document, Party, line
from .numbers import continental
from .sheet import Column, Sheet
from .truth import plain

BLUE = "#12446e"

DOCUMENT = Document(
    document_type="invoice",
    language="de",
    supplier=Party(
        "Nordlicht Werkzeugbau GmbH",
        "Fährkanal 18",
        "20457 Hamburg",
        vat="DE281749364",
        iban="DE61200505501284736095",
    ),
    buyer=Party("Immergrün Handels AG", "Lindenallee 7", "04229 Leipzig"),
    number="RE-2026-04817",
    issued=date(2026, 3, 17),
    due=date(2026, 4, 16),
    currency="EUR",
    lines=(
        line("Schaftfräser VHM 8 mm, 4 Schneiden", "12", "34.90", "19", "WZ-2108", "Stk."),
        line("Präzisions-Schraubstock 125 mm", "2", "418.00", "19", "WZ-4410", "Stk."),
        line("Kühlschmierstoff, Kanister 20 l", "3", "96.50", "19", "BS-0720", "Kan."),
        line("Montage vor Ort", "6.5", "78.00", "19", "DL-0001", "Std."),
        line("Messuhr digital 0–12,5 mm", "4", "129.75", "19", "MT-3302", "Stk."),
    ),
)


def render(document: Document = DOCUMENT, encrypt: StandardEncryption | None = None) -> bytes:
    supplier, buyer = document.supplier, document.buyer
    assert buyer
    sheet = Sheet(f"Rechnung {document.number}", encrypt=encrypt)

    sheet.box(0, 0, 210, 6, BLUE)
    sheet.disc(26, 21, 5.2, BLUE)
    sheet.text(26, 23, "NW", 11, bold=True, centre=True, ink="#ffffff")
    sheet.text(34, 20.5, supplier.name, 15, bold=True, ink=BLUE)
    sheet.text(34, 25.5, "Zerspanung · Vorrichtungen · Service seit 1974", 8.5, ink="#4c5666")

    sender = f"{supplier.name} · {supplier.street} · {supplier.city}"
    sheet.text(20, 49, sender, 7, ink="#4c5666")
    sheet.rule(20, 50.2, sheet.width(sender, 7), 0.3)
    sheet.block(20, 57, [buyer.name, "Kreditorenbuchhaltung", buyer.street, buyer.city], 10, 5)

    sheet.pairs(
        128,
        190,
        57,
        [
            ("Rechnungsnummer", document.number),
            ("Rechnungsdatum", f"{document.issued:%d.%m.%Y}"),
            ("Kundennummer", "K-20931"),
            ("Lieferschein", "LS-77120"),
            ("Leistungszeitraum", "02.–13.03.2026"),
            ("Ansprechpartner", "Wiebke Harms"),
        ],
    )

    sheet.text(20, 99, f"Rechnung {document.number}", 14, bold=True)
    sheet.block(
        20,
        107,
        [
            "Sehr geehrte Damen und Herren,",
            "wir bedanken uns für Ihren Auftrag und berechnen Ihnen wie folgt:",
        ],
    )

    columns = [
        Column("Pos.", 22),
        Column("Artikel", 32),
        Column("Bezeichnung", 51),
        Column("Menge", 128, True),
        Column("Einh.", 131),
        Column("Einzelpreis", 160, True),
        Column("MwSt.", 172, True),
        Column("Gesamt €", 189, True),
    ]
    sheet.box(20, 118, 170, 7, BLUE)
    sheet.header(columns, 122.8, ink="#ffffff")
    y = 131.0
    for position, item in enumerate(document.lines, start=1):
        sheet.row(
            columns,
            y,
            [
                str(position),
                item.reference,
                item.description,
                plain(item.quantity).replace(".", ","),
                item.unit,
                continental(item.unit_price),
                f"{plain(item.tax_percent)} %",
                continental(item.subtotal),
            ],
        )
        sheet.rule(20, y + 2.4, 170, 0.25, "#b8c0cc")
        y += 7.4

    y += 3
    sheet.text(130, y, "Nettobetrag")
    sheet.text(189, y, f"{continental(document.untaxed)} €", right=True)
    for rate, (_base, tax) in document.taxes.items():
        y += 5.6
        sheet.text(130, y, f"zzgl. {plain(rate)} % MwSt.")
        sheet.text(189, y, f"{continental(tax)} €", right=True)
    y += 3
    sheet.rule(130, y, 60, 1)
    y += 5.4
    sheet.text(130, y, "Rechnungsbetrag", 11, bold=True)
    sheet.text(189, y, f"{continental(document.total)} €", 11, bold=True, right=True)

    assert document.due
    sheet.block(
        20,
        y + 16,
        [
            f"Zahlbar ohne Abzug bis zum {document.due:%d.%m.%Y} auf das unten genannte Konto.",
            "Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum.",
            "",
            "Mit freundlichen Grüßen",
            "Nordlicht Werkzeugbau",
        ],
    )

    sheet.rule(20, 268, 170, 0.4, "#8a94a3")
    grey = "#4c5666"
    iban = supplier.iban or ""
    grouped = " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))
    sheet.block(
        20,
        273,
        [supplier.name, supplier.street, supplier.city, "Tel. +49 40 5550 1820"],
        7.5,
        3.6,
        ink=grey,
    )
    sheet.block(
        78,
        273,
        [
            "Geschäftsführer: Onno Petersen",
            "Amtsgericht Hamburg, HRB 118 204",
            f"USt-IdNr. {supplier.vat}",
            "Steuernummer 27/418/02931",
        ],
        7.5,
        3.6,
        ink=grey,
    )
    sheet.block(
        136,
        273,
        ["Hansebank Hamburg", f"IBAN {grouped}", "BIC HASPDEHHXXX"],
        7.5,
        3.6,
        ink=grey,
    )
    return sheet.pdf()
