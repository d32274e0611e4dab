from odoo import fields, models


class AiAgent(models.Model):
    """What an agent's answers stand on: see ``ai.source._retrieve``."""

    _inherit = "ai.agent"

    source_ids = fields.Many2many(
        "ai.source",
        string="Sources",
        help="Passages of these that fit the question are shown to the model with it, as far as "
        "whoever asks may read them.",
    )
    only_sources = fields.Boolean(
        "Only from the sources",
        help="Tells the model to answer from these passages, and to say so where they do not "
        "hold the answer.",
    )
