from odoo import api, fields, models
from odoo.exceptions import UserError

SHOWN = 20


class AiConversation(models.Model):
    _name = "ai.conversation"
    _description = "Conversation with a language model"
    _order = "id desc"

    user_id = fields.Many2one(
        "res.users", required=True, default=lambda self: self.env.user, ondelete="restrict",
        index=True,
    )  # fmt: skip
    name = fields.Char(required=True)
    res_model = fields.Char("Model", index=True)
    res_ids = fields.Json("Records")
    res_id = fields.Integer(
        "The one record", compute="_compute_res_id", store=True, index=True,
        help="0 where it is about none, or about several.",
    )  # fmt: skip
    run_ids = fields.One2many("ai.run", "conversation_id")
    agent_id = fields.Many2one("ai.agent", ondelete="set null", index=True)

    @api.depends("res_ids")
    def _compute_res_id(self):
        for conversation in self:
            ids = conversation.res_ids or []
            conversation.res_id = ids[0] if len(ids) == 1 else 0

    @api.model
    def panel(self, res_model=False, res_ids=()):
        """Return what the panel shows before anything is asked there."""
        self.env["ai.run"].sudo()._close_dead()
        settings = self.env["ai.settings"]
        problem, remedy = settings._problem()
        records = self._shown(res_model, res_ids)
        return {
            "ready": not problem,
            "problem": problem,
            "remedy": remedy,
            "provider": settings._told(),
            "agents": self.env["ai.agent"]._usable()._described(),
            "prompts": self.env["ai.prompt"]._for(res_model).read(["name", "text"]),
            "record": records is not None
            and {"model": res_model, "ids": records.ids, "name": self._name_of(records)},
            "conversations": [
                conversation._described() for conversation in self._about(res_model, records)
            ],
        }

    @api.model
    def _shown(self, res_model, res_ids):
        """As :meth:`_records`; ``None``, too, for a list of what nothing may be asked about."""
        try:
            return self._records(res_model, res_ids)
        except UserError:
            if res_ids:
                raise
            return None

    @api.model
    def history(self, conversation_id):
        """Return the runs of one of the user's conversations, oldest first."""
        conversation = self._own(conversation_id)
        # sudo: how a process that was killed has left them; nobody's texts
        self.env["ai.run"].sudo()._close_dead()
        return [run._described() for run in conversation.run_ids.sorted("id")]

    def _described(self):
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "date": fields.Datetime.to_string(self.create_date),
        }

    @api.model
    def _about(self, res_model, records):
        """Return the user's latest conversations on this record, or on several of this model."""
        one = records.id if records is not None and len(records) == 1 else 0
        return self.search(
            [
                ("user_id", "=", self.env.uid),
                ("res_model", "=", res_model or False),
                ("res_id", "=", one),
            ],
            limit=SHOWN,
        )

    @api.model
    def _name_of(self, records):
        kind = self.env["ir.model"]._get(records._name).name
        match len(records):
            case 0:
                return kind
            case 1:
                return records.display_name
            case count:
                return self.env._("%(count)s records: %(kind)s", count=count, kind=kind)
