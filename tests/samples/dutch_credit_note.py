"""A Dutch credit note: positive amounts, a reference to the invoice it corrects."""

from __future__ import annotations

from datetime import date

from .document import Document, Party, line
from .numbers import continental
from .sheet import Column, Sheet
from .truth import plain

ORANGE = "#c2541b"

DOCUMENT = Document(
    document_type="credit_note",
    language="nl",
    supplier=Party(
        "Van Rijsbergen Verpakkingen B.V.",
        "Havenstraat 112",
        "3115 HD Schiedam",
        vat="NL812746399B01",
        iban="NL57ABNA0417364829",
    ),
    buyer=Party("Kaashandel De Vuist B.V.", "Markt 3", "2801 JJ Gouda"),
    number="CN2026-0087",
    issued=date(2026, 4, 22),
    due=None,
    currency="EUR",
    lines=(
        line("Kartonnen doos 400 x 300 x 200, retour", "150", "1.12", "21"),
        line("Palletfolie 23 mu, beschadigd geleverd", "8", "14.75", "21"),
        line("Correctie transportkosten", "1", "35.00", "21"),
    ),
)


def render(document: Document = DOCUMENT) -> bytes:
    supplier, buyer = document.supplier, document.buyer
    assert buyer
    sheet = Sheet(f"Creditnota {document.number}")
    sheet.box(0, 0, 62, 297, "#faf1eb")
    sheet.text(12, 26, "VAN RIJSBERGEN", 13, bold=True, ink=ORANGE)
    sheet.text(12, 31.5, "VERPAKKINGEN", 9.5, ink=ORANGE)
    sheet.block(
        12,
        44,
        [supplier.name, supplier.street, supplier.city, "", "Tel. 010 555 03 41"],
        8.2,
        4.4,
    )
    iban = supplier.iban or ""
    sheet.block(
        12,
        74,
        [
            "KvK 24418273",
            f"Btw-nr. {supplier.vat}",
            "IBAN",
            " ".join(iban[at : at + 4] for at in range(0, len(iban), 4)),
        ],
        8.2,
        4.4,
    )

    sheet.text(74, 28, "Creditnota", 24, bold=True)
    sheet.block(74, 42, [buyer.name, buyer.street, buyer.city], 10, 5)
    for index, (label, value) in enumerate(
        [
            ("Creditnotanummer", document.number),
            ("Datum", f"{document.issued:%d-%m-%Y}"),
            ("Debiteurnummer", "D-5530"),
            ("Betreft factuur", "F2026-1148"),
        ]
    ):
        sheet.text(74, 66 + index * 5.4, label, 9.5, ink="#5d5149")
        sheet.text(112, 66 + index * 5.4, value, 9.5)

    columns = [
        Column("Omschrijving", 74),
        Column("Aantal", 146, True),
        Column("Prijs", 160, True),
        Column("Btw", 172, True),
        Column("Bedrag", 192, True),
    ]
    sheet.header(columns, 102, 9, ORANGE)
    sheet.rule(74, 104, 118, 0.8, ORANGE)
    y = 111.0
    for item in document.lines:
        sheet.row(
            columns,
            y,
            [
                item.description,
                plain(item.quantity),
                continental(item.unit_price),
                f"{plain(item.tax_percent)}%",
                continental(item.subtotal),
            ],
        )
        y += 7.5
    sheet.rule(74, y - 2.5, 118, 0.4, "#c9b3a5")
    y += 5
    for label, amount, bold in [
        ("Totaal excl. btw", document.untaxed, False),
        ("Btw 21%", document.tax, False),
        ("Te crediteren", document.total, True),
    ]:
        sheet.text(128, y, label, 10, bold=bold)
        sheet.text(192, y, f"€ {continental(amount)}", 10, bold=bold, right=True)
        y += 6.4
    sheet.block(
        74,
        y + 12,
        [
            "Dit bedrag wordt verrekend met uw eerstvolgende factuur.",
            "Onze excuses voor het ongemak.",
        ],
        9,
    )
    return sheet.pdf()
