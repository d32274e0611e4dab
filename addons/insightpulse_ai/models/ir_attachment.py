from odoo import models
from odoo.exceptions import UserError

from ..files.kinds import check_size, kind_of
from ..files.pdf import pdf_text
from ..files.refused import Refused
from ..files.texts import text_of
from ..retrieval import from_html
from .ai_source_reading import FEW_CHARACTERS

HTML = ("text/html", "application/xhtml+xml")


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _ai_fill_text(self):
        """Return what the file says, for whatever fills its fields.

        :raise UserError: nothing of it can be read, and why
        """
        self.ensure_one()
        try:
            text = self._ai_written_text()
            why = self.env._(
                "there is no text in it. Pictures and scans can be filled after InsightPulse OCR "
                "has read them."
            )
        except Refused as refused:
            text, why = "", refused
        text = text or self._ai_recognised_text() or self._ai_indexed_text()
        if not text:
            raise UserError(self.env._("%(file)s: %(why)s", file=self.name, why=why))
        return text

    def _ai_written_text(self):
        """Return the text that is in the file itself, of a picture or a scan: none.

        :raise Refused: it is too large, broken, or of a kind that is not read
        """
        check_size(self.file_size)
        data = self.raw or b""
        match kind_of(data):
            case "pdf":
                found = pdf_text(data)
                return "" if found.is_scan else found.text
            case "text":
                text = text_of(data)
                return from_html(text) if self.mimetype in HTML else text
        return ""

    def _ai_recognised_text(self):
        """Return what InsightPulse OCR has read in the file, if it is installed and has."""
        documents = self.env.get("ocr.document")
        if documents is None:
            return ""
        # sudo: who may read the file may read what it says
        found = documents.sudo().search(
            [("attachment_id", "=", self.id), ("state", "=", "read")], limit=1
        )
        return (found.text or "").strip()

    def _ai_indexed_text(self):
        """Return what Odoo knows of an office document, by attachment_indexation."""
        known = self.index_content or ""
        return known if len(known) >= FEW_CHARACTERS else ""
