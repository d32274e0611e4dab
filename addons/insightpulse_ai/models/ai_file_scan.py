from odoo import api, models

from ..files.refused import Refused


class AiFile(models.Model):
    """Scans: PDFs that hold no text, read by InsightPulse OCR where that is installed."""

    _inherit = "ai.file"

    @api.model
    def _readable(self, data):
        """Return ``data``, a scan.

        :raise Refused: where nobody here can read it
        """
        if "ocr.document" not in self.env:
            raise Refused(
                self.env._(
                    "its pages are images, without text. Attach them as images, or have "
                    "InsightPulse OCR installed, which reads scans."
                )
            )
        return data

    def _begin_reading(self):
        """Have the scan read in the background. Called as superuser, by ``_take``."""
        self.ensure_one()
        self.env["ocr.document"]._enqueue(self._scan_attachment(), record=self)

    def _scan_attachment(self):
        return self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", "scan")]
        )

    def _follow_reading(self):
        """Take over what was read meanwhile, or why it was not."""
        # sudo: rows of the user's own files, whose reading is theirs
        for file in self.sudo().filtered(lambda file: file.state == "reading"):
            document = file.env["ocr.document"].search(
                [("attachment_id", "in", file._scan_attachment().ids)], limit=1
            )
            if document.state == "read" and document.text:
                file.write({"state": "ready", "text": document.text, "scan": False})
            elif document.state not in ("waiting", "reading"):
                problem = document.error or self.env._("No text was found in it.")
                file.write({"state": "failed", "problem": problem, "scan": False})
