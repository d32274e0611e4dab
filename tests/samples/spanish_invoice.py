"""A Spanish invoice: the supplier on the right, month by name, amounts with the sign behind."""

from __future__ import annotations

from datetime import date

from .document import Document, Party, line
from .numbers import continental
from .sheet import Column, Sheet
from .truth import plain

RED = "#a3262f"

DOCUMENT = Document(
    document_type="invoice",
    language="es",
    supplier=Party(
        "Suministros Cala Blanca, S.L.",
        "Polígono Les Gavarres, nave 8",
        "43006 Tarragona",
        vat="ESB83746297",
        iban="ES2221000418450200738461",
    ),
    buyer=Party("Hostelería Monteluna, S.A.", "Calle del Olmo 15", "50003 Zaragoza"),
    number="2026/A-731",
    issued=date(2026, 9, 3),
    due=date(2026, 10, 3),
    currency="EUR",
    lines=(
        line("Mantel algodón blanco 140 x 140", "60", "11.25", "21"),
        line("Servilletas lino, paquete de 12", "25", "18.40", "21"),
        line("Copa vino tinto 54 cl", "144", "2.35", "21"),
        line("Cubertería acero 18/10, juego 24 piezas", "10", "39.90", "21"),
    ),
)

MONTHS = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]


def _spelled(day: date) -> str:
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def render(document: Document = DOCUMENT) -> bytes:
    supplier, buyer = document.supplier, document.buyer
    assert buyer
    assert document.due
    sheet = Sheet(f"Factura {document.number}")
    sheet.text(18, 30, "FACTURA", 26, bold=True, ink=RED)
    sheet.block(
        192,
        24,
        [
            supplier.name,
            supplier.street,
            supplier.city,
            f"NIF: {supplier.vat[2:] if supplier.vat else ''}",
            "Tel. 977 555 018",
        ],
        9.5,
        4.8,
        right=True,
        bold_first=True,
    )
    sheet.rule(18, 52, 174, 1.2, RED)
    sheet.text(18, 61, "Cliente", 8.5, ink=RED)
    sheet.block(18, 67, [buyer.name, buyer.street, buyer.city, "NIF: A28104736"], 10, 5)
    for index, (label, value) in enumerate(
        [
            ("Factura nº:", document.number),
            ("Fecha de emisión:", _spelled(document.issued)),
            ("Fecha de vencimiento:", _spelled(document.due)),
            ("Forma de pago:", "Transferencia bancaria"),
        ]
    ):
        sheet.text(108, 62 + index * 6, label, 9.5, bold=True)
        sheet.text(148, 62 + index * 6, value, 9.5)

    columns = [
        Column("Cantidad", 34, True),
        Column("Concepto", 40),
        Column("Precio", 140, True),
        Column("IVA", 158, True),
        Column("Importe", 190, True),
    ]
    sheet.box(18, 98, 174, 8, RED)
    sheet.header(columns, 103.4, 9, "#ffffff")
    y = 114.0
    for index, item in enumerate(document.lines):
        if index % 2:
            sheet.box(18, y - 5.4, 174, 8, "#f8eeee")
        sheet.row(
            columns,
            y,
            [
                plain(item.quantity),
                item.description,
                f"{continental(item.unit_price)} €",
                f"{plain(item.tax_percent)} %",
                f"{continental(item.subtotal)} €",
            ],
            9.5,
        )
        y += 8
    y += 6
    for label, amount, bold in [
        ("Base imponible", document.untaxed, False),
        ("IVA 21 %", document.tax, False),
        ("TOTAL FACTURA", document.total, True),
    ]:
        if bold:
            sheet.rule(116, y - 5, 76, 0.8, RED)
        size = 12 if bold else 10
        sheet.text(118, y, label, size, bold=bold)
        sheet.text(190, y, f"{continental(amount)} €", size, bold=bold, right=True)
        y += 7.4
    iban = supplier.iban or ""
    sheet.block(
        18,
        y + 20,
        [
            "Cuenta de abono: " + " ".join(iban[at : at + 4] for at in range(0, len(iban), 4)),
            "Caja del Litoral",
            "Inscrita en el Registro Mercantil de Tarragona, tomo 1.204, folio 88, hoja T-18.273",
        ],
        8.5,
    )
    return sheet.pdf()
