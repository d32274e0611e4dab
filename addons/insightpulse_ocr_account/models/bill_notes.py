"""What is said to the person: in the chatter once for each reading, in the banner until checked.

Whatever comes from the document is text that a stranger wrote: it is escaped here, always.
"""

import hashlib

from markupsafe import Markup, escape
from odoo import models
from odoo.tools import format_amount, format_date

from ..reading.notes import Note

#: Below this a value is marked in the table as one to look at.
SURE_ENOUGH = 0.8


class AccountMove(models.Model):
    _inherit = "account.move"

    # -- posting ------------------------------------------------------------------------

    def _ocr_post_once(self, document, kind, body):
        """Post `body` as a note of OdooBot, unless exactly that was said already."""
        key = hashlib.sha256(f"{kind}:{document.id}:{body}".encode()).hexdigest()[:16]
        posted = (self.ocr_baseline or {}).get("posted", [])
        if key in posted:
            return
        self.ocr_baseline = {**(self.ocr_baseline or {}), "posted": [*posted, key]}
        self.message_post(
            body=body,
            author_id=self.env["ir.model.data"]._xmlid_to_res_id("base.partner_root"),
            subtype_xmlid="mail.mt_note",
        )

    def _ocr_note_read(self, document, bill, words):
        """The table of what was read and how sure, and what to check."""
        rows = Markup().join(
            Markup("<tr><td>%s</td><td>%s</td><td>%s</td></tr>")
            % (label, value, self._ocr_sure(confidence))
            for label, value, confidence in self._ocr_table(bill)
        )
        table = (
            Markup(
                '<table class="table table-sm table-bordered w-auto o_ocr_reading">'
                "<thead><tr><th>%s</th><th>%s</th><th>%s</th></tr></thead>"
                "<tbody>%s</tbody></table>"
            )
            % (self.env._("Field"), self.env._("Read"), self.env._("Sure"), rows)
            if rows
            else Markup("<p>%s</p>")
            % self.env._("No field of a bill was found in the document. Please fill it in.")
        )
        read = self.env._(
            "%(name)s was read by %(engine)s in %(seconds)s s (pages: %(pages)s).",
            name=document.name,
            engine=" ".join(filter(None, [document.engine, document.tier])) or "OCR",
            seconds=f"{document.seconds:.1f}" if document.seconds >= 0.1 else "< 0.1",
            pages=document.page_count or 1,
        )
        return Markup("<p>%s</p>%s%s") % (read, table, self._ocr_list(words))

    def _ocr_note_failed(self, document):
        return Markup("<p><b>%s</b><br/>%s</p><p>%s</p>%s") % (
            self.env._("%s was not read.", document.name),
            document.error or "",
            self.env._("Retry is in the banner above the bill. It can also be filled in by hand."),
            self._ocr_list(self._ocr_words(self._ocr_duplicate_notes(document), links=True)),
        )

    def _ocr_note_kept(self, document):
        return Markup("<p>%s</p>") % self.env._(
            "%s was read. The bill is no draft any more, so nothing in it was changed.",
            document.name,
        )

    # -- the table ----------------------------------------------------------------------

    def _ocr_table(self, bill):
        """Rows of (label, value as text, confidence 0…1); only what was found."""
        currency = self._ocr_currency(bill.currency) or self.currency_id

        def money(value):
            return None if value is None else format_amount(self.env, float(value), currency)

        def day(value):
            return format_date(self.env, value) if value else None

        sure = bill.confidence
        rows = [
            (self.env._("Supplier"), bill.supplier_name, sure.get("supplier_name")),
            (self.env._("VAT number"), bill.supplier_vat, sure.get("supplier_vat")),
            (self.env._("Bank account"), bill.supplier_iban, sure.get("supplier_iban")),
            (self.env._("Number"), bill.invoice_number, sure.get("invoice_number")),
            (self.env._("Bill date"), day(bill.invoice_date), sure.get("invoice_date")),
            (self.env._("Due date"), day(bill.due_date), sure.get("due_date")),
            (self.env._("Currency"), bill.currency, sure.get("currency")),
            (self.env._("Untaxed amount"), money(bill.amount_untaxed), sure.get("amount_untaxed")),
            (self.env._("Tax"), money(bill.amount_tax), sure.get("amount_tax")),
            (self.env._("Total"), money(bill.amount_total), sure.get("amount_total")),
        ]
        return [row for row in rows if row[1]]

    def _ocr_sure(self, confidence):
        percent = f"{int((confidence or 0) * 100)} %"
        if (confidence or 0) >= SURE_ENOUGH:
            return percent
        return Markup("<b>%s</b>") % self.env._("%s, please check", percent)

    def _ocr_list(self, words):
        if not words:
            return Markup()
        return Markup("<p>%s</p><ul>%s</ul>") % (
            self.env._("Please check:"),
            Markup().join(Markup("<li>%s</li>") % word for word in words),
        )

    # -- notes in words -----------------------------------------------------------------

    def _ocr_duplicate_notes(self, document):
        """The same file, or the same number of the same supplier, on another bill."""
        notes = []
        # The attachment's own checksum: it is there before the reading, and on bills that
        # were never read.
        checksum = document.attachment_id.sudo().checksum
        same_file = self.browse()
        if checksum:
            # sudo: only the ids; which of the bills the user may see is asked below.
            ids = (
                self.env["ir.attachment"]
                .sudo()
                .search(
                    [
                        ("checksum", "=", checksum),
                        ("res_model", "=", self._name),
                        ("res_id", "not in", [0, self.id]),
                        ("file_size", ">", 0),
                    ]
                )
                .mapped("res_id")
            )
            same_file = self.search(
                [
                    ("id", "in", ids),
                    ("company_id", "=", self.company_id.id),
                    ("state", "!=", "cancel"),
                ]
            )
        if same_file:
            notes.append(Note("same_file", {"bills": same_file}))
        if others := self.duplicated_ref_ids._origin - same_file:
            notes.append(Note("same_number", {"bills": others}))
        return notes

    def _ocr_words(self, notes, links=False):
        """Sentences for `notes`, in the user's language; with `links`, bills are links (Markup)."""
        return list(dict.fromkeys(self._ocr_sentence(note, links) for note in notes))

    def _ocr_sentence(self, note, links):
        values = dict(note.values)

        def amount(name):
            value = values.get(name)
            return "?" if value is None else format_amount(self.env, float(value), self.currency_id)

        def percent(name="percent"):
            value = values.get(name)
            return "?" if value is None else f"{value.normalize():f}"

        def bills():
            if links:
                return Markup(", ").join(bill._get_html_link() for bill in values["bills"])
            return ", ".join(bill.display_name for bill in values["bills"])

        match note.code:
            case "items_do_not_add_up":
                return self.env._(
                    "The items that were read add up to %(items)s, the document says "
                    "%(untaxed)s: the bill has summary lines instead.",
                    items=amount("items"),
                    untaxed=amount("untaxed"),
                )
            case "totals_disagree":
                return self.env._(
                    "The amounts on the document do not agree: %(untaxed)s untaxed, %(tax)s tax, "
                    "%(total)s in total.",
                    untaxed=amount("untaxed"),
                    tax=amount("tax"),
                    total=amount("total"),
                )
            case "no_totals":
                return self.env._("No total was found: the lines could not be checked against it.")
            case "no_amounts":
                return self.env._("No amount was found on the document.")
            case "only_total":
                return self.env._("Only a total was found, and no tax: please choose the tax.")
            case "no_tax_read":
                return self.env._("No tax was found on the document: please choose the tax.")
            case "rate_unknown":
                return self.env._(
                    "The document has %(tax)s of tax (%(percent)s %%), which none of your purchase "
                    "taxes gives: please choose the tax.",
                    tax=amount("tax"),
                    percent=percent(),
                )
            case "no_tax_of_rate":
                return self.env._(
                    "There is no purchase tax of %s %%: the lines have no tax.",
                    percent(),
                )
            case "fiscal_position":
                return self.env._(
                    "The document charges %(taxes)s, which the fiscal position %(position)s of the "
                    "supplier replaces: please check which is right.",
                    taxes=", ".join(values["taxes"].mapped("name")),
                    position=values["position"].name,
                )
            case "tax_differs":
                return self.env._(
                    "The rates of the items give %(lines)s of tax, the document says %(tax)s.",
                    lines=amount("lines"),
                    tax=amount("tax"),
                )
            case "total_differs":
                return self.env._(
                    "The bill's total is %(bill)s, the document says %(document)s.",
                    bill=amount("bill"),
                    document=amount("document"),
                )
            case "currency_inactive":
                return self.env._(
                    "The document is in %s, a currency that is not active (or unknown): no amount "
                    "was filled in. Activate the currency, then press Fill in Again.",
                    values["currency"],
                )
            case "currency_typed":
                return self.env._(
                    "The document is in %(currency)s, the bill in %(bill)s: no amount was filled "
                    "in.",
                    currency=values["currency"],
                    bill=self.currency_id.name,
                )
            case "lines_kept":
                return self.env._("The bill has lines already: they were kept.")
            case "is_credit_note":
                return self.env._("The document is a credit note, the bill is none.")
            case "other_supplier":
                return self.env._(
                    "The document names %(read)s as supplier, the bill %(bill)s.",
                    read=values["read"],
                    bill=self.partner_id.display_name,
                )
            case "other_bank_account":
                return self.env._(
                    "The bank account %(iban)s is not known for %(supplier)s. Ask the supplier, "
                    "by a way you know, before you pay to it.",
                    iban=values["iban"],
                    supplier=self.partner_id.display_name,
                )
            case "same_file":
                return self._ocr_format(self.env._("The same file is also on %s."), bills())
            case "same_number":
                return self._ocr_format(self.env._("This may be the same bill as %s."), bills())
            case "fill_failed":
                return self.env._("The bill could not be filled in: %s", values["reason"])
            case "extraction":
                return values["warning"]
        raise ValueError(note.code)

    @staticmethod
    def _ocr_format(sentence, value):
        return (escape(sentence) if isinstance(value, Markup) else sentence) % value
