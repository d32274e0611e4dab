"""How a document that arrives becomes a bill that waits to be read.

Odoo asks `_get_edi_decoder` about each file that is uploaded, dropped, mailed to the journal's
alias or attached to a bill, and uses the decoder with the highest priority. Ours is below every
structured format: an embedded Factur-X knows what OCR can only guess.
"""

import io

from odoo import SUPERUSER_ID, api, fields, models
from PIL import Image

from ..reading.document_file import image_may_be_document, readable_mimetype

#: Below UBL and CII (20) and all other formats; of a mail's files the PDF is read, not a picture.
PDF_PRIORITY = 2
IMAGE_PRIORITY = 1


class AccountMove(models.Model):
    _inherit = "account.move"

    ocr_document_id = fields.Many2one(
        "ocr.document",
        string="Read Document",
        copy=False,
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The document from which the bill is filled in.",
    )
    ocr_state = fields.Selection(related="ocr_document_id.state", string="Reading")
    ocr_can_read = fields.Boolean(compute="_compute_ocr_can_read")

    @api.depends(
        "state", "move_type", "invoice_line_ids", "message_main_attachment_id", "ocr_state"
    )
    def _compute_ocr_can_read(self):
        for move in self:
            attachment = move.message_main_attachment_id.sudo()
            move.ocr_can_read = (
                bool(move.id)
                and move._ocr_waits_for_document()
                and move.ocr_state != "failed"  # the banner has its own Retry
                and bool(readable_mimetype(attachment.mimetype or "", attachment.name or ""))
            )

    # -- Odoo's import ------------------------------------------------------------------

    def _get_edi_decoder(self, file_data, new=False):
        decoder = super()._get_edi_decoder(file_data, new)
        if decoder or not file_data["attachment"]:  # no attachment: a file embedded in another
            return decoder
        mimetype = readable_mimetype(file_data["mimetype"], file_data["name"])
        if not mimetype or not self._ocr_waits_for_document(new):
            return decoder
        return {
            "priority": PDF_PRIORITY if mimetype == "application/pdf" else IMAGE_PRIORITY,
            "decoder": self.env["account.move"]._ocr_import,
        }

    @api.model
    def _ocr_import(self, invoice, file_data, new=False):
        """Decoder: queue the file and return at once; `_ocr_document_read` fills the bill.

        :return: None, or the reason why the file is not read (a sentence)
        """
        if invoice.invoice_line_ids:
            return invoice._reason_cannot_decode_has_invoice_lines()
        if new and invoice.move_type == "entry":
            invoice.move_type = "in_invoice"
        invoice._ocr_enqueue(file_data["attachment"], new=new)
        return None

    def _ocr_enqueue(self, attachment, new=False):
        """Have `attachment` read for this bill, with the rights of the current user.

        A mail is imported by the system: so is its document, then.
        """
        self.ensure_one()
        bill = self
        if not self.with_user(self.env.uid).has_access("write"):
            bill = self.with_user(SUPERUSER_ID)
        document = bill.env["ocr.document"]._enqueue(attachment.with_env(bill.env), record=bill)
        bill = bill.with_context(skip_is_manually_modified=True)
        bill.write({"ocr_document_id": document.id, "ocr_warnings": False})
        bill._ocr_remember_arrival(new)
        if document.state == "read":
            bill._ocr_document_read(document)
        elif document.state in ("failed", "cancelled"):
            document.action_retry()

    def _ocr_waits_for_document(self, new=False):
        """Whether this is a bill that can still be filled in from a document.

        Called on no record as well, when Odoo groups the files of an upload.
        """
        if not self:
            move_type = self.env.context.get("default_move_type", "entry")
            return move_type in self.get_purchase_types(include_receipts=True)
        self.ensure_one()
        is_bill = self.is_purchase_document(include_receipts=True) or (
            new and self.move_type == "entry" and self.journal_id.type == "purchase"
        )
        return (
            is_bill
            and self.state == "draft"
            and not self.posted_before
            and not self.invoice_line_ids
            and self.sudo().ocr_document_id.state in (False, "failed", "cancelled")
        )

    @api.model
    def _to_files_data(self, attachments):
        """An empty file has no content (False), which Odoo's search for embedded files refuses."""
        files_data = super()._to_files_data(attachments)
        for file_data in files_data:
            file_data["raw"] = file_data["raw"] or b""
        return files_data

    # -- pictures: attached and previewed like PDFs -------------------------------------

    def _should_attach_to_record(self, attachment):
        if super()._should_attach_to_record(attachment):
            return True
        return (
            bool(attachment)
            and not attachment.res_field
            and (not self or self[:1].is_purchase_document(include_receipts=True))
            and bool(readable_mimetype(attachment.mimetype, attachment.name))
            and self._ocr_image_may_be_document(attachment)
        )

    @api.model
    def _ocr_image_may_be_document(self, attachment):
        """False for the logos and portraits that mails carry in their signatures."""
        content = attachment.raw
        if not content:
            return True  # the bill that it makes says that the file is empty
        try:
            with Image.open(io.BytesIO(content)) as image:
                return image_may_be_document(*image.size)
        except (OSError, ValueError, Image.DecompressionBombError):
            return True  # damaged, or far too large: the reader says so in words

    def _group_files_data_into_groups_of_mixed_types(self, files_data):
        """Photos mailed alone are one bill each; beside a PDF or an XML they belong to its bill."""
        others = [
            file_data
            for file_data in files_data
            if file_data["import_file_type"] or file_data["xml_tree"] is not None
        ]
        if not others and self[:1].is_purchase_document(include_receipts=True):
            for file_data in files_data:
                if readable_mimetype(file_data["mimetype"], file_data["name"]):
                    file_data["import_file_type"] = "image"
        return super()._group_files_data_into_groups_of_mixed_types(files_data)

    # -- what Odoo does with an imported bill, and must not do with one that is still empty ---

    def _autopost_bill(self):
        """What was read is for a person to check: such a bill is never posted by itself."""
        return None if self.ocr_document_id else super()._autopost_bill()

    # -- buttons ------------------------------------------------------------------------

    def action_ocr_read(self):
        """Read the document that is attached to an empty draft bill."""
        for move in self.filtered("ocr_can_read"):
            move._ocr_enqueue(move.message_main_attachment_id)
        return True


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def _notify_invoice_subscribers(self, invoice, mail_params=None):
        """Subscribers are told of e-invoices; a scan is none, and has no content yet."""
        if invoice.sudo().ocr_document_id:
            return None
        return super()._notify_invoice_subscribers(invoice, mail_params=mail_params)
