from markupsafe import Markup
from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .words_as_html import words_as_html


class AiRun(models.Model):
    _inherit = "ai.run"

    @api.model
    def log_note(self, run_id):
        """Post the answer as a note on the record that it is about, as the user."""
        run, record = self._own(run_id)
        record.message_post(body=run._answer_html(signed=True), subtype_xmlid="mail.mt_note")
        return True

    @api.model
    def composer(self, run_id):
        """Return an action: a message about the record, with the answer in it."""
        run, record = self._own(run_id)
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send message"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_model": record._name,
                "default_res_ids": record.ids,
                "default_composition_mode": "comment",
                "default_body": run._answer_html(signed=False),
            },
        }

    @api.model
    def _own(self, run_id):
        """Return ``(run, record)``: the user's own run with an answer, and what it is about."""
        run = self.browse(run_id).exists()
        if not run or run.user_id != self.env.user:
            raise AccessError(self.env._("This is not your question."))
        if not run.answer:
            raise UserError(self.env._("There is no answer yet."))
        conversation = run.conversation_id
        record = conversation.res_id and self.env.get(conversation.res_model)
        if record is None or (not record and not conversation.res_id):
            raise UserError(self.env._("This conversation is not about one record."))
        if not hasattr(record, "message_post"):
            raise UserError(self.env._("Records of this kind have no messages."))
        return run, record.browse(conversation.res_id).exists().ensure_one()

    def _answer_html(self, *, signed):
        body = words_as_html(self.answer)
        if signed:
            line = self.env._("Written by %s", self.model or self.provider)
            body += Markup("<p><small>%s</small></p>") % line
        return body
