import logging
import uuid

from odoo import api, fields, models
from odoo.addons.insightpulse_ai.retrieval import Passage
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.tools import SQL
from psycopg2 import errors

from ..visiting import shown
from .discuss_channel import PATIENCE

_logger = logging.getLogger(__name__)
PRIORITY = 5
"""A visitor waits for it; smaller numbers go first, and 10 is usual."""


class AiRun(models.Model):
    """A visitor's question, and the job that answers it.

    Each step is a transaction of its own, so that a job that is killed goes on after the last one:

    1. ``_begin_for_visitor``   taken, under a new ``visitor_token``
    2. ``_ask_and_log``         the model is asked, outside of any transaction; → ``visitor_end``
    3. ``_tell_visitor``        the answer is posted, or the script has to go on

    Nothing is done any more once the conversation has left the step. A visitor does not wait for
    a second attempt: where there is no answer, the script goes on.
    """

    _inherit = "ai.run"

    # The log outlives the conversation.
    discuss_channel_id = fields.Many2one(
        "discuss.channel", "Live chat", ondelete="set null", index="btree_not_null"
    )
    chatbot_step_id = fields.Many2one("chatbot.script.step", ondelete="set null")
    visitor_end = fields.Selection(
        [("answered", "Answered"), ("handover", "Handed over"), ("left", "Not wanted any more")],
        "Live chat: outcome",
    )
    visitor_token = fields.Char(copy=False)

    def _is_of_job(self):
        of_visitor = self.discuss_channel_id or self.chatbot_step_id or self.visitor_token
        return bool(of_visitor) or super()._is_of_job()

    @api.model
    def _ask_for_visitor(self, channel, step, question):
        """Log ``question`` of the current user in ``channel``, and queue it.

        All who are not logged in are one user, and one who is logged in is a visitor here: the
        step's limits hold, and no user's.
        """
        run = self.sudo().create(
            {
                "user_id": self.env.uid,
                "question": question.replace("\x00", ""),
                "agent_id": step.ai_agent_id.id,
                "asked_as": {"lang": self.env["chatbot.script"]._get_chatbot_language()},
                "discuss_channel_id": channel.id,
                "chatbot_step_id": step.id,
                "outside_quota": True,
            }
        )
        run.sudo(False).with_delay(
            identity_key=f"ai.run:{run.id}:visitor",
            description=self.env._("Live chat: answer question %s", run.id),
            priority=PRIORITY,
            max_retries=0,
        )._answer_visitor()
        return run

    def _answer_visitor(self):
        """The queue job, which commits (``allow_commit``)."""
        run = self.with_context(lang=self.sudo().asked_as.get("lang"))
        if not run._begin_for_visitor():
            return self.env._("Not wanted any more.")
        token = run.sudo().visitor_token
        if not run.sudo().visitor_end and not run._ask_and_log(token):
            return self.env._("Not wanted any more.")
        run._tell_visitor(token)
        return dict(self._fields["visitor_end"]._description_selection(self.env)).get(
            run.sudo().visitor_end
        )

    def _commit(self):
        """End a step: what it did stays, whatever becomes of the job (``allow_commit``)."""
        self.env.cr.commit()  # pylint: disable=invalid-commit

    def _lock_for_visitor(self, token=None):
        """Lock the row in a new transaction; return whether its answer is still wanted."""
        self._commit()
        try:
            self.env.cr.execute(
                SQL("SELECT id FROM ai_run WHERE id = %s FOR NO KEY UPDATE", self.id),
                log_exceptions=False,
            )
        except errors.SerializationFailure:
            self.env.cr.rollback()
            raise RetryableJobError("The question is being changed.", seconds=1) from None
        found = self.env.cr.fetchone()
        self.env.invalidate_all(flush=False)
        return bool(found) and self._is_wanted_by_visitor(token)

    def _is_wanted_by_visitor(self, token=None):
        run = self.sudo().exists()
        channel = run.discuss_channel_id
        return (
            channel.ai_state == "answering"
            and run == channel.ai_run_ids[:1]
            and channel.chatbot_current_step_id == run.chatbot_step_id
            and not channel.livechat_agent_history_ids
            and run.visitor_end != "left"
            and (token is None or run.visitor_token == token)
        )

    # -- step 1 -------------------------------------------------------------------------

    def _begin_for_visitor(self):
        """Take the question, if an answer is still wanted; commit."""
        self.ensure_one()
        wanted = self._lock_for_visitor()
        if wanted:
            run, now = self.sudo(), fields.Datetime.now()
            run.visitor_token = uuid.uuid4().hex
            if run.queued < now - PATIENCE and not run.visitor_end:
                run._end_for_visitor("handover")
            elif not run.visitor_end:
                run.write(
                    {
                        "state": "running",
                        "started": now,
                        "alive": now,
                        "process": False,
                        "finished": False,
                        "error_kind": False,
                    }
                )
        self._commit()
        return wanted

    # -- step 3 -------------------------------------------------------------------------

    def _tell_visitor(self, token):
        """Post the answer, or have the script go on; commit."""
        if self._lock_for_visitor(token):
            run, channel = self.sudo(), self.sudo().discuss_channel_id
            answered = run.visitor_end == "answered"
            channel._chatbot_post_message(
                run.chatbot_step_id.chatbot_script_id,
                run._visitor_html() if answered else run._handover_words(),
            )
            channel._ai_become(False if answered else "handover")
        self._commit()

    def _handover_words(self):
        return self.env._("I cannot answer that. Let me see who can help you.")

    def _visitor_html(self):
        passages = [
            Passage(number=one["number"], text="", label=one["label"], url=one["url"])
            for step in self.step_ids
            for one in step.sources or ()
        ]
        base_url = self.discuss_channel_id.get_base_url()
        return shown(self.answer, passages, base_url, self.env._("Sources"))

    # -- what may happen ----------------------------------------------------------------

    def _end_for_visitor(self, outcome, **values):
        under_way = self.filtered(lambda run: run.state in ("waiting", "running"))
        state = values.pop("state", "cancelled" if outcome == "left" else "done")
        under_way.state = state
        self.write({"visitor_end": outcome, "finished": fields.Datetime.now(), **values})

    def _visitor_broken_off(self, exc_name="", exc_message="", **_failure):
        """Called by the queue when the job ended in an error that it does not expect."""
        _logger.warning("Run %s was broken off: %s %s", self.id, exc_name, exc_message)
        if self._lock_for_visitor():
            run = self.sudo()
            run._end_for_visitor("handover", state="failed", error_kind="unexpected")
            run.discuss_channel_id._ai_become("handover")
        self._commit()
