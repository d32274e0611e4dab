from odoo import api, fields, models

from ..trust.veiled import Veiling

LOGS = ("ai.run.step", "ai.run", "ai.proposal", "ai.fill.line", "ai.conversation")
"""Conversations last: they go with what is in them."""
BATCH = 500


class AiRetention(models.AbstractModel):
    """What becomes of the logs with time: scheduled actions, a batch at a time."""

    _name = "ai.retention"
    _description = "How long questions to language models are kept"

    @api.model
    def _trim(self):
        """Delete the texts, and later the rows, that are older than the settings say."""
        number = self.env["ai.settings"]._number
        if days := number("keep_texts_days"):
            before = fields.Datetime.subtract(fields.Datetime.now(), days=days)
            for log in self._logs():
                self._each(log, lambda log=log: log._log_to_forget(before), "_forget_texts")
        if days := number("keep_rows_days"):
            before = fields.Datetime.subtract(fields.Datetime.now(), days=days)
            for log in self._logs():
                self._each(log, lambda log=log: log._log_to_delete(before), "unlink")

    @api.model
    def _redact(self):
        """Redact what nobody works with any more, if something is to be redacted."""
        kinds = Veiling(*self.env["ai.settings"]._redaction()).found()
        for log in self._logs() if kinds else ():
            self._each(log, log._log_to_redact, "_redact_texts", kinds)

    @api.model
    def _logs(self):
        # sudo: rows of the logs are for nobody to change but this code
        return [self.env[name].sudo() for name in LOGS]

    @api.model
    def _each(self, log, domain, method, *arguments):
        while records := log.search(domain(), limit=BATCH, order="id"):
            count = len(records)
            getattr(records, method)(*arguments)
            self.env["ir.cron"]._commit_progress(count, remaining=log.search_count(domain()))
