"""An Indonesian invoice: rupiah without decimals, PPN 11 %, NPWP instead of a VAT number."""

from __future__ import annotations

from datetime import date

from .document import Document, Party, line
from .numbers import rupiah
from .sheet import Column, Sheet
from .truth import plain

TEAL = "#0f6670"

DOCUMENT = Document(
    document_type="invoice",
    language="id",
    supplier=Party(
        "PT Cahaya Rimba Abadi",
        "Jl. Melati Raya No. 28",
        "Bandung 40115, Jawa Barat",
        vat="018372649045000",
    ),
    buyer=Party("CV Sumber Rezeki", "Jl. Diponegoro No. 91", "Semarang 50241"),
    number="INV/2026/07/0192",
    issued=date(2026, 7, 14),
    due=date(2026, 8, 13),
    currency="IDR",
    lines=(
        line("Meja kerja kayu jati 120 x 60", "5", "1850000", "11"),
        line("Kursi rapat rangka besi", "20", "475000", "11"),
        line("Lemari arsip 4 laci", "3", "2240000", "11"),
        line("Ongkos kirim dan pasang", "1", "650000", "11"),
    ),
)

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


def _spelled(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def render(document: Document = DOCUMENT) -> bytes:
    supplier, buyer = document.supplier, document.buyer
    assert buyer
    assert document.due
    sheet = Sheet(f"Faktur {document.number}")
    sheet.box(0, 0, 210, 34, TEAL)
    sheet.text(18, 17, supplier.name, 17, bold=True, ink="#ffffff")
    sheet.text(18, 24, f"{supplier.street}, {supplier.city}", 9, ink="#ffffff")
    npwp = supplier.vat or ""
    dotted = f"{npwp[:2]}.{npwp[2:5]}.{npwp[5:8]}.{npwp[8]}-{npwp[9:12]}.{npwp[12:]}"
    sheet.text(18, 29, f"NPWP: {dotted}", 9, ink="#ffffff")
    sheet.text(192, 20, "FAKTUR", 22, bold=True, right=True, ink="#ffffff")

    sheet.text(18, 46, "Kepada Yth.", 9, ink=TEAL)
    sheet.block(18, 52, [buyer.name, buyer.street, buyer.city], 10, 5, bold_first=True)
    for index, (label, value) in enumerate(
        [
            ("No. Faktur", document.number),
            ("Tanggal", _spelled(document.issued)),
            ("Jatuh Tempo", _spelled(document.due)),
        ]
    ):
        sheet.text(120, 47 + index * 6, label, 9.5)
        sheet.text(146, 47 + index * 6, f": {value}", 9.5)

    columns = [
        Column("No", 20),
        Column("Keterangan", 30),
        Column("Jumlah", 122, True),
        Column("Harga Satuan", 156, True),
        Column("Total", 190, True),
    ]
    sheet.box(18, 74, 174, 8, "#d7eaec", TEAL)
    sheet.header(columns, 79.4, 9, TEAL)
    y = 89.0
    for index, item in enumerate(document.lines, start=1):
        sheet.row(
            columns,
            y,
            [
                str(index),
                item.description,
                plain(item.quantity),
                rupiah(item.unit_price),
                rupiah(item.subtotal),
            ],
            9.5,
        )
        sheet.rule(18, y + 2.6, 174, 0.3, "#a9c9cc")
        y += 8
    y += 4
    for label, amount, bold in [
        ("Subtotal", document.untaxed, False),
        ("PPN 11%", document.tax, False),
        ("Total Tagihan", document.total, True),
    ]:
        sheet.text(124, y, label, 10.5, bold=bold)
        sheet.text(190, y, f"Rp {rupiah(amount)}", 10.5, bold=bold, right=True)
        y += 7
    sheet.block(
        18,
        y + 10,
        [
            "Pembayaran ditransfer ke:",
            "Bank Nusa Raya, cabang Bandung",
            "No. rekening 418-273-6501 a.n. PT Cahaya Rimba Abadi",
        ],
        9.5,
    )
    sheet.text(160, y + 34, "Hormat kami,", 9.5, centre=True)
    sheet.text(160, y + 58, "Dewi Anggraini", 9.5, bold=True, centre=True)
    return sheet.pdf()
