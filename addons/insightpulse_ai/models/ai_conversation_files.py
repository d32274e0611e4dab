from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..context.files import FileText, told_files
from ..files.kinds import MOST_BYTES

MOST_FILES = 5
OFFERED = 8
USABLE = (
    "application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif", "text/plain",
    "text/csv", "text/markdown",
)  # fmt: skip


class AiConversation(models.Model):
    """Files in a conversation.

    An image goes to the model with the question that it was attached to; the text of a file with
    every question after it, too, as what is known of the record does.
    """

    _inherit = "ai.conversation"

    file_ids = fields.One2many("ai.file", "conversation_id", "Files")

    @api.model
    def panel(self, res_model=False, res_ids=()):
        told = super().panel(res_model, res_ids)
        records = self._shown(res_model, res_ids)
        return told | {
            "attachments": [
                {"id": one.id, "name": one.name} for one in self._usable_attachments(records)
            ]
        }

    @api.model
    def ask(self, question, *args, file_ids=(), **kwargs):
        """``file_ids``: of the user's own files, which wait to be asked with."""
        asking = self.with_context(ai_file_ids=list(file_ids))
        return super(AiConversation, asking).ask(question, *args, **kwargs)

    @api.model
    def use_attachment(self, attachment_id, res_model, res_ids):
        """Return a new file of the user's, from an attachment of one of the records."""
        records = self._records(res_model, res_ids)
        attachment = self.env["ir.attachment"].browse(attachment_id).exists()
        attachment.check_access("read")
        if not records or attachment not in self._attachments_of(records):
            raise AccessError(self.env._("This is no attachment of the record."))
        if attachment.file_size > MOST_BYTES:
            raise UserError(
                self.env._(
                    "%(file)s has %(size).1f MB; at most %(most).0f MB are taken.",
                    file=attachment.name,
                    size=attachment.file_size / 1e6,
                    most=MOST_BYTES / 1e6,
                )
            )
        return self.env["ai.file"]._take(attachment.name, attachment.raw or b"")._described()

    @api.model
    def _attachments_of(self, records):
        """Return what is attached to the records, and the user may read."""
        # what is the content of a field is no attachment to people
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("res_field", "=", False),
                ("type", "=", "binary"),
            ],
            order="id desc",
        )

    @api.model
    def _usable_attachments(self, records):
        """Return the latest attachments of the one record that a model could be given."""
        if records is None or len(records) != 1:
            return self.env["ir.attachment"]
        return self._attachments_of(records).filtered(
            lambda one: one.mimetype in USABLE and one.file_size <= MOST_BYTES
        )[:OFFERED]

    def _queue_messages(self, question, sent, *args, **kwargs):
        if not self:  # a text that is written is of no conversation
            return super()._queue_messages(question, sent, *args, **kwargs)
        files = self._files_to_ask_with()
        sent = self._with_files(sent, files)
        run = super()._queue_messages(question, sent, *args, **kwargs)
        # sudo: the files are the user's own, and so is the run
        files.sudo().write({"conversation_id": self.id, "run_id": run.id})
        return run

    def _files_to_ask_with(self):
        """Return the files of this very question: the user's own, whatever the page has sent."""
        files = self.env["ai.file"]._own(self.env.context.get("ai_file_ids") or [])
        if len(files) > MOST_FILES:
            raise UserError(
                self.env._(
                    "You have attached %(count)s files; at most %(most)s can be asked with "
                    "at once.",
                    count=len(files),
                    most=MOST_FILES,
                )
            )
        for file in files:
            if file.run_id or file.state != "ready":
                raise UserError(
                    self.env._("%s cannot be asked with now: attach it again.", file.name)
                    if file.state != "reading"
                    else self.env._("%s is still being read: ask in a moment.", file.name)
                )
        return files

    def _with_files(self, sent, files):
        """Return the messages ``sent``, with the texts of all files of the conversation in the
        last one, and the numbers of this question's images."""
        texts = (files | self.file_ids).filtered(lambda file: file.kind == "text")
        images = files.filtered(lambda file: file.kind == "image").sorted("id")
        told = told_files(
            [
                FileText(file.name, file.text or "", file.note or "")
                for file in texts.sorted("id", reverse=True)
            ],
            images.mapped("name"),
        )
        if not told:
            return sent
        *others, last = sent
        last = last | {"text": f"{told}\n\n{last['text']}"}
        return [*others, last | {"images": images.ids} if images else last]

    def unlink(self):
        # their contents are files of the disk or the bucket, which no cascade deletes
        self.check_access("unlink")
        # sudo: they are no one's but the conversation's
        self.sudo().file_ids.unlink()
        return super().unlink()
