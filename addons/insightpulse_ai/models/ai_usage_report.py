from odoo import fields, models
from odoo.tools import SQL

from .ai_run import STATES


class AiUsageReport(models.Model):
    """What is counted and drawn of the log: figures, no texts."""

    _name = "ai.usage.report"
    _description = "Use of language models"
    _auto = False
    _order = "queued desc"
    _rec_name = "model"

    queued = fields.Datetime("Asked", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    agent_id = fields.Many2one("ai.agent", readonly=True)
    provider = fields.Char(readonly=True)
    model = fields.Char("Language model", readonly=True)
    endpoint = fields.Char("Server", readonly=True)
    place = fields.Selection(
        [("inside", "In the own network"), ("outside", "Sent outside")], "Where", readonly=True
    )
    state = fields.Selection(STATES, readonly=True)
    error_kind = fields.Char("Kind of error", readonly=True)
    questions = fields.Integer(readonly=True)
    prompt_tokens = fields.Integer("Tokens of prompts", readonly=True)
    completion_tokens = fields.Integer("Tokens of answers", readonly=True)
    tokens = fields.Integer(readonly=True)
    seconds = fields.Float("Seconds in all", readonly=True)
    answer_seconds = fields.Float("Seconds, on average", readonly=True, aggregator="avg")
    first_token_seconds = fields.Float(
        "Seconds to the first word, on average", readonly=True, aggregator="avg"
    )

    @property
    def _table_query(self):
        return SQL("SELECT %s FROM ai_run", self._columns())

    def _columns(self):
        return SQL(
            """
            id, queued, user_id, agent_id, provider, model, endpoint, state, error_kind,
            CASE WHEN is_local THEN 'inside' ELSE 'outside' END AS place,
            1 AS questions,
            COALESCE(prompt_tokens, 0) AS prompt_tokens,
            COALESCE(completion_tokens, 0) AS completion_tokens,
            COALESCE(prompt_tokens, 0) + COALESCE(completion_tokens, 0) AS tokens,
            seconds, seconds AS answer_seconds, first_token_seconds
            """
        )
