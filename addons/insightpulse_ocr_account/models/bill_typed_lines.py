"""Lines that a person types into the form while the document is being read.

They are not in the database yet when the reading writes its own lines. Saving the form would then
leave both on the bill, and twice the amount. So the form tells that its lines are older than the
reading, and they take the place of those that were read.
"""

from odoo import api, fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    ocr_lines_typed_early = fields.Boolean(
        store=False, help="The form's lines were typed before the document was read."
    )

    @api.onchange("invoice_line_ids")
    def _onchange_ocr_lines_typed_early(self):
        # The browser sends what an onchange has set along with what was typed.
        if self._origin.ocr_state in ("waiting", "reading"):
            self.ocr_lines_typed_early = True

    def write(self, vals):
        early = vals.get("ocr_lines_typed_early") and vals.get("invoice_line_ids")
        read_lines = self.env["account.move.line"]
        if (
            early
            and len(self) == 1
            and self.state == "draft"
            and self.ocr_state == "read"
            and "lines" not in self._ocr_typed()
        ):
            read_lines = self.invoice_line_ids
        result = super().write(vals)
        if read_lines := read_lines.exists():
            read_lines.unlink()
            self.action_ocr_fill_again()  # what is to be checked is not the same any more
        return result
