from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .words_as_html import words_as_html


class AiProposal(models.Model):
    """The decision: a person's click, with that person's rights, once."""

    _inherit = "ai.proposal"

    @api.model
    def decide(self, proposal_id, approve):
        """Approve or reject, and return the proposal as the browser sees it."""
        proposal = self.browse(proposal_id).exists()
        if not proposal:
            raise UserError(self.env._("This proposal does not exist any more."))
        if approve is True:
            proposal.action_approve()
        else:
            proposal.action_reject()
        return proposal._described()

    def action_approve(self):
        for proposal in self:
            proposal._take()
            if proposal.state == "pending":
                # outdated: said in the row, since an error would take that back
                result = proposal._execute()
                proposal._decided("done" if result is not None else "outdated", result)

    def action_reject(self):
        for proposal in self:
            proposal._take()
            proposal._decided("rejected")

    def action_open(self):
        self.ensure_one()
        record = self._record()
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }

    def _take(self):
        """Lock the row, which is still to be decided, for whoever is here to decide.

        :raise AccessError: nobody is: a run, or code with all rights
        """
        self.ensure_one()
        if self.env.su or "ai_run" in self.env.context or not self.env.user._is_internal():
            raise AccessError(self.env._("A proposal is decided by a person."))
        self.check_access("read")
        # sudo: users have no right to change the row itself
        self.sudo().lock_for_update()
        self.invalidate_recordset(["state", "expires"])
        if self.state != "pending":
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(self.env._("This was decided before: %s.", states[self.state].lower()))
        if self.expires < fields.Datetime.now():
            raise UserError(self.env._("This proposal has expired: ask again."))

    def _decided(self, state, result=None):
        self.sudo().write(  # sudo: as above
            {
                "state": state,
                "decided_by": self.env.uid,
                "decided": fields.Datetime.now(),
                "res_id": result.id if result and result._name == self.res_model else self.res_id,
            }
        )

    def _execute(self):
        """Do it, as the user: what it was done to; ``None`` if that has changed meanwhile."""
        values = self.values
        record = self._record()
        if self.kind == "create":
            self._check_fields(record, values)
            return record.create(values)
        record = record.exists()
        if not record:
            raise UserError(self.env._("The record was deleted meanwhile."))
        match self.kind:
            case "write":
                record.check_access("write")
                self._check_fields(record, values)
                if any(
                    not self._same(self._raw(record, name), before)
                    for name, before in self.before.items()
                ):
                    return None
                record.write(values)
            case "message" if self.before.get("followers") != self._recipients(record):
                return None
            case "message" | "note":
                subtype = "mail.mt_comment" if self.kind == "message" else "mail.mt_note"
                record.message_post(body=words_as_html(values["body"]), subtype_xmlid=subtype)
            case "activity":
                record.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=values["summary"],
                    date_deadline=fields.Date.to_date(values["date_deadline"]),
                    user_id=self.env.uid,
                )
            case "action":
                self._run_action(record, values)
        return record

    def _run_action(self, record, values):
        # sudo: administrators write actions; it is run as the user, and checks their groups
        action = self.env["ir.actions.server"].sudo().browse(values["action_id"]).exists()
        if not action:
            raise UserError(self.env._("The action was deleted meanwhile."))
        action.sudo(False).with_context(
            active_model=record._name,
            active_id=record.id,
            active_ids=record.ids,
            ai_arguments=values.get("arguments") or {},
        ).run()

    @api.autovacuum
    def _gc_expired(self):
        self.search([("state", "=", "pending"), ("expires", "<", fields.Datetime.now())]).write(
            {"state": "expired"}
        )
