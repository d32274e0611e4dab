from odoo import api, fields, models
from odoo.tools import SQL

from ..providers import Deadline
from ..retrieval import Passage, cited

STATES = [
    ("waiting", "Waiting"),
    ("running", "Answering"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
]
DEAD_SECONDS = 40
"""Four heartbeats, see runs/stream.py."""
NOW = SQL("(clock_timestamp() AT TIME ZONE 'UTC')")
"""By the database's clock, which all processes share; ``now()`` would be a transaction's start."""


class AiRun(models.Model):
    _name = "ai.run"
    _description = "Question to a language model"
    _order = "id desc"
    _rec_name = "question"

    # The log outlives the conversation.
    conversation_id = fields.Many2one("ai.conversation", ondelete="set null", index=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict", index=True)
    question = fields.Text(required=True)
    answer = fields.Text(default="")
    state = fields.Selection(STATES, default="waiting", required=True, index=True)
    error_kind = fields.Char()
    error_message = fields.Text()
    error_remedy = fields.Text("Remedy")
    provider = fields.Char()
    model = fields.Char("Language model")
    endpoint = fields.Char("Server")
    is_local = fields.Boolean("In a private network")
    prompt_tokens = fields.Integer()
    completion_tokens = fields.Integer()
    queued = fields.Datetime("Asked", default=fields.Datetime.now, required=True)
    started = fields.Datetime()
    finished = fields.Datetime()
    first_token_seconds = fields.Float("Seconds to the first word")
    seconds = fields.Float(help="From the first byte sent to the last word.")
    alive = fields.Datetime(help="When the process that waits for the answer last said so.")
    cancel_requested = fields.Boolean()
    outside_quota = fields.Boolean(
        copy=False, help="Neither held to the limits of its user, nor counted for them."
    )
    agent_id = fields.Many2one("ai.agent", ondelete="set null", index=True)
    asked_as = fields.Json(help="The user's language, time zone, companies and date.")
    known = fields.Json(help="Records that the question shows: [[model, id, name]].")
    step_ids = fields.One2many("ai.run.step", "run_id", "Steps")
    proposal_ids = fields.One2many("ai.proposal", "run_id", "Proposals")
    messages = fields.Json("What is sent")
    messages_text = fields.Text("What was sent", compute="_compute_messages_text")

    @api.depends("messages")
    def _compute_messages_text(self):
        for run in self:
            run.messages_text = "\n\n".join(
                f"[{message['role']}]\n{message['text']}" for message in run.messages or ()
            )

    def _described(self):
        """Return the run as the browser sees it."""
        self.ensure_one()
        told = self.error_message or self._words(self.error_kind)[0]
        error = {
            "message": told,
            "remedy": self.error_remedy or self._words(self.error_kind)[1],
        }
        return {
            "id": self.id,
            "question": self.question,
            "answer": self.answer or "",
            "state": self.state,
            "error": error if told else False,
            "model": self.model or "",
            "endpoint": self.endpoint or "",
            "local": self.is_local,
            "seconds": self.seconds or False,
            "tokens": self.completion_tokens or False,
            "date": fields.Datetime.to_string(self.queued),
            "agent": self.agent_id.name or "",
            "sources": self._cited(),
            "steps": [step._described() for step in self.step_ids.sorted("number")],
        }

    def _cited(self):
        """Return the passages that the answer cites: number, label, page, url."""
        passages = [
            Passage(number=one["number"], text="", label=one["label"], url=one["url"],
                    page=one["page"])
            for step in self.step_ids
            for one in step.sources or ()
        ]  # fmt: skip
        return [
            {"number": one.number, "label": one.label, "page": one.page, "url": one.url}
            for one in cited(self.answer or "", passages)
        ]

    @api.model
    def _words(self, kind):
        """Return ``(message, remedy)`` of our own ends of a run; a provider's come with it."""
        match kind:
            case "closed":
                return self.env._("The page was closed."), ""
            case "interrupted":
                return self.env._("Interrupted: the server was restarted."), self.env._(
                    "Ask again."
                )
            case "steps":
                return (
                    self.env._("The model kept looking things up and came to no answer."),
                    self.env._("Ask for less at once, or choose a larger model."),
                )
            case "empty" | "unreadable":
                return (
                    self.env._("The model gave no answer that can be read."),
                    self.env._("Ask again in other words, or choose a larger model."),
                )
            case "unexpected":
                return (
                    self.env._("Something went wrong in Odoo itself."),
                    self.env._("Ask again; if it happens again, look into Odoo's log."),
                )
        return "", ""

    @api.model
    def _close_dead(self):
        """Close the runs that nobody waits for any more: their process was killed."""
        self.env["ai.run"].flush_model()
        closed = self.env.execute_query(
            SQL(
                """
                UPDATE ai_run
                   SET state = 'failed', error_kind = 'interrupted', finished = %(now)s
                 WHERE id IN (
                        SELECT id FROM ai_run
                         WHERE (state = 'running'
                                AND COALESCE(alive, started, queued)
                                    < %(now)s - %(dead)s * interval '1 second')
                            OR (state = 'waiting'
                                AND COALESCE(alive, queued)
                                    < %(now)s - %(total)s * interval '1 second')
                           FOR UPDATE SKIP LOCKED)
                RETURNING id
                """,
                now=NOW,
                dead=DEAD_SECONDS,
                total=Deadline().total,
            )
        )
        if closed:
            self.invalidate_model()

    def _request_cancel(self):
        """Cancel a run that is not under way in this process."""
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                UPDATE ai_run
                   SET cancel_requested = TRUE,
                       finished = CASE state WHEN 'waiting' THEN %(now)s::timestamp END,
                       error_kind = CASE state WHEN 'waiting' THEN 'cancelled' END,
                       state = CASE state WHEN 'waiting' THEN 'cancelled' ELSE state END
                 WHERE id = %(id)s AND state IN ('waiting', 'running')
                """,
                now=fields.Datetime.now(),
                id=self.id,
            )
        )
        self.invalidate_recordset()
