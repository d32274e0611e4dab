"""A Malaysian till receipt: narrow paper, capitals, day-first date, 6 % tax, ringgit."""

from __future__ import annotations

from datetime import date

from reportlab.lib.units import mm

from .document import Document, Party, line
from .numbers import english
from .sheet import Sheet
from .truth import plain

DOCUMENT = Document(
    document_type="receipt",
    language="en",
    supplier=Party(
        "SERI MELATI HARDWARE SDN BHD",
        "NO 14 JALAN PERMATA 3/2",
        "TAMAN PERMATA, 43300 SERI KEMBANGAN, SELANGOR",
        vat="000482719616",
    ),
    buyer=None,
    number="CS-0048213",
    issued=date(2026, 2, 24),
    due=None,
    currency="MYR",
    lines=(
        line("PVC PIPE 20MM X 3M", "4", "8.50", "6"),
        line("WALL PLUG M6 (100PCS)", "2", "5.90", "6"),
        line("PAINT ROLLER 9 INCH", "1", "16.80", "6"),
        line("EMULSION WHITE 5L", "2", "62.00", "6"),
        line("MASKING TAPE 24MM", "3", "4.20", "6"),
        line("SILICONE SEALANT CLEAR", "2", "11.40", "6"),
    ),
)

WIDTH, HEIGHT = 80.0, 172.0  # mm


def render(document: Document = DOCUMENT) -> bytes:
    sheet = Sheet("Receipt", (WIDTH * mm, HEIGHT * mm), font="Courier", bold="Courier-Bold")
    middle = WIDTH / 2
    ink = "#26262b"
    sheet.text(middle, 12, document.supplier.name, 10.5, bold=True, centre=True, ink=ink)
    y = 17.5
    for text in [
        "(1048273-K)",
        document.supplier.street,
        "TAMAN PERMATA, 43300 SERI KEMBANGAN",
        "SELANGOR",
        "TEL: 03-5550 2214",
        f"GST REG NO: {document.supplier.vat}",
    ]:
        sheet.text(middle, y, text, 8, centre=True, ink=ink)
        y += 4.2
    y += 2
    sheet.text(middle, y, "TAX INVOICE", 10.5, bold=True, centre=True, ink=ink)
    y += 6
    for label, value in [
        ("RECEIPT NO", document.number),
        ("DATE", f"{document.issued:%d/%m/%Y}  16:42"),
        ("CASHIER", "AINA"),
    ]:
        sheet.text(6, y, f"{label:<11}: {value}", 8.5, ink=ink)
        y += 4.6
    sheet.rule(6, y - 1, 68, 0.7)
    y += 3.5
    sheet.text(6, y, "ITEM", 8.5, bold=True, ink=ink)
    sheet.text(50, y, "PRICE", 8.5, bold=True, right=True, ink=ink)
    sheet.text(74, y, "AMOUNT", 8.5, bold=True, right=True, ink=ink)
    y += 2
    sheet.rule(6, y, 68, 0.7)
    y += 4.6
    for item in document.lines:
        sheet.text(6, y, item.description, 8.5, ink=ink)
        y += 4.2
        sheet.text(10, y, f"{plain(item.quantity)} x", 8.5, ink=ink)
        sheet.text(50, y, english(item.unit_price), 8.5, right=True, ink=ink)
        sheet.text(74, y, english(item.subtotal), 8.5, right=True, ink=ink)
        y += 5
    sheet.rule(6, y - 1.5, 68, 0.7)
    y += 3.5
    for label, amount in [
        ("SUBTOTAL (EXCL. GST)", document.untaxed),
        ("GST 6%", document.tax),
    ]:
        sheet.text(6, y, label, 8.5, ink=ink)
        sheet.text(74, y, english(amount), 8.5, right=True, ink=ink)
        y += 5
    sheet.text(6, y + 1, "TOTAL RM", 12, bold=True, ink=ink)
    sheet.text(74, y + 1, english(document.total), 12, bold=True, right=True, ink=ink)
    y += 7
    paid = 250
    sheet.text(6, y, "CASH", 8.5, ink=ink)
    sheet.text(74, y, f"{paid:.2f}", 8.5, right=True, ink=ink)
    y += 5
    sheet.text(6, y, "CHANGE", 8.5, ink=ink)
    sheet.text(74, y, english(paid - document.total), 8.5, right=True, ink=ink)
    y += 8
    for text in ["GOODS SOLD ARE NOT RETURNABLE", "TERIMA KASIH / THANK YOU"]:
        sheet.text(middle, y, text, 8, centre=True, ink=ink)
        y += 4.4
    return sheet.pdf()
