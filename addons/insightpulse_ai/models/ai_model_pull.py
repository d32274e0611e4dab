import re

from odoo import api, fields, models
from odoo.exceptions import UserError

MEGABYTE = 1_000_000
STATES = [
    ("waiting", "Waiting"),
    ("running", "Downloading"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
]
# as Ollama's library and others name them: llama3.2:3b, hf.co/owner/model:Q4_K_M
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@:-]{0,199}")


class AiModelPull(models.Model):
    """What an administrator sees and does; the job is in ``ai_model_pull_job``."""

    _name = "ai.model.pull"
    _description = "Download of a language model"
    _order = "id desc"

    name = fields.Char("Language model", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Asked by", default=lambda self: self.env.user, readonly=True,
        ondelete="restrict",
    )  # fmt: skip
    endpoint = fields.Char("Server", readonly=True)
    state = fields.Selection(STATES, default="waiting", required=True, readonly=True, index=True)
    status = fields.Char("What it does", readonly=True)
    completed = fields.Integer("Downloaded (MB)", readonly=True, aggregator=None)
    total = fields.Integer("Of (MB)", readonly=True, aggregator=None)
    progress = fields.Float("Progress (%)", readonly=True, aggregator=None)
    error = fields.Text(readonly=True)
    remedy = fields.Text(readonly=True)
    attempts = fields.Integer(readonly=True)
    alive = fields.Datetime(readonly=True)

    @api.model
    def _start(self, name):
        """Queue the download of ``name`` by the Ollama server in force, once."""
        self.check_access("create")
        name = (name or "").strip()
        if not NAME.fullmatch(name):
            raise UserError(
                self.env._(
                    "“%s” is not the name of a model: those look like llama3.2:3b. See "
                    "https://ollama.com/library.",
                    name[:100],
                )
            )
        told = self.env["ai.settings"]._told()
        if told["name"] != "ollama":
            raise UserError(self.env._("Only Ollama downloads models."))
        open_states = ("waiting", "running")
        same = [("name", "=", name), ("endpoint", "=", told["endpoint"])]
        pull = self.search([*same, ("state", "in", open_states)], limit=1)
        if not pull:
            pull = self.create({"name": name, "endpoint": told["endpoint"]})
            pull._queue()
        return pull

    def action_retry(self):
        for pull in self.filtered(lambda pull: pull.state in ("failed", "cancelled")):
            pull.write({"state": "waiting", "error": False, "remedy": False, "attempts": 0})
            pull._queue()

    def action_cancel(self):
        """Stop it; what has arrived stays on the server, and a retry goes on from there."""
        open_states = ("waiting", "running")
        self.filtered(lambda pull: pull.state in open_states).write({"state": "cancelled"})

    def action_use(self):
        """Ask this model from now on."""
        self.ensure_one()
        self.check_access("write")
        return self.env["ai.model.choice"]._use("ollama", self.name)

    def action_open(self):
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Download"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }
