from datetime import timedelta

from odoo import api, fields, models

from ..trust.redaction import mapped, redacted

DELETED = "[deleted]"
SETTLED = timedelta(minutes=15)
"""Whoever has asked still works with the answer: as a note, in a message."""


class AiLog(models.AbstractModel):
    """For models that keep what was asked, answered, proposed: texts, and figures about them.

    ``_log_texts`` names the fields with texts; ``_log_date`` the one with when it was.
    """

    _name = "ai.log"
    _description = "Log with texts"

    _log_texts = ()
    _log_date = "create_date"

    texts_deleted = fields.Boolean("Texts deleted", readonly=True, index=True, copy=False)
    texts_redacted = fields.Boolean("Texts redacted", readonly=True, index=True, copy=False)

    @api.model
    def _log_settled(self, before):
        """Return the domain of what nobody works with any more since ``before``."""
        return [(self._log_date, "<", before)]

    @api.model
    def _log_to_forget(self, before):
        """Return the domain of what is old enough for its texts to be deleted."""
        return [
            (self._log_date, "<", before),
            ("texts_deleted", "=", False),
            *self._log_settled(fields.Datetime.now() - SETTLED),
        ]

    @api.model
    def _log_to_delete(self, before):
        return [(self._log_date, "<", before), *self._log_settled(before)]

    @api.model
    def _log_to_redact(self):
        return [
            ("texts_redacted", "=", False),
            ("texts_deleted", "=", False),
            *self._log_settled(fields.Datetime.now() - SETTLED),
        ]

    def _forget_texts(self):
        self.write(
            {name: self._nothing(name) for name in self._log_texts}
            | {"texts_deleted": True, "texts_redacted": True}
        )

    @api.model
    def _nothing(self, name):
        return DELETED if self._fields[name].required else False

    def _redact_texts(self, kinds):
        for row in self:
            values = {name: mapped(row[name], lambda text: redacted(text, kinds))
                      for name in self._log_texts}  # fmt: skip
            row.write({name: v for name, v in values.items() if v != row[name]})
        self.write({"texts_redacted": True})
