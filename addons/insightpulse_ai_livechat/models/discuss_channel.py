import logging
from datetime import timedelta

from odoo import fields, models
from odoo.addons.insightpulse_ai.context.marks import shortened
from odoo.addons.insightpulse_ai.retrieval import from_html
from odoo.addons.mail.tools.discuss import Store
from odoo.exceptions import UserError

from .chatbot_script_step import MESSAGE_CHARACTERS

_logger = logging.getLogger(__name__)
PATIENCE = timedelta(seconds=90)
"""Within which a visitor has an answer, or the script goes on."""


class DiscussChannel(models.Model):
    """A conversation at a step of the type ``ai_agent``.

    What a visitor posts there is a question, one at a time; whatever comes of it is told to the
    visitor's page as ``ai_state``: it shows that somebody types while ``answering``, and asks for
    the script's next step at ``handover``, as the visitor, like at any other step.
    """

    _inherit = "discuss.channel"

    ai_state = fields.Selection(
        [("answering", "Answering"), ("handover", "Handing over")], readonly=True, copy=False
    )
    ai_run_ids = fields.One2many("ai.run", "discuss_channel_id", "Questions to the agent")

    def message_post(self, *, message_type="notification", **kwargs):
        message = super().message_post(message_type=message_type, **kwargs)
        if message_type == "comment" and self.channel_type == "livechat":
            # sudo: a visitor may not read scripts; what is done is the script's
            self.sudo()._ai_heard(message)
        return message

    def _ai_heard(self, message):
        """Queue what a visitor has posted as a question, or have the script go on."""
        step = self.chatbot_current_step_id
        if step.step_type != "ai_agent" or not self._ai_is_visitors(message):
            return
        if self.ai_state == "handover" or self._ai_pending():
            return
        text = from_html(message.body or "").strip()
        if not text:
            self._chatbot_post_message(
                step.chatbot_script_id, self.env._("I can only read text: please write it to me.")
            )
        elif step._ai_needs_person(self, text):
            self._ai_become("handover")
        else:
            self._ai_leave()  # whatever took too long
            asked = self._ai_ask(step, shortened(text, MESSAGE_CHARACTERS))
            self._ai_become("answering" if asked else "handover")

    def _ai_ask(self, step, question):
        """Queue the question; return whether it was taken. A refusal undoes what asking did, and
        not the visitor's message."""
        try:
            with self.env.cr.savepoint():
                self.env["ai.run"]._ask_for_visitor(self, step, question)
        except UserError as error:
            _logger.warning("Live chat %s: the question was refused: %s", self.id, error)
            return False
        return True

    def _ai_is_visitors(self, message):
        if self.livechat_agent_history_ids or self.livechat_end_dt:
            return False
        visitor = self._ai_visitor()
        if message.author_guest_id:
            return message.author_guest_id == visitor.guest_id
        return bool(message.author_id) and message.author_id == visitor.partner_id

    def _ai_visitor(self):
        return self.channel_member_ids.filtered(
            lambda member: member.livechat_member_type == "visitor"
        )[:1]

    def _ai_pending(self):
        """Return the question that is being answered, unless it takes longer than it may."""
        if self.ai_state != "answering":
            return self.env["ai.run"]
        since = fields.Datetime.now() - PATIENCE
        return self.ai_run_ids.filtered(lambda run: not run.visitor_end and run.queued > since)

    def _ai_become(self, state):
        """Set ``ai_state``, and tell the visitor's page."""
        self.ai_state = state
        visitor = self._ai_visitor()
        persona = visitor.partner_id or visitor.guest_id
        if persona:
            store = Store(bus_channel=persona)
            store.add_model_values("Chatbot", self._ai_store_values())
            store.bus_send()

    def _ai_store_values(self):
        script = self.chatbot_current_step_id.chatbot_script_id
        return {
            "id": (script.id, self.id),
            "script": script.id,
            "thread": Store.One(self, [], as_thread=True),
            "ai_state": self.ai_state or "",
        }

    def _ai_leave(self):
        """The conversation goes on elsewhere: no answer is wanted any more; in sudo."""
        self.ai_run_ids.filtered(lambda run: not run.visitor_end)._end_for_visitor("left")
        self.ai_state = False

    def _chatbot_restart(self, chatbot_script):
        self.sudo()._ai_leave()
        return super()._chatbot_restart(chatbot_script)

    def _to_store(self, store, fields):
        result = super()._to_store(store, fields)
        if "chatbot_current_step" in fields:
            # sudo: a page that is opened again has to know where its conversation stands
            for channel in self.sudo().filtered("ai_state"):
                if channel.chatbot_current_step_id.step_type == "ai_agent":
                    store.add_model_values("Chatbot", channel._ai_store_values())
        return result
