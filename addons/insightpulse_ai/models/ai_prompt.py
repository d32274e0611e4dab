from odoo import fields, models


class AiPrompt(models.Model):
    _name = "ai.prompt"
    _description = "Prompt"
    _order = "sequence, id"

    name = fields.Char("Button", required=True, translate=True)
    text = fields.Text("Question", required=True, translate=True)
    model = fields.Char(
        help="Technical name of the model on whose records it is offered, such as account.move. "
        "Empty: on all."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    def _for(self, model):
        """Return the prompts that are offered on records of ``model``, or where there is none."""
        return self.search([("model", "in", [False, "", model or ""])])
