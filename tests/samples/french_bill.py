"""A French bill of two pages: many lines, two rates of VAT, a sub-total carried over the page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .document import Document, Line, Party, line
from .numbers import french
from .sheet import Column, Sheet
from .truth import plain

PLUM = "#6b2d5c"

STATIONERY = (
    ("PA-100", "Ramette papier A4 80 g", "40", "4.15"),
    ("PA-104", "Ramette papier A3 80 g", "10", "9.60"),
    ("EN-210", "Enveloppes C5 blanches, boîte de 500", "3", "31.80"),
    ("EN-214", "Enveloppes bulles format D, lot de 100", "2", "27.45"),
    ("CL-031", "Classeur à levier dos 80 mm", "24", "2.95"),
    ("CL-044", "Chemises cartonnées, paquet de 100", "6", "14.20"),
    ("CL-052", "Pochettes perforées, boîte de 100", "12", "5.35"),
    ("CL-060", "Intercalaires 12 touches", "30", "1.18"),
    ("ST-007", "Stylo bille bleu pointe moyenne", "100", "0.42"),
    ("ST-008", "Stylo bille noir pointe moyenne", "100", "0.42"),
    ("ST-021", "Surligneur jaune, boîte de 10", "5", "7.90"),
    ("ST-033", "Marqueur tableau blanc, étui de 4", "8", "6.25"),
    ("ST-040", "Crayon graphite HB, boîte de 12", "6", "3.70"),
    ("AG-011", "Agrafeuse de bureau 25 feuilles", "7", "11.30"),
    ("AG-012", "Agrafes 24/6, boîte de 5 000", "15", "2.05"),
    ("AG-020", "Perforateur 2 trous", "4", "13.85"),
    ("CO-002", "Colle en bâton 40 g", "20", "1.95"),
    ("CO-009", "Ruban adhésif transparent, lot de 8", "9", "8.40"),
    ("CO-015", "Ruban d'emballage havane, lot de 6", "5", "12.60"),
    ("BL-301", "Bloc-notes A5 quadrillé", "50", "1.65"),
    ("BL-305", "Cahier à spirale A4, 180 pages", "25", "3.25"),
    ("BL-310", "Notes repositionnables 76 × 76 mm", "36", "1.10"),
    ("BL-318", "Registre de caisse 200 pages", "2", "18.90"),
    ("IN-501", "Cartouche encre noire HX-62", "6", "24.70"),
    ("IN-502", "Cartouche encre couleur HX-62", "6", "28.90"),
    ("IN-520", "Toner noir TL-1420", "3", "67.50"),
    ("IN-533", "Clé USB 64 Go", "10", "8.95"),
    ("IN-540", "Souris optique filaire", "5", "9.80"),
    ("IN-547", "Lingettes écran, boîte de 100", "4", "5.60"),
    ("MO-710", "Lampe de bureau à pince", "3", "32.00"),
    ("MO-715", "Repose-pieds réglable", "2", "41.50"),
    ("MO-722", "Corbeille à papier 15 l", "6", "7.25"),
)
BOOKS = (
    ("LI-901", "Guide pratique de la facturation", "3", "28.00"),
    ("LI-902", "Mémento social de l'employeur", "2", "46.00"),
    ("LI-907", "Annuaire professionnel régional", "1", "59.00"),
    ("LI-911", "Dictionnaire des affaires", "2", "34.50"),
)

DOCUMENT = Document(
    document_type="invoice",
    language="fr",
    supplier=Party(
        "Papeterie des Trois Quais SARL",
        "52 quai de la Fosse",
        "44000 Nantes",
        vat="FR75512837469",
        iban="FR7630004008280004719283626",
    ),
    buyer=Party("Ateliers Morvan SAS", "9 rue des Tanneurs", "49100 Angers"),
    number="FA26-00392",
    issued=date(2026, 1, 29),
    due=date(2026, 3, 15),
    currency="EUR",
    lines=tuple(line(d, q, p, "20", r) for r, d, q, p in STATIONERY)
    + tuple(line(d, q, p, "5.5", r) for r, d, q, p in BOOKS),
)

COLUMNS = [
    Column("Réf.", 17),
    Column("Désignation", 34),
    Column("Qté", 125, True),
    Column("P.U. HT", 146, True),
    Column("TVA", 164, True),
    Column("Montant HT", 192, True),
]
FIRST_PAGE = 22  # lines


def render(document: Document = DOCUMENT) -> bytes:
    supplier, buyer = document.supplier, document.buyer
    assert buyer
    assert document.due
    sheet = Sheet(f"Facture {document.number}")

    sheet.text(15, 22, "Papeterie des Trois Quais", 18, bold=True, ink=PLUM)
    sheet.block(
        15,
        29,
        [supplier.name, supplier.street, supplier.city, "Tél. 02 55 50 18 44"],
        9,
        4.4,
    )
    sheet.box(118, 14, 77, 26, "#f5eef3", PLUM)
    sheet.text(122, 21, f"FACTURE N° {document.number}", 12, bold=True, ink=PLUM)
    sheet.text(122, 27.5, f"Date de facture : {document.issued:%d/%m/%Y}")
    sheet.text(122, 32.5, f"Date d'échéance : {document.due:%d/%m/%Y}")
    sheet.text(122, 37.5, "N° client : C08841")

    sheet.text(118, 52, "Facturé à", 8.5, ink=PLUM)
    sheet.block(118, 57.5, [buyer.name, buyer.street, buyer.city], 10, 5, bold_first=True)
    sheet.text(15, 68, "Votre commande BC-1177 du 19/01/2026 — livraison du 26/01/2026", 9)

    carried = Decimal()
    y = _table_head(sheet, 76)
    for item in document.lines[:FIRST_PAGE]:
        y = _table_row(sheet, y, item)
        carried += item.subtotal
    sheet.rule(15, y - 3.2, 180, 0.6, PLUM)
    sheet.text(146, y + 2, "À reporter", 9.5, bold=True, right=True)
    sheet.text(192, y + 2, french(carried), 9.5, bold=True, right=True)
    _foot(sheet, document, 1)
    sheet.next_page()

    sheet.text(15, 18, f"{supplier.name} — facture n° {document.number}", 9, ink=PLUM)
    y = _table_head(sheet, 26)
    sheet.text(146, y, "Report", 9.5, bold=True, right=True)
    sheet.text(192, y, french(carried), 9.5, bold=True, right=True)
    y += 7
    for item in document.lines[FIRST_PAGE:]:
        y = _table_row(sheet, y, item)
    sheet.rule(15, y - 3.2, 180, 0.6, PLUM)

    y += 8
    sheet.text(15, y, "Taux", 8.5, bold=True)
    sheet.text(52, y, "Base HT", 8.5, bold=True, right=True)
    sheet.text(80, y, "Montant TVA", 8.5, bold=True, right=True)
    below = y
    for rate, (base, tax) in document.taxes.items():
        below += 5.5
        sheet.text(15, below, f"{plain(rate).replace('.', ',')} %", 9)
        sheet.text(52, below, french(base), 9, right=True)
        sheet.text(80, below, french(tax), 9, right=True)
    for label, amount in [("Total HT", document.untaxed), ("Total TVA", document.tax)]:
        sheet.text(125, y, label, 10)
        sheet.text(192, y, f"{french(amount)} €", 10, right=True)
        y += 6.2
    sheet.box(121, y - 3.4, 74, 10, PLUM)
    sheet.text(125, y + 3, "Net à payer TTC", 11.5, bold=True, ink="#ffffff")
    sheet.text(
        192, y + 3, f"{french(document.total)} €", 11.5, bold=True, right=True, ink="#ffffff"
    )

    iban = supplier.iban or ""
    sheet.block(
        15,
        y + 24,
        [
            "Règlement par virement à 45 jours.",
            "IBAN : " + " ".join(iban[at : at + 4] for at in range(0, len(iban), 4)),
            "BIC : BNPAFRPPNTE — Banque de l'Estuaire, Nantes",
            "",
            "En cas de retard de paiement : pénalités au taux de 12 % l'an et indemnité forfaitaire"
            " de 40 €.",
        ],
        9,
    )
    _foot(sheet, document, 2)
    return sheet.pdf()


def _table_head(sheet: Sheet, y: float) -> float:
    sheet.box(15, y, 180, 7, PLUM)
    sheet.header(COLUMNS, y + 4.8, ink="#ffffff")
    return y + 12.6


def _table_row(sheet: Sheet, y: float, item: Line) -> float:
    sheet.row(
        COLUMNS,
        y,
        [
            item.reference,
            item.description,
            plain(item.quantity),
            french(item.unit_price),
            f"{plain(item.tax_percent).replace('.', ',')} %",
            french(item.subtotal),
        ],
        8.8,
    )
    return y + 6.9


def _foot(sheet: Sheet, document: Document, page: int) -> None:
    sheet.rule(15, 281, 180, 0.4, "#b9a8b4")
    sheet.text(
        105,
        286,
        "Papeterie des Trois Quais SARL au capital de 20 000 € · RCS Nantes 512 837 469 · "
        f"TVA intracommunautaire {document.supplier.vat}",
        7.2,
        centre=True,
        ink="#5a4a55",
    )
    sheet.text(195, 291, f"Page {page}/2", 7.2, right=True, ink="#5a4a55")
