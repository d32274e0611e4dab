from odoo import fields, models


class AiTopic(models.Model):
    """What several agents know how to do: instructions, with the tools for it."""

    _name = "ai.topic"
    _description = "AI topic"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    instructions = fields.Text(required=True)
    tool_ids = fields.Many2many("ai.tool", string="Tools")

    def _instructions(self):
        return f"{self.name}: {self.instructions}"
