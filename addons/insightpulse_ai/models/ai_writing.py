from dataclasses import replace

from odoo import api, models
from odoo.exceptions import UserError

from ..context.secrecy import is_readable
from ..context.writing import TASKS, writing_messages

MOST_TEXT = 12000
MOST_INSTRUCTION = 2000
SHOWN = 200


class AiConversation(models.Model):
    """A text written, or changed, for a person who looks at it before it is put anywhere.

    Each is a run like any other, of no conversation.
    """

    _inherit = "ai.conversation"

    @api.model
    def writing(self, res_model=False, res_ids=()):
        """Return what the dialogue of a text shows before anything is written."""
        self.check_access("read")
        problem, remedy = self.env["ai.settings"]._problem()
        records = self._writing_records(res_model, res_ids)
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        languages = self._languages().search([], limit=500)
        return {
            "ready": not problem,
            "problem": problem,
            "remedy": remedy,
            "provider": self.env["ai.settings"]._told(),
            "record": self._name_of(records) if records else "",
            "language": self.env.lang or "en_US",
            "languages": [
                {"code": language.code, "name": language.name, "used": language.code in installed}
                for language in languages
            ],
        }

    @api.model
    def write_text(
        self,
        task,
        text="",
        instruction="",
        language=False,
        res_model=False,
        res_ids=(),
        plain=False,
    ):
        """Queue a text; it is had from the stream of the run that is returned.

        ``task`` is one of :data:`..context.writing.TASKS`; ``text`` what it works on; ``language``
        the code to write in, else the user's; ``plain``: for a place without
        formatting. The model is told of the records, if there are any.
        """
        self.check_access("read")
        text, instruction = self._writing_checked(task, text, instruction)
        problem, remedy = self.env["ai.settings"]._problem()
        if problem:
            raise UserError("\n".join([problem, remedy]))
        records = self._writing_records(res_model, res_ids)
        data = self.env["ai.context"]._text(records) if records else ""
        question = ": ".join(filter(None, [task.capitalize(), instruction or text[:SHOWN]]))
        reader = self._writer(language)
        run = self._queue_messages(
            question, writing_messages(reader, task, text, instruction, data, plain=bool(plain))
        )
        return {"run": run._described()}

    @api.model
    def _writing_checked(self, task, text, instruction):
        """Return ``(text, instruction)``, which can be asked for."""
        if task not in TASKS:
            raise UserError(self.env._("There is no task “%s”.", task))
        if not isinstance(text, str) or not isinstance(instruction, str):
            raise UserError(self.env._("Texts can be written, and nothing else."))
        text, instruction = (one.replace("\x00", "").strip() for one in (text, instruction))
        if TASKS[task].on_text and not text:
            raise UserError(self.env._("There is no text to work on. Select some first."))
        if not text and not instruction:
            raise UserError(self.env._("Say what should be written."))
        for what, most in ((text, MOST_TEXT), (instruction, MOST_INSTRUCTION)):
            if len(what) > most:
                raise UserError(
                    self.env._(
                        "This has %(count)s characters; at most %(most)s can be worked on at "
                        "once. Select less.",
                        count=len(what),
                        most=most,
                    )
                )
        return text, instruction

    @api.model
    def _writing_records(self, res_model, res_ids):
        """Return the records that the text is about, or ``None``. A text may well stand where
        nothing can be asked about, such as in a wizard: it is about no record, then."""
        if not res_model or not res_ids or not self._can_be_about(res_model):
            return None
        return self._records(res_model, res_ids)

    @api.model
    def _can_be_about(self, res_model):
        model = self.env.get(res_model)
        return (
            model is not None
            and not model._abstract
            and not model._transient
            and is_readable(res_model)
        )

    @api.model
    def _languages(self):
        # sudo: the names of languages are the administrator's, and no secret
        return self.env["res.lang"].sudo().with_context(lang="en_US", active_test=False)

    @api.model
    def _writer(self, code):
        """Return who reads, with the language of ``code``, else of the user."""
        reader = self._reader()
        if not code:
            return reader
        language = self._languages().search([("code", "=", code)], limit=1)
        if not language:
            raise UserError(self.env._("There is no language “%s”.", code))
        return replace(reader, language=language.name)
