"""The words of invoices: one file per language, each a mapping from concept to phrases.

To teach a new phrase, add it to its language's file; to teach a language, add a file and list it in
LANGUAGES. Case, accents, spaces and punctuation do not matter. A phrase may stand under several
concepts ("Gesamtbetrag" heads a column and a total): the stages decide by place.

Concepts
  title_invoice title_credit_note title_receipt      what the document calls itself
  invoice_number number_word other_number        number_word: "no.", before the number
  invoice_date date due_date other_date              other_date: delivery, order, period, expiry, …
  total_gross total_plain amount_due net_total   net_total: before or after the tax
  untaxed subtotal tax rounding charge discount
  paid change prepaid quantity_total other_amount    what looks like a total and is none
  tax_summary                                        heading of the table of taxes
  seller buyer delivery                              heading of a party's block
  vat_id tax_number registration iban bic contact bank name address
  exempt                                             says that no tax is charged
  col_position col_article col_description col_quantity col_unit col_unit_price col_discount
  col_tax col_subtotal                               table headings
"""

from __future__ import annotations

from . import de, en, es, fr, id, it, ms, nl, pt

LANGUAGES = {
    "en": en.LABELS,
    "de": de.LABELS,
    "fr": fr.LABELS,
    "es": es.LABELS,
    "it": it.LABELS,
    "nl": nl.LABELS,
    "pt": pt.LABELS,
    "id": id.LABELS,
    "ms": ms.LABELS,
}

LABELS: dict[str, tuple[str, ...]] = {}
for _labels in LANGUAGES.values():
    for _concept, _phrases in _labels.items():
        LABELS[_concept] = LABELS.get(_concept, ()) + _phrases
