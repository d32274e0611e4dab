from odoo import api, fields, models
from odoo.addons.insightpulse_ocr_account.models.bill_notes import SURE_ENOUGH
from odoo.exceptions import UserError

# what a document says, and the field of the bill that has it
READ = {
    "supplier_name": "partner_id",
    "invoice_number": "ref",
    "invoice_date": "invoice_date",
    "due_date": "invoice_date_due",
    "currency": "currency_id",
}


class AccountMove(models.Model):
    """What the OCR is not sure of on a bill is asked of a language model, and reviewed."""

    _inherit = "account.move"

    ai_has_doubts = fields.Boolean(compute="_compute_ai_has_doubts")

    @api.depends("state", "ocr_document_id.state", "ocr_baseline")
    def _compute_ai_has_doubts(self):
        for move in self:
            move.ai_has_doubts = bool(move._ai_doubtful())

    def _ai_doubtful(self):
        """Return the fields that were read without being sure, or not found; none that a person
        has typed."""
        self.ensure_one()
        document = self.ocr_document_id
        if self.state != "draft" or document.state != "read" or not document.text:
            return []
        read = document.extraction.get("fields", {})
        typed = self._ocr_typed()
        return [
            field
            for name, field in READ.items()
            if field not in typed and (read.get(name) or {}).get("confidence", 0) < SURE_ENOUGH
        ]

    def ai_ask_doubtful(self):
        """Ask the language model about them; return the batch's id.

        :raise UserError: there is nothing to ask
        """
        self.ensure_one()
        self.check_access("write")
        doubtful = self._ai_doubtful()
        if not doubtful:
            raise UserError(self.env._("Nothing on this bill is in doubt."))
        self.env["ai.fill"]._check_set_up()
        hints = {
            "partner_id": self.env._("Who has issued the bill and is to be paid."),
            "ref": self.env._("The supplier's number of the bill, as it is printed."),
            "invoice_date": self.env._("The day on which it was issued."),
            "invoice_date_due": self.env._("The day until which it is to be paid."),
            "currency_id": self.env._("Of the total, by its ISO code."),
        }
        fill = self.env["ai.fill"]._start(
            self,
            name=self.env._("Doubtful fields of a bill"),
            prompt="A vendor bill was read by OCR, with errors here and there. Say what it shows.",
            spec=[{"name": name, "hint": hints[name], "domain": []} for name in doubtful],
            tell_record=False,
            overwrite="always",
            review="always",
        )
        return fill.id

    def _ai_fill_reader(self):
        """Return a function that returns what the document says, for whatever fills fields of the
        bill."""
        text = self.ocr_document_id.text or ""
        return lambda: text
