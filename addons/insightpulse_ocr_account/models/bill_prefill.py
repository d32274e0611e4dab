"""Filling in a draft bill from its read document, around what a person has typed meanwhile.

`ocr_baseline` holds the values that the bill had when its document was queued, and after each
filling those that we wrote. A value that still equals its baseline is nobody's: we may write it.
Anything else was typed by a person, and stays.
"""

import logging
from decimal import Decimal

from odoo import Command, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_repr

from ..reading.line_plan import ROUNDING_UNITS, plan_lines
from ..reading.notes import Note
from ..reading.read_bill import read_bill

_logger = logging.getLogger(__name__)

#: The values of a bill that a document can give.
FILLED_FIELDS = (
    "move_type",
    "partner_id",
    "ref",
    "invoice_date",
    "invoice_date_due",
    "invoice_payment_term_id",
    "currency_id",
    "partner_bank_id",
)


class AccountMove(models.Model):
    _inherit = "account.move"

    ocr_baseline = fields.Json(copy=False, readonly=True)
    ocr_warnings = fields.Text(
        string="To Check",
        copy=False,
        readonly=True,
        help="What a person should look at, one sentence a line.",
    )

    # -- called by ocr.document ---------------------------------------------------------

    def _ocr_document_read(self, document):
        """Fill in the bill from `document.extraction`; the same call twice changes nothing more."""
        self.ensure_one()
        move = self._ocr_as_filler(document)
        if move.ocr_document_id != document:
            return  # another document took its place
        # The log of changes must not say that the user made them.
        move._track_set_author(self.env.ref("base.partner_root"))
        if move.state != "draft" or not move.is_purchase_document(include_receipts=True):
            move._ocr_post_once(document, "kept", move._ocr_note_kept(document))
            return
        bill = read_bill(document.extraction)
        notes = []
        try:
            with self.env.cr.savepoint():
                typed = move._ocr_typed()
                move._ocr_fill(bill, typed, notes)
                move._ocr_remember_filled(typed)
        except (UserError, AccessError, ValueError, ArithmeticError) as error:
            # Locked periods, missing rights, constraints of other addons: the document is read,
            # the bill stays as it was, and the person is told why.
            _logger.info("Bill %s could not be filled in: %s", move.id, error)
            notes = [Note("fill_failed", {"reason": str(error)})]
        notes += [Note("extraction", {"warning": warning}) for warning in bill.warnings]
        notes += move._ocr_duplicate_notes(document)
        move.ocr_warnings = "\n".join(map(str, move._ocr_words(notes))) or False
        move._ocr_post_once(
            document,
            "read",
            move._ocr_note_read(document, bill, move._ocr_words(notes, links=True)),
        )

    def _ocr_document_failed(self, document):
        """Say on the bill why its document was not read, and what to do."""
        self.ensure_one()
        move = self._ocr_as_filler(document)
        if move.ocr_document_id == document:
            move._ocr_post_once(document, "failed", move._ocr_note_failed(document))

    def action_ocr_fill_again(self):
        """Fill in once more: after a currency was activated, or a tax or the supplier created."""
        for move in self:
            document = move.ocr_document_id
            if document.state == "read":
                move._ocr_document_read(document)
        return True

    def action_ocr_dismiss(self):
        """The person has seen the warnings."""
        self.ocr_warnings = False
        return True

    def _ocr_as_filler(self, document):
        """The bill in its own company, in the language of the one who brought the document."""
        return self.with_company(self.company_id).with_context(
            lang=document.user_id.lang or self.env.lang,
            skip_is_manually_modified=True,  # Odoo's learning counts what persons change
        )

    # -- whose value is it? -------------------------------------------------------------

    def _ocr_remember_arrival(self, new):
        """Note the values that the bill has when its document arrives.

        :param new: the bill was made for the document, so no person has typed anything; otherwise
            only what Odoo sets by itself counts as not typed
        """
        values = {name: self._ocr_value(name) for name in FILLED_FIELDS}
        if not new:
            currency = self.journal_id.currency_id or self.company_id.currency_id
            today = fields.Date.context_today(self)
            created = fields.Date.context_today(self, self.create_date)
            values.update(partner_id=False, ref=False, invoice_date=False, currency_id=currency.id)
            if self.invoice_date_due not in (today, created):
                values["invoice_date_due"] = False
        self.ocr_baseline = {
            **(self.ocr_baseline or {}),
            "values": values,
            "lines": self._ocr_line_values(),
        }

    def _ocr_remember_filled(self, typed):
        """Note what we wrote; what was typed stays different from its old note, so stays typed."""
        baseline = self.ocr_baseline or {}
        values = {
            name: baseline.get("values", {}).get(name) if name in typed else self._ocr_value(name)
            for name in FILLED_FIELDS
        }
        lines = baseline.get("lines", []) if "lines" in typed else self._ocr_line_values()
        self.ocr_baseline = {**baseline, "values": values, "lines": lines}

    def _ocr_typed(self):
        """The names of FILLED_FIELDS, and "lines", that a person has changed since."""
        baseline = self.ocr_baseline or {}
        values = baseline.get("values", {})
        typed = {name for name in FILLED_FIELDS if values.get(name) != self._ocr_value(name)}
        if baseline.get("lines", []) != self._ocr_line_values():
            typed.add("lines")
        # With a supplier come its payment term, the date by that term, and its bank account.
        supplier_term = self.partner_id.property_supplier_payment_term_id
        if "invoice_payment_term_id" in typed and self.invoice_payment_term_id == supplier_term:
            typed.remove("invoice_payment_term_id")
        if self.invoice_payment_term_id:
            typed.discard("invoice_date_due")
        if "partner_id" in typed:
            typed.discard("partner_bank_id")
        return typed

    def _ocr_value(self, name):
        """A field's value as JSON has it."""
        value = self[name]
        if self._fields[name].type == "many2one":
            return value.id
        if self._fields[name].type == "date":
            return fields.Date.to_string(value) if value else False
        return value or False

    def _ocr_line_values(self):
        """The lines as JSON has them, to see whether a person has changed any."""
        return [
            [
                line.display_type,
                line.name or "",
                line.product_id.id,
                line.account_id.id,
                float_repr(line.quantity, 6),
                float_repr(line.price_unit, 6),
                float_repr(line.discount, 6),
                sorted(line.tax_ids.ids),
            ]
            for line in self.invoice_line_ids.sorted(lambda line: (line.sequence, line.id))
        ]

    # -- filling in ---------------------------------------------------------------------

    def _ocr_fill(self, bill, typed, notes):
        """Write what was read where nobody has typed; append to `notes` what a person must know.

        :param typed: names of values that a person has set (see `_ocr_typed`)
        """
        self._ocr_fill_type(bill, typed, notes)
        self._ocr_fill_supplier(bill, typed, notes)
        values = {}
        if bill.invoice_number and "ref" not in typed:
            values["ref"] = bill.invoice_number
        if bill.invoice_date and "invoice_date" not in typed:
            values["invoice_date"] = bill.invoice_date
        currency = self._ocr_choose_currency(bill, typed, notes)
        if currency:
            values["currency_id"] = currency.id
        # A write, even of the same value, has Odoo compute what depends on it anew.
        self.write(
            {
                name: value
                for name, value in values.items()
                if self._fields[name].convert_to_write(self[name], self) != value
            }
        )
        if "lines" in typed:
            notes.append(Note("lines_kept"))
        elif currency:
            # Amounts of another currency would be wrong amounts: better none.
            self._ocr_fill_lines(bill, notes)
        if bill.due_date and not typed & {"invoice_date_due", "invoice_payment_term_id"}:
            self._ocr_fill_due_date(bill.due_date)
        self._ocr_fill_bank_account(bill, typed, notes)

    def _ocr_fill_type(self, bill, typed, notes):
        if not bill.is_credit_note or self.move_type == "in_refund":
            return
        if self.move_type == "in_invoice" and not typed & {"move_type", "lines"}:
            # Of an earlier reading, if any: its signs are those of the other type.
            self.invoice_line_ids.unlink()
            self.action_switch_move_type()
        else:
            notes.append(Note("is_credit_note"))

    def _ocr_choose_currency(self, bill, typed, notes):
        """The currency of the amounts that were read, if the bill has it or can have it."""
        currency = self._ocr_currency(bill.currency) if bill.currency else self.currency_id
        if currency == self.currency_id:
            return currency
        if not currency.active:
            notes.append(Note("currency_inactive", {"currency": bill.currency}))
        elif "currency_id" in typed:
            notes.append(Note("currency_typed", {"currency": bill.currency}))
        else:
            return currency
        return self.env["res.currency"]

    def _ocr_currency(self, code):
        """The currency of an ISO 4217 code, active or not; empty when Odoo does not know it."""
        return (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("name", "=", code)], limit=1)
        )

    def _ocr_fill_due_date(self, due_date):
        """The printed date counts; a payment term is kept when it leads to the same date."""
        if self.invoice_date_due == due_date:
            return  # the payment term leads to it
        self.invoice_payment_term_id = False
        self.invoice_date_due = due_date

    # -- lines --------------------------------------------------------------------------

    def _ocr_fill_lines(self, bill, notes):
        currency = self.currency_id
        taxes = self.env["account.tax"]
        plan = plan_lines(
            bill,
            unit=Decimal(float_repr(currency.rounding, 6)).normalize(),
            rates=[Decimal(str(rate)) for rate in taxes._ocr_purchase_rates(self.company_id)],
        )
        notes += plan.notes
        if not plan.lines:
            return
        found = {
            rate: taxes._ocr_purchase_tax(self.company_id, rate, self.fiscal_position_id)
            for rate in dict.fromkeys(line.tax_percent for line in plan.lines)
        }
        notes += [
            Note("no_tax_of_rate", {"percent": rate})
            for rate, tax in found.items()
            if rate and not tax
        ]
        notes += [
            Note("fiscal_position", {"taxes": tax, "position": self.fiscal_position_id})
            for tax in found.values()
            if tax._ocr_is_mapped_away(self.fiscal_position_id)
        ]
        commands = [Command.delete(line.id) for line in self.invoice_line_ids]
        for line in plan.lines:
            tax = found[line.tax_percent]
            price = line.price_unit
            if tax and tax[0].price_include:
                price *= 1 + (line.tax_percent or 0) / 100
            commands.append(
                Command.create(
                    {
                        "name": self._ocr_line_name(line, bill),
                        "quantity": float(line.quantity),
                        "price_unit": float(price),
                        "tax_ids": [Command.set(tax.ids)],
                        "is_imported": True,
                    }
                )
            )
        with self._get_edi_creation() as move:
            move.write({"invoice_line_ids": commands})
        self._ocr_correct_tax(plan)
        self._ocr_check_totals(plan, notes)

    def _ocr_line_name(self, line, bill):
        if line.description == "":
            return self.env._("Rounding")
        if line.description:
            return line.description
        number = bill.invoice_number or self.env._("without number")
        if line.tax_percent:
            return self.env._(
                "Document %(number)s, items at %(percent)s %% tax",
                number=number,
                percent=f"{line.tax_percent.normalize():f}",
            )
        return self.env._("Document %(number)s", number=number)

    def _ocr_correct_tax(self, plan):
        """Suppliers round taxes by line or by document: a few cents follow the document."""
        tax_lines = self.line_ids.filtered("tax_line_id")
        if plan.tax is None or not tax_lines:
            return
        currency = self.currency_id
        difference = currency.round(float(plan.tax) - self.amount_tax)
        largest_rounding = currency.rounding * max(ROUNDING_UNITS, len(plan.lines))
        if currency.is_zero(difference) or abs(difference) > largest_rounding + 1e-9:
            return
        sign = -1 if self.is_inbound(include_receipts=True) else 1
        largest = max(tax_lines, key=lambda line: abs(line.amount_currency))
        with self._get_edi_creation():
            largest.amount_currency += sign * difference

    def _ocr_check_totals(self, plan, notes):
        expected = plan.total if plan.total is not None else plan.untaxed
        if expected is None:
            return
        if self.currency_id.compare_amounts(self.amount_total, float(expected)) != 0:
            notes.append(Note("total_differs", {"bill": self.amount_total, "document": expected}))
