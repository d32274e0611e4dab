from odoo import fields, models


class AiRunStep(models.Model):
    """What an agent did on the way to an answer: the log's finest grain."""

    _name = "ai.run.step"
    _description = "Step of an agent"
    _order = "run_id desc, number"
    _rec_name = "title"

    run_id = fields.Many2one("ai.run", "Question", required=True, ondelete="cascade", index=True)
    user_id = fields.Many2one(related="run_id.user_id", store=True, index=True)
    number = fields.Integer(required=True)
    kind = fields.Selection(
        [
            ("tool", "Looked up"),
            ("sources", "Looked through sources"),
            ("proposal", "Proposed"),
            ("question", "Asked back"),
        ],
        required=True,
    )
    tool = fields.Char()
    title = fields.Char(required=True)
    arguments = fields.Json()
    arguments_text = fields.Text("Called with", compute="_compute_arguments_text")
    result = fields.Text(help="What the model was told.")
    ok = fields.Boolean("Worked")
    seconds = fields.Float()
    proposal_id = fields.Many2one("ai.proposal", ondelete="set null", index=True)
    candidates = fields.Json()
    sources = fields.Json(help="The passages that were found: number, label, page, url.")
    action_label = fields.Char()
    action = fields.Json("Button")

    def _compute_arguments_text(self):
        for step in self:
            step.arguments_text = "\n".join(
                f"{name}: {value}" for name, value in sorted((step.arguments or {}).items())
            )

    def _described(self):
        """Return the step as the browser sees it, see :class:`~..runs.acting.Step`."""
        self.ensure_one()
        proposal = self.proposal_id
        return {
            "number": self.number,
            "kind": self.kind,
            "title": self.title,
            "state": "done" if self.ok else "failed",
            "text": "" if self.ok else (self.result or ""),
            "button": self.action_label or "",
            "action": self.action or False,
            "candidates": self.candidates or [],
            "proposal": proposal._described() if proposal else False,
        }
