from markupsafe import Markup
from odoo import models

from ..filling.answer_schema import SURE
from .ai_fill_line_job import Unfilled


class AiFillLine(models.Model):
    """What was proposed, on its way into the record: as the user, where nobody was faster."""

    _inherit = "ai.fill.line"

    def _remember(self, filled):
        """Store the :class:`~..filling.Filled`, and how it is shown to people.

        :raise Unfilled: nothing in it can be used
        """
        self.ensure_one()
        record = self._record()
        fillable = self.env["ai.fillable"]
        proposed = {
            name: {"value": one.value, "quote": one.quote, "confidence": one.confidence}
            for name, one in filled.proposed.items()
        }
        line = self.sudo()
        line.unread = "\n".join(filled.unread) or False
        if not proposed and filled.faults:
            raise Unfilled(
                "\n".join(
                    [
                        self.env._("The language model gave nothing that can be used."),
                        *filled.faults,
                    ]
                ),
                self.env._("Change the prompt, or take another model, and press Retry."),
            )
        line.proposed = proposed
        line.told = [
            {
                "label": record.fields_get([name], ["string"])[name]["string"],
                "before": fillable._shown(record, name, line.before[name]),
                "after": fillable._shown(record, name, one["value"]),
                "quote": one["quote"],
                "confidence": one["confidence"],
            }
            for name, one in proposed.items()
        ]
        line.confidence = min(
            (one["confidence"] for one in proposed.values()), key=SURE.index, default=False
        )
        line.error = "\n".join(filled.faults) or False

    def _write_or_review(self):
        """→ done, review or skipped.

        :raise UserError: the record does not take it
        """
        line, record = self.sudo(), self._record()
        if not record:
            return self._skip(self.env._("The record does not exist any more."))
        if not line.proposed:
            return self._skip(self.env._("The language model found nothing to fill in."))
        values, changed = self._to_write(record)
        words = changed and self.env._("Changed by somebody meanwhile: %s.", ", ".join(changed))
        if changed and not values:
            return self._skip(words)
        line.error = "\n".join(filter(None, [words, line.error])) or False
        if values and self._needs_review(record, values):
            line.proposal_id = self._propose(record, values)
            return self._change(state="review", token=False)
        if values:
            record.write(values)
            self._note(record)
        return self._change(state="done", token=False)

    def _to_write(self, record):
        """Return ``(values, labels)``: what was proposed as :meth:`write` takes it, and the fields
        that somebody has changed since the model was told of them."""
        fillable, line = self.env["ai.fillable"], self.sudo()
        values, changed = {}, []
        for name, one in line.proposed.items():
            present = fillable._value(record, name)
            if present != line.before[name]:
                changed.append(record.fields_get([name], ["string"])[name]["string"])
            elif present != one["value"]:
                values[name] = fillable._writable(record, name, one["value"])
        return values, changed

    def _needs_review(self, record, values):
        """Return whether a person decides: always about what was filled in from a part only."""
        review, fillable = self.sudo().fill_id.review, self.env["ai.fillable"]
        return (
            review == "always"
            or bool(self.sudo().unread)
            or (review == "unsure" and self.sudo().confidence == SURE[0])
            or any(fillable._is_reviewed(record, name) for name in values)
        )

    def _propose(self, record, values):
        line = self.sudo()
        quotes = [f"{told['label']}: “{told['quote']}”" for told in line.told if told["quote"]]
        reason = "\n".join([*filter(None, [line.unread]), *quotes])
        return self.env["ai.proposal"]._propose_write(
            record, values, reason=reason, run=line.run_ids.sorted("id")[-1:]
        )

    def _skip(self, words):
        self._change(state="skipped", token=False, error=words, remedy=False)

    def _note(self, record):
        if self.sudo().fill_id.note and hasattr(record, "message_post"):
            record.message_post(
                body=Markup("<p>%s</p>%s")
                % (self.env._("Filled in by AI (%s):", self.sudo().fill_id.name), self.changes),
                subtype_xmlid="mail.mt_note",
            )
