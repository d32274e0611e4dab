from ast import literal_eval
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

MOST_A_DAY = 200


class IrActionsServer(models.Model):
    """An action that fills fields, run each night on the records on which it was not run yet."""

    _inherit = "ir.actions.server"

    ai_cron_id = fields.Many2one("ir.cron", "Daily", readonly=True, copy=False)
    ai_daily_domain = fields.Char("Daily, of These Records")

    def unlink(self):
        crons = self.ai_cron_id
        result = super().unlink()
        crons.unlink()
        return result

    def action_ai_run_daily(self):
        """Make the scheduled action, which fills as the administrator who clicks."""
        self.ensure_one()
        self._check_ai_administrator()
        self.ai_cron_id = self.env["ir.cron"].create(
            {
                "name": self.env._("%s, daily", self.name),
                "model_id": self.env["ir.model"]._get_id(self._name),
                "state": "code",
                "code": f"model.browse({self.id})._ai_run_daily()",
                "user_id": self.env.uid,
                "interval_number": 1,
                "interval_type": "days",
                "nextcall": fields.Datetime.now().replace(hour=2, minute=0, second=0)
                + timedelta(days=1),
            }
        )
        return True

    def action_ai_stop_daily(self):
        self.ensure_one()
        self._check_ai_administrator()
        self.ai_cron_id.unlink()
        return True

    def _check_ai_administrator(self):
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Only administrators let actions run by themselves."))

    def _ai_run_daily(self):
        """Queue what it was not run on yet, the newest first; called by the scheduled action."""
        action = self.exists()
        if not action or action.state != "ai" or action.warning:
            return
        records = action._ai_daily_records()
        if records:
            action._ai_fill(records)

    def _ai_daily_records(self):
        earlier = self.env["ai.fill.line"].sudo()._search(
            [("fill_id.action_id", "=", self.id), ("state", "!=", "failed")]
        )  # fmt: skip
        domain = Domain(self._ai_daily_filter()) & Domain(
            "id", "not in", earlier.subselect("res_id")
        )
        return self.env[self.model_id.model].search(domain, order="id desc", limit=MOST_A_DAY)

    def _ai_daily_filter(self):
        try:
            # a literal: no names, no code
            return literal_eval(self.ai_daily_domain or "[]")
        except (ValueError, SyntaxError) as error:
            raise ValidationError(
                self.env._("“%s” is no filter of records.", self.ai_daily_domain)
            ) from error
