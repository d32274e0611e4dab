import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..files.kinds import kind_of
from ..files.names import file_name
from ..files.pdf import pdf_text
from ..files.pictures import picture
from ..files.refused import Refused
from ..files.texts import text_of

MOST_WAITING = 20
KEPT_HOURS = 24


class AiFile(models.Model):
    """What a person hands to a model: an image made anew, or the text of a file.

    It waits (``conversation_id`` is empty) until a question is asked with it.
    """

    _name = "ai.file"
    _description = "File in a conversation with a language model"
    _order = "id desc"

    user_id = fields.Many2one(
        "res.users", required=True, default=lambda self: self.env.user, ondelete="cascade",
        index=True,
    )  # fmt: skip
    conversation_id = fields.Many2one("ai.conversation", ondelete="cascade", index=True)
    run_id = fields.Many2one("ai.run", "Asked with", ondelete="set null", index="btree_not_null")
    name = fields.Char(required=True)
    kind = fields.Selection([("image", "Image"), ("text", "Text")], required=True)
    state = fields.Selection(
        [("ready", "Ready"), ("reading", "Being read"), ("failed", "Failed")],
        required=True,
        default="ready",
    )
    problem = fields.Text()
    # attachments: megabytes do not belong into a row
    image = fields.Binary(attachment=True)
    scan = fields.Binary("Being read", attachment=True)
    mimetype = fields.Char()
    text = fields.Text(prefetch=False)
    note = fields.Char(help="What is missing of the text.")

    @api.model
    def _take(self, name, data):
        """Return a new file of the user's, from its bytes.

        :raise UserError: where no model could be given it, with what to do
        """
        self.check_access("read")
        name = file_name(name or "")
        try:
            values = self._read_content(data)
        except Refused as refused:
            raise UserError(self.env._("%(file)s: %(why)s", file=name, why=refused)) from None
        self._forget_oldest()
        # sudo: rows come from here alone, where it is made sure what is in them
        file = self.sudo().create({"user_id": self.env.uid, "name": name, **values})
        if file.state == "reading":
            file._begin_reading()
        return file.sudo(False)

    @api.model
    def _read_content(self, data):
        match kind_of(data):
            case "image":
                made = picture(data)
                return {
                    "kind": "image",
                    "image": base64.b64encode(made.data),
                    "mimetype": made.mimetype,
                }
            case "pdf":
                return self._read_pdf(data)
        text = text_of(data)
        if not text:
            raise Refused(self.env._("there is no text in it."))
        return {"kind": "text", "mimetype": "text/plain", "text": text}

    @api.model
    def _read_pdf(self, data):
        found = pdf_text(data)
        values = {"kind": "text", "mimetype": "application/pdf"}
        if not found.text:
            return {**values, "state": "reading", "scan": base64.b64encode(self._readable(data))}
        note = (
            self.env._("pages 1 to %(read)s of %(pages)s", read=found.pages_read, pages=found.pages)
            if found.pages_read < found.pages
            else ""
        )
        return {**values, "text": found.text, "note": note}

    def _described(self):
        """Return the file as the browser sees it."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "state": self.state,
            "problem": self.problem or "",
            "url": f"/web/image/ai.file/{self.id}/image" if self.kind == "image" else "",
        }

    @api.model
    def describe(self, file_ids):
        """Return how the user's own files are by now; without those that are gone."""
        files = self._own(file_ids, may_be_gone=True)
        files._follow_reading()
        return [file._described() for file in files]

    @api.model
    def remove(self, file_ids):
        """Forget files that were not asked with."""
        files = self._own(file_ids, may_be_gone=True)
        # sudo: they are the user's own, see _own
        files.sudo().filtered(lambda file: not file.run_id).unlink()
        return True

    @api.model
    def _own(self, file_ids, may_be_gone=False):
        """Return the files, which are the user's.

        :raise AccessError: where one is not, whoever asks
        """
        if not isinstance(file_ids, (list, tuple)) or not all(
            isinstance(one, int) and 0 < one < 2**31 for one in file_ids
        ):
            raise UserError(self.env._("Attach the file again."))
        files = self.browse(dict.fromkeys(file_ids)).exists()
        if len(files) != len(set(file_ids)) and not may_be_gone:
            raise UserError(self.env._("A file is gone: attach it again."))
        files.check_access("read")
        if files.user_id - self.env.user:
            raise AccessError(self.env._("This is not your file."))
        return files

    @api.model
    def _forget_oldest(self):
        # sudo: the user's own, that were never asked with
        waiting = self.sudo().search(
            [("user_id", "=", self.env.uid), ("run_id", "=", False)], order="id desc"
        )
        waiting[MOST_WAITING - 1 :].unlink()

    @api.autovacuum
    def _forget_unasked(self):
        before = fields.Datetime.now() - timedelta(hours=KEPT_HOURS)
        self.search(
            [("conversation_id", "=", False), ("create_date", "<", before)], limit=1000
        ).unlink()
