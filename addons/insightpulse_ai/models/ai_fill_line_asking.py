from dataclasses import replace

from odoo import fields, models
from odoo.exceptions import AccessError, MissingError, UserError
from werkzeug.exceptions import ServiceUnavailable

from ..context.marks import harmless, marked, shortened
from ..filling import fill
from ..filling.template import paths, render
from ..filling.wording import messages
from ..providers import InvalidConfiguration
from ..providers.errors import ProviderError, RateLimited, RefusedRequest
from .ai_context import is_told_at_all
from .ai_fill_line_chat import Turn
from .ai_fill_line_job import Unfilled
from .ai_fillable import Directory
from .ai_quota import QuotaExceeded
from .ai_run_turn import Crowded, NotWanted

TEXT_CHARACTERS = 6000


class AiFillLine(models.Model):
    """Step 2 of the job: the model is asked, as the user, outside of any transaction."""

    _inherit = "ai.fill.line"

    def _ask(self, token):
        """Return the :class:`~..filling.Filled`; ``None`` if it is not wanted any more; commit.

        :raise Unfilled: there is nothing to ask, or no answer
        """
        self.ensure_one()
        try:
            record = self._record()
            if not record:
                raise Unfilled(self.env._("The record does not exist any more."), state="skipped")
            record.check_access("write")
            spec = self._open_spec(record)
            brought = self._brought(record)
            wanted = self.env["ai.fillable"]._described(record, spec)
            before = {
                field.name: self.env["ai.fillable"]._value(record, field.name) for field in wanted
            }
            asked = self._messages(record, wanted, brought)
        except (AccessError, MissingError) as error:
            raise Unfilled(
                str(error), self.env._("Ask your administrator for the right to change it.")
            ) from error
        self.sudo().before = before
        by_name = {one["name"]: one for one in spec}
        queued, runs = self.sudo().lined_up or fields.Datetime.now(), self.sudo().run_ids
        try:
            with Turn(queued) as turn:
                filled = fill(
                    lambda said, schema: self._chat(token, said, schema, turn),
                    asked,
                    wanted,
                    lambda field: Directory(self.env["ai.fillable"], record, by_name[field.name]),
                    fields.Date.context_today(self),
                )
            return replace(filled, unread=self._unread(brought, turn.truncated))
        except NotWanted:
            if not self._is_wanted(token):
                return None
            raise Unfilled(
                self.env._("The question was closed before it was answered."), state="waiting"
            ) from None
        except Crowded as error:
            raise Unfilled(
                error.message, error.remedy, state="waiting", lined_up=queued, asked=False
            ) from error
        except QuotaExceeded as error:
            remedy = self.env._(
                "It is tried again then; if your limit is raised before, press Retry."
            )
            raise Unfilled(
                error.words,
                f"{error.remedy} {remedy}",
                state="waiting",
                until=error.renews,
                asked=self.sudo().run_ids != runs,
            ) from error
        except InvalidConfiguration as error:
            raise Unfilled("\n".join(error.faults), state="waiting") from error
        except ProviderError as error:
            raise Unfilled(
                error.message,
                error.remedy,
                state="failed" if isinstance(error, RefusedRequest) else "waiting",
                wish=error.retry_after if isinstance(error, RateLimited) else None,
            ) from error

    def _open_spec(self, record):
        """Return the part of the batch's ``spec`` that is to be asked for.

        :raise Unfilled: it is nothing
        """
        spec = self.sudo().fill_id.spec
        always = self.sudo().fill_id.overwrite == "always"
        fillable = self.env["ai.fillable"]
        defaults = record.default_get([one["name"] for one in spec])
        spec = [
            one
            for one in spec
            if (always and not fillable._is_kept(record, one["name"]))
            or fillable._is_free(record, one["name"], defaults)
        ]
        if not spec:
            raise Unfilled(self.env._("All the fields have values already."), state="skipped")
        return spec

    # -- what is sent -------------------------------------------------------------------

    def _messages(self, record, wanted, brought):
        batch = self.sudo().fill_id
        values = {path: self._placeholder(record, path) for path in paths(batch.prompt)}
        data = [self.env["ai.context"]._text(record)] if batch.tell_record else []
        if brought:
            data.append(marked("data", shortened(harmless(brought), TEXT_CHARACTERS)))
        reader = self.env["ai.conversation"]._reader()
        return messages(
            wanted,
            render(batch.prompt, values),
            "\n".join(data),
            company=reader.company,
            date=reader.date,
            language=reader.language,
        )

    def _brought(self, record):
        """Return the text that the record brings along, such as that of a file; commit.

        :raise Unfilled: it cannot be read
        """
        if not hasattr(record, "_ai_fill_reader"):
            return ""
        try:
            read = record._ai_fill_reader()
            self._commit()
            return read()
        except AccessError:
            raise
        except UserError as error:
            raise Unfilled(str(error)) from error
        except ServiceUnavailable as error:
            words = self.env._("The file storage does not answer.")
            raise Unfilled(words, state="waiting") from error

    def _unread(self, brought, truncated):
        """Return what the model was not told of the text that the record brings along, and whether
        it has not read all that it was told, in words."""
        words = []
        if len(brought) > TEXT_CHARACTERS:
            words.append(
                self.env._(
                    "The model was told the first %s characters of the text only.", TEXT_CHARACTERS
                )
            )
        if truncated:
            words.append(self.env["ai.run"]._words("truncated")[0])
        return tuple(words)

    def _placeholder(self, record, path):
        """Return what stands at a path of fields, as the user may see it."""
        context = self.env["ai.context"]
        records, texts = record, []
        *steps, last = path.split(".")
        try:
            for step in steps:
                records = records[step][:10]
            for found in records:
                told = found.fields_get(
                    [last],
                    ["string", "type", "store", "selection", "relation", "currency_field"],
                )
                if last in told and is_told_at_all(found._name, last, told[last]):
                    texts += context._values(found, last, told[last])[0]
        except (AccessError, MissingError):
            return ""
        return ", ".join(texts)
