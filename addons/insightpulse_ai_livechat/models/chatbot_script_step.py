from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..visiting import wants_person

MESSAGE_CHARACTERS = 1000


class ChatbotScriptStep(models.Model):
    """A step at which a conversation stays while an agent answers from its sources; the script
    goes on when a person is wanted, or needed."""

    _inherit = "chatbot.script.step"

    step_type = fields.Selection(
        selection_add=[("ai_agent", "Answer with AI")], ondelete={"ai_agent": "cascade"}
    )
    ai_agent_id = fields.Many2one(
        "ai.agent",
        string="AI agent",
        ondelete="restrict",
        index="btree_not_null",
        help="Answers from its sources, as far as the visitor may read them. Its tools are not "
        "used.",
    )
    ai_has_sources = fields.Boolean(compute="_compute_ai_has_sources", compute_sudo=True)
    ai_session_answers = fields.Integer(
        "Answers in a conversation", default=10, help="After these, the script goes on."
    )
    ai_hourly_answers = fields.Integer(
        "Answers in an hour",
        default=120,
        help="In all conversations of a live chat channel. Above it, the script goes on.",
    )

    _ai_limits = models.Constraint(
        "CHECK (ai_session_answers > 0 AND ai_hourly_answers > 0)", "A limit is 1 or more."
    )

    @api.depends("ai_agent_id.source_ids")
    def _compute_ai_has_sources(self):
        for step in self:
            step.ai_has_sources = bool(step.ai_agent_id.source_ids)

    @api.constrains("step_type", "ai_agent_id")
    def _check_ai_agent(self):
        for step in self:
            if step.step_type == "ai_agent" and not step.ai_agent_id:
                raise ValidationError(
                    self.env._("A step “Answer with AI” needs an agent: choose one with sources.")
                )

    def _process_answer(self, discuss_channel, message_body):
        """The visitor's page asks to go on: what was said here was heard as it was posted."""
        if self.step_type == "ai_agent":
            discuss_channel.sudo()._ai_leave()
        return super()._process_answer(discuss_channel, message_body)

    def _find_first_user_free_input(self, discuss_channel):
        """A question to the agent names a lead, too."""
        return super()._find_first_user_free_input(discuss_channel) or (
            discuss_channel.chatbot_message_ids.filtered(
                lambda message: (
                    message.script_step_id.step_type == "ai_agent"
                    and message.mail_message_id.author_id
                    != self.chatbot_script_id.operator_partner_id
                )
            ).sorted("id")[:1].mail_message_id
        )  # fmt: skip

    def _ai_needs_person(self, channel, text):
        """Whether the script goes on, rather than the agent being asked ``text``; in sudo."""
        self.ensure_one()
        runs = self.env["ai.run"].sudo()
        here = [("discuss_channel_id", "=", channel.id)]
        hour = [
            ("discuss_channel_id.livechat_channel_id", "=", channel.livechat_channel_id.id),
            ("queued", ">", fields.Datetime.now() - timedelta(hours=1)),
        ]
        return (
            wants_person(text)
            or not self.ai_agent_id.active
            or not self.ai_has_sources
            or runs.search_count(here) >= self.ai_session_answers
            or runs.search_count([("discuss_channel_id", "!=", False), *hour])
            >= self.ai_hourly_answers
        )
