"""An English invoice from a studio: spelled-out dates, pounds, the total on a coloured bar."""

from __future__ import annotations

from datetime import date

from .document import Document, Party, line
from .numbers import english
from .sheet import Column, Sheet
from .truth import plain

GREEN = "#1f5f4a"

DOCUMENT = Document(
    document_type="invoice",
    language="en",
    supplier=Party(
        "Harbour & Finch Studio Ltd",
        "27 Quayside Mews",
        "Bristol BS1 6UX",
        "United Kingdom",
        vat="GB739182510",
        iban="GB30BARC20304183746192",
    ),
    buyer=Party("Larkspur Kitchens Ltd", "4 Mill Lane", "Bath BA2 3DQ", "United Kingdom"),
    number="HF-1093",
    issued=date(2026, 5, 8),
    due=date(2026, 6, 7),
    currency="GBP",
    lines=(
        line("Brand guidelines, 48 pages", "1", "2400.00", "20"),
        line("Packaging artwork", "6", "185.00", "20"),
        line("Product photography, half day", "2.5", "640.00", "20"),
        line("Print management", "1", "312.45", "20"),
    ),
)


def render(document: Document = DOCUMENT) -> bytes:
    supplier, buyer = document.supplier, document.buyer
    assert buyer
    assert document.due
    sheet = Sheet(f"Invoice {document.number}", font="Times-Roman", bold="Times-Bold")

    sheet.text(190, 32, "INVOICE", 30, right=True, bold=True, ink=GREEN)
    sheet.text(20, 26, "Harbour", 22, bold=True)
    sheet.text(20, 34, "& Finch", 22, ink=GREEN)
    sheet.block(
        20,
        43,
        [
            supplier.name,
            supplier.street,
            supplier.city,
            supplier.country,
            "accounts@harbourfinch.example",
        ],
        9.5,
    )
    sheet.rule(20, 71, 170, 1.4, GREEN)

    sheet.text(20, 80, "Bill to", 9, bold=True, ink=GREEN)
    sheet.block(
        20,
        86,
        [buyer.name, "Attn: Rosalind Achterberg", buyer.street, buyer.city, buyer.country],
        10,
    )
    for index, (label, value) in enumerate(
        [
            ("Invoice no.", document.number),
            ("Invoice date", f"{document.issued.day} {document.issued:%B %Y}"),
            ("Due date", f"{document.due.day} {document.due:%B %Y}"),
            ("Your PO", "LK-40022"),
            (
                "VAT registration",
                f"GB {supplier.vat[2:5]} {supplier.vat[5:9]} {supplier.vat[9:]}"
                if supplier.vat
                else "",
            ),
        ]
    ):
        y = 80 + index * 5.6
        sheet.text(118, y, label, 10, bold=True)
        sheet.text(152, y, value, 10)

    columns = [
        Column("Description", 20),
        Column("Qty", 118, True),
        Column("Unit price", 142, True),
        Column("VAT", 158, True),
        Column("Amount", 190, True),
    ]
    sheet.header(columns, 124, 10, GREEN)
    sheet.rule(20, 126.5, 170, 0.8, GREEN)
    y = 134.0
    for item in document.lines:
        sheet.row(
            columns,
            y,
            [
                item.description,
                plain(item.quantity),
                english(item.unit_price),
                f"{plain(item.tax_percent)}%",
                english(item.subtotal),
            ],
            10.5,
        )
        y += 8.5
    sheet.rule(20, y - 3, 170, 0.4, "#9aa5a0")

    y += 5
    for label, amount in [("Subtotal", document.untaxed), ("VAT @ 20%", document.tax)]:
        sheet.text(130, y, label, 10.5)
        sheet.text(187, y, f"£{english(amount)}", 10.5, right=True)
        y += 7
    sheet.box(126, y - 3, 64, 11, GREEN)
    sheet.text(130, y + 4, "Total due", 12, bold=True, ink="#ffffff")
    sheet.text(187, y + 4, f"£{english(document.total)}", 12, bold=True, right=True, ink="#ffffff")

    iban = supplier.iban or ""
    sheet.text(20, 236, "How to pay", 10, bold=True, ink=GREEN)
    sheet.block(
        20,
        242,
        [
            "Bank transfer within 30 days, quoting the invoice number.",
            f"Severn Commercial Bank   Sort code 20-30-41   Account {iban[-8:]}",
            "IBAN " + " ".join(iban[at : at + 4] for at in range(0, len(iban), 4)),
        ],
    )
    sheet.text(
        105,
        284,
        "Harbour & Finch Studio Ltd · Registered in England and Wales no. 09418273",
        8,
        centre=True,
        ink="#6a756f",
    )
    return sheet.pdf()
