from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, UserError

STATES = [
    ("waiting", "Waiting"),
    ("running", "Asking"),
    ("done", "Filled"),
    ("review", "To Review"),
    ("skipped", "Skipped"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
]
CHANGE = Markup(
    '<div class="o_ai_change"><b>%s</b>: %s<b>%s</b> <span class="text-muted">(%s%s)</span></div>'
)
UNREAD = Markup('<div class="o_ai_unread text-warning">%s</div>')
SURE = [("low", "Low"), ("medium", "Medium"), ("high", "High")]


class AiFillLine(models.Model):
    """One record whose fields are filled: what was proposed, why, and what became of it.

    This file holds what people see, and their buttons. How a line is queued is in
    ``ai_fill_line_queue``, its job in ``ai_fill_line_job``, how it asks in ``ai_fill_line_asking``,
    how it writes in ``ai_fill_line_writing``.
    """

    _name = "ai.fill.line"
    _description = "Record that is filled by AI"
    _order = "id"
    _rec_name = "res_id"

    fill_id = fields.Many2one("ai.fill", required=True, ondelete="cascade", index=True)
    user_id = fields.Many2one(related="fill_id.user_id")
    res_model = fields.Char(related="fill_id.res_model")
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True)
    record_name = fields.Char("Name", compute="_compute_record_name")
    state = fields.Selection(STATES, default="waiting", required=True, index=True)
    before = fields.Json()
    # {field: {"value", "quote", "confidence"}}; None until the model has answered
    proposed = fields.Json()
    told = fields.Json("What is shown")
    unread = fields.Text("Not read", help="Of what the model should have read: asks for a review.")
    changes = fields.Html(compute="_compute_changes", sanitize=False)
    confidence = fields.Selection(SURE, "Sure", help="Of the field that is least sure.")
    error = fields.Text()
    remedy = fields.Text()
    proposal_id = fields.Many2one("ai.proposal", ondelete="set null", index="btree_not_null")
    run_ids = fields.Many2many("ai.run", string="Questions")

    @api.depends_context("uid")
    def _compute_record_name(self):
        for line in self:
            try:
                record = line._record()
                line.record_name = record.display_name if record else self.env._("(deleted)")
            except (AccessError, MissingError):
                line.record_name = self.env._("(not visible)")

    def _record(self):
        """Return the record in the caller's environment; empty if it is deleted."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).exists()

    @api.depends("told", "unread")
    def _compute_changes(self):
        sure = dict(self._fields["confidence"]._description_selection(self.env))
        for line in self:
            line.changes = Markup().join(
                CHANGE
                % (
                    told["label"],
                    Markup("<s>%s</s> → ") % told["before"] if told["before"] else "",
                    told["after"],
                    self.env._("sure: %s", sure.get(told["confidence"], "").lower()),
                    Markup(", “%s”") % told["quote"] if told["quote"] else "",
                )
                for told in line.told or ()
            )
            if line.unread:
                line.changes += UNREAD % line.unread

    # -- buttons ------------------------------------------------------------------------

    def action_open_record(self):
        self.check_access("read")
        record = self._record()
        if not record:
            raise UserError(self.env._("This record does not exist any more."))
        return record.get_formview_action()

    def action_approve(self):
        """Write what was proposed, as the user who approves."""
        self.fill_id._check_own()
        for line in self.filtered(lambda line: line.state == "review"):
            if line.proposal_id._is_late():
                line._write_or_review()  # a new proposal, or nothing to propose any more
            if line.state == "review":
                line.proposal_id.action_approve()
        return True

    def action_reject(self):
        self.fill_id._check_own()
        for line in self.filtered(lambda line: line.state == "review"):
            if line.proposal_id._is_late():
                line._proposal_decided("rejected")
            else:
                line.proposal_id.action_reject()
        return True

    def _proposal_decided(self, state):
        """Follow what was decided about the proposal, here or in the list of proposals."""
        match state:
            case "done":
                record = self._record()
                if record:
                    self._note(record)
                self._change(state="done", error=False, remedy=False)
            case "rejected":
                self._skip(self.env._("Rejected."))
            case "outdated":
                self._skip(self.env._("Changed by somebody meanwhile."))

    def action_retry(self):
        self.fill_id._check_own()
        self.sudo()._retry()
        return True

    def _change(self, **values):
        """Write what the machine owns, and tell whoever is looking, once committed."""
        # sudo: nobody else writes here; callers have checked what they need
        lines = self.sudo()
        lines.write(values)
        for line in lines:
            line.user_id._bus_send(
                "ai.fill/update",
                {
                    "id": line.id,
                    "fill_id": line.fill_id.id,
                    "state": line.state,
                    "res_model": line.res_model,
                    "res_id": line.res_id,
                },
            )
