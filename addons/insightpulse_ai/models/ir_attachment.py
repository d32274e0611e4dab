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

    def _ai_fill_reader(self):
        """Return a function that returns what the file says, for whatever fills its fields. It may
        take a while, and is called outside of any transaction.

        It raises a UserError where nothing can be read, with why.
        """
        self.ensure_one()
        name, mimetype = self.name, self.mimetype
        known = self._ai_recognised_text() or self._ai_indexed_text()
        data, why = b"", None
        try:
            check_size(self.file_size)
            data = self.raw or b""
        except Refused as refused:
            why = refused

        def read():
            text, problem = ("", why) if why else _written(data, mimetype)
            if not (text or known):
                problem = problem or self.env._(
                    "there is no text in it. Pictures and scans can be filled after InsightPulse "
                    "OCR has read them."
                )
                raise UserError(self.env._("%(file)s: %(why)s", file=name, why=problem))
            return text or known

        return read

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


def _written(data, mimetype):
    """Return ``(text, problem)``: what is written in the file itself, of a picture or a scan
    nothing; or why it is not read: it is too large, broken, or of a kind that is not."""
    try:
        match kind_of(data):
            case "pdf":
                found = pdf_text(data)
                return "" if found.is_scan else found.text, None
            case "text":
                text = text_of(data)
                return from_html(text) if mimetype in HTML else text, None
    except Refused as refused:
        return "", refused
    return "", None
