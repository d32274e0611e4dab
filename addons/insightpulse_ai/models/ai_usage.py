from odoo import api, fields, models
from odoo.tools import SQL


class AiUsage(models.Model):
    """One row for each user, which whoever counts what they have used changes first.

    Odoo's transactions see the database as it was when they began: of two that change the same
    row, the second is told so, and is repeated.
    """

    _name = "ai.usage"
    _description = "Questions of a user under a limit"
    _log_access = False
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    asked = fields.Integer("Questions in all")

    _one_for_a_user = models.UniqueIndex("(user_id)")

    @api.model
    def _take_turn(self, user_id):
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ai_usage (user_id, asked) VALUES (%s, 1)
                ON CONFLICT (user_id) DO UPDATE SET asked = ai_usage.asked + 1
                """,
                user_id,
            ),
            log_exceptions=False,
        )
        self.invalidate_model()
