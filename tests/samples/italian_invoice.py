"""An Italian invoice: boxed fields, seller and buyer side by side, the totals in a bottom grid."""

from __future__ import annotations

from datetime import date

from .document import Document, Party, line
from .numbers import continental
from .sheet import Column, Sheet
from .truth import plain

EDGE = "#54606e"

DOCUMENT = Document(
    document_type="invoice",
    language="it",
    supplier=Party(
        "Officine Bellandi S.r.l.",
        "Via dei Mulini 41",
        "25030 Torbole Casaglia (BS)",
        vat="IT07419360016",
        iban="IT45X0542811101000000482917",
    ),
    buyer=Party("Cicli Valsabbia S.p.A.", "Viale Europa 210", "25079 Vobarno (BS)"),
    number="417/2026",
    issued=date(2026, 6, 30),
    due=date(2026, 8, 31),
    currency="EUR",
    lines=(
        line("Tornitura mozzi in alluminio 6082", "250", "3.84", "22"),
        line("Fresatura piastre supporto", "80", "7.15", "22"),
        line("Anodizzazione nera", "330", "0.92", "22"),
        line("Attrezzaggio macchina", "2", "145.00", "22"),
        line("Trasporto", "1", "38.50", "22"),
    ),
)


def render(document: Document = DOCUMENT) -> bytes:
    supplier, buyer = document.supplier, document.buyer
    assert buyer
    assert document.due
    sheet = Sheet(f"Fattura {document.number}")
    sheet.box(14, 14, 90, 44, "#ffffff", EDGE)
    sheet.text(18, 22, supplier.name, 15, bold=True)
    sheet.block(
        18,
        29,
        [
            "Lavorazioni meccaniche di precisione",
            supplier.street,
            supplier.city,
            f"P.IVA {supplier.vat}",
            "C.F. 07419360016 - REA BS-418273",
        ],
        9,
        5,
    )
    sheet.box(108, 14, 88, 44, "#ffffff", EDGE)
    sheet.text(112, 20, "Spett.le", 8, ink=EDGE)
    sheet.block(112, 27, [buyer.name, buyer.street, buyer.city], 10.5, 5.4, bold_first=True)
    sheet.text(112, 50, "P.IVA IT03910480177", 9)

    fields = [
        ("Documento", "FATTURA", 14, 44),
        ("Numero", document.number, 58, 40),
        ("Data", f"{document.issued:%d/%m/%Y}", 98, 32),
        ("Scadenza", f"{document.due:%d/%m/%Y}", 130, 32),
        ("Pagamento", "BB 60 gg f.m.", 162, 34),
    ]
    for label, value, x, width in fields:
        sheet.box(x, 64, width, 13, "#ffffff", EDGE)
        sheet.text(x + 2, 68, label, 7, ink=EDGE)
        sheet.text(x + 2, 74, value, 10, bold=True)

    columns = [
        Column("Descrizione", 16),
        Column("Q.tà", 114, True),
        Column("Prezzo unit.", 142, True),
        Column("IVA %", 160, True),
        Column("Importo", 194, True),
    ]
    sheet.box(14, 83, 182, 8, "#dfe4ea", EDGE)
    sheet.header(columns, 88.4)
    sheet.box(14, 91, 182, 120, "#ffffff", EDGE)
    y = 98.0
    for item in document.lines:
        sheet.row(
            columns,
            y,
            [
                item.description,
                plain(item.quantity),
                continental(item.unit_price),
                plain(item.tax_percent),
                continental(item.subtotal),
            ],
            9.5,
        )
        y += 7

    for label, value, x, width in [
        ("Imponibile", continental(document.untaxed), 14, 46),
        ("Aliquota IVA", "22%", 60, 34),
        ("Imposta", continental(document.tax), 94, 46),
    ]:
        sheet.box(x, 217, width, 14, "#ffffff", EDGE)
        sheet.text(x + 2, 221.4, label, 7, ink=EDGE)
        sheet.text(x + width - 2, 228, value, 10.5, right=True)
    sheet.box(140, 217, 56, 14, "#dfe4ea", EDGE)
    sheet.text(142, 221.4, "Totale fattura EUR", 7, ink=EDGE)
    sheet.text(194, 228, continental(document.total), 12, bold=True, right=True)
    iban = supplier.iban or ""
    sheet.text(14, 241, f"Banca Popolare delle Valli - IBAN {iban}", 9)
    sheet.text(14, 247, "Contributo ambientale CONAI assolto ove dovuto.", 8, ink=EDGE)
    return sheet.pdf()
