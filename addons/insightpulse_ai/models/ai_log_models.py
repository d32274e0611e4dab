"""The logs, and when each is settled."""

from odoo import api, fields, models
from odoo.fields import Domain

# what is extended has to be there before
from . import (  # noqa: F401
    ai_conversation,
    ai_fill_line,
    ai_log,
    ai_model_pull,
    ai_proposal,
    ai_run,
    ai_run_step,
)

SETTLED_LINES = ("done", "skipped", "failed", "cancelled")


class AiRun(models.Model):
    _name = "ai.run"
    _inherit = ["ai.run", "ai.log"]

    _log_texts = ("question", "answer", "messages", "known", "error_message")
    _log_date = "queued"

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever queues a question, a person or a job, is held to the user's limits.

        :raise QuotaExceeded: unless it is ``outside_quota``
        """
        adding = {}
        for values in vals_list:
            queued = values.get("state", "waiting") in ("waiting", "running")
            if queued and not values.get("outside_quota"):
                user_id = values.get("user_id") or self.env.uid
                adding[user_id] = adding.get(user_id, 0) + 1
        for user_id, count in adding.items():
            self.env["ai.quota"].with_user(user_id)._check(count)
        return super().create(vals_list)

    @api.model
    def _words(self, kind):
        if kind == "truncated":
            return (
                self.env._("The model has not read all of it: there was more than it can hold."),
                self.env._(
                    "Ask about fewer records, or let your administrator enlarge its window in the "
                    "settings of InsightPulse AI (AI_CONTEXT_TOKENS)."
                ),
            )
        return super()._words(kind)

    @api.model
    def _log_settled(self, before):
        return [("state", "not in", ("waiting", "running")), ("finished", "<", before)]


class AiRunStep(models.Model):
    """Its row goes with its question's."""

    _name = "ai.run.step"
    _inherit = ["ai.run.step", "ai.log"]

    _log_texts = (
        "title", "arguments", "result", "candidates", "sources", "action_label", "action",
    )  # fmt: skip

    @api.model
    def _log_settled(self, before):
        ended = ("run_id.state", "not in", ("waiting", "running"))
        return [ended, ("run_id.finished", "<", before)]


class AiProposal(models.Model):
    _name = "ai.proposal"
    _inherit = ["ai.proposal", "ai.log"]

    _log_texts = ("title", "reason", "values", "before")

    values = fields.Json(required=False)  # once its texts are deleted

    def _rows(self):
        if self.texts_deleted:
            return []
        try:
            return super()._rows()
        except (KeyError, TypeError, ValueError):
            if not self.texts_redacted:
                raise
            # a mark is no date
            return [
                {"label": name, "before": str((self.before or {}).get(name, "")), "after": str(one)}
                for name, one in (self.values or {}).items()
            ]

    @api.model
    def _log_settled(self, before):
        # one that nobody decided expires, whether or not its row says so yet
        return ["|", ("decided", "<", before), ("expires", "<", before)]


class AiFillLine(models.Model):
    """Its row stays: it says that the record was filled, so that it is not filled again daily."""

    _name = "ai.fill.line"
    _inherit = ["ai.fill.line", "ai.log"]

    _log_texts = ("before", "proposed", "told", "error")

    @api.model
    def _log_settled(self, before):
        # what is to be reviewed may still be written
        return [("state", "in", SETTLED_LINES), ("write_date", "<", before)]

    @api.model
    def _log_to_delete(self, before):
        return Domain.FALSE


class AiConversation(models.Model):
    """Goes with the texts of its last question."""

    _name = "ai.conversation"
    _inherit = ["ai.conversation", "ai.log"]

    _log_texts = ("name",)

    @api.model
    def _log_to_forget(self, before):
        return [
            ("create_date", "<", before),
            ("run_ids", "not any", [("texts_deleted", "=", False)]),
        ]

    @api.model
    def _log_to_delete(self, before):
        return self._log_to_forget(before)

    def _forget_texts(self):
        self.unlink()


class AiModelPull(models.Model):
    _inherit = "ai.model.pull"

    @api.autovacuum
    def _gc_downloads(self):
        days = self.env["ai.settings"]._number("keep_rows_days")
        if days:
            before = fields.Datetime.subtract(fields.Datetime.now(), days=days)
            self.search([("create_date", "<", before)]).unlink()
