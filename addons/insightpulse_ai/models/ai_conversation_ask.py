from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools.misc import format_date

from ..context import Exchange, Reader, messages
from ..context.secrecy import is_readable

MOST_RECORDS = 20
MOST_CHARACTERS = 8000
NAME_CHARACTERS = 60


class AiConversation(models.Model):
    _inherit = "ai.conversation"

    @api.model
    def ask(
        self, question, res_model=False, res_ids=(), conversation_id=False, agent_id=False,
        list_count=False,
    ):  # fmt: skip
        """Queue a question; its answer is had from the stream of the run that is returned.

        ``list_count``: of a list, how many records it has, the first of which are ``res_ids``; the
        question is about none of them in particular.
        """
        question = self._checked(question)
        problem, remedy = self.env["ai.settings"]._problem()
        if problem:
            raise UserError("\n".join([problem, remedy]))
        agent = self.env["ai.agent"]._chosen(agent_id)
        data = None
        if list_count is not False:
            data = self._list_text(res_model, res_ids, list_count)
            res_model, res_ids = (res_model if data else False), ()
        if conversation_id:
            conversation = self._own(conversation_id)
            if conversation.res_id or not res_ids:
                res_model, res_ids = conversation.res_model, conversation.res_ids
            records = self._records(res_model, res_ids)
        else:
            records = self._records(res_model, res_ids)
            # sudo: nobody but this code says whose a conversation is, and what it is about
            conversation = (
                self.sudo()
                .create(
                    {
                        "user_id": self.env.uid,
                        "name": " ".join(question.split())[:NAME_CHARACTERS],
                        "res_model": res_model or False,
                        "res_ids": records.ids if records is not None else [],
                    }
                )
                .sudo(False)
            )
        run = conversation._queue(question, records, agent, data)
        return {
            "conversation": {"id": conversation.id, "name": conversation.name},
            "run": run._described(),
        }

    def _queue(self, question, records, agent, data=None):
        if records:
            data = self.env["ai.context"]._text(records)
        sent = messages(
            self._reader(),
            self._before(),
            data or "",
            question,
            instructions=agent._instructions() if agent else "",
            has_tools=agent.uses_tools,
        )
        known = [[one._name, one.id, one.display_name] for one in records or ()]
        return self._queue_messages(question, sent, agent, known)

    def _queue_messages(self, question, sent, agent=None, known=()):
        """Return a new run that waits for the answer to the messages ``sent``; ``agent``: none
        where nobody is to use tools. ``known``: see ``ai.run.known``."""
        told = self.env["ai.settings"]._told(agent)
        # sudo: rows of the log are written by this code alone
        run = self.env["ai.run"].sudo().create(
            {
                "conversation_id": self.id,
                "user_id": self.env.uid,
                "question": question,
                "provider": told["name"],
                "model": told["model"],
                "endpoint": told["endpoint"],
                "is_local": told["local"],
                "agent_id": agent.id if agent else False,
                "asked_as": self._asked_as(),
                "known": list(known),
                "messages": sent,
            }
        )  # fmt: skip
        return run.sudo(False)

    def _asked_as(self):
        context = self.env.context
        return {
            "lang": self.env.lang or "en_US",
            "tz": context.get("tz") or self.env.user.tz or "UTC",
            "allowed_company_ids": self.env.companies.ids,
            "today": fields.Date.to_string(fields.Date.context_today(self)),
        }

    def _before(self):
        answered = self.run_ids.filtered(lambda run: run.state == "done" and run.answer)
        return [Exchange(run.question, run.answer) for run in answered.sorted("id")]

    def _reader(self):
        # sudo: the names of languages are the administrator's, and no secret
        languages = self.env["res.lang"].sudo().with_context(lang="en_US", active_test=False)
        language = languages.search([("code", "=", self.env.lang or "en_US")], limit=1)
        return Reader(
            user=self.env.user.name,
            company=self.env.company.name,
            language=language.name or "English",
            date=format_date(
                self.env, fields.Date.context_today(self), lang_code="en_US", date_format="d MMMM y"
            ),
        )

    @api.model
    def _checked(self, question):
        question = question.strip() if isinstance(question, str) else ""
        if not question:
            raise UserError(self.env._("Write a question first."))
        if len(question) > MOST_CHARACTERS:
            raise UserError(
                self.env._(
                    "The question has %(count)s characters; at most %(most)s can be asked at once.",
                    count=len(question),
                    most=MOST_CHARACTERS,
                )
            )
        return question.replace("\x00", "")

    @api.model
    def _own(self, conversation_id):
        conversation = self.browse(conversation_id).exists()
        if not conversation:
            raise MissingError(self.env._("This conversation does not exist any more."))
        conversation.check_access("read")
        if conversation.user_id != self.env.user:
            raise AccessError(self.env._("This is not your conversation."))
        return conversation

    @api.model
    def _list_text(self, res_model, res_ids, count):
        """Return what a model is told of a list; nothing of one that nothing may be asked about."""
        try:
            records = self._records(res_model, res_ids)
        except (UserError, AccessError, MissingError):  # it has changed, or is not to be told
            return ""
        if records is None or not isinstance(count, int) or count < len(records):
            return ""
        return self.env["ai.context"]._listed(records, count)

    @api.model
    def _records(self, res_model, res_ids):
        """Return the records, which the user may read; ``None`` where no model is given."""
        if not res_model:
            return None
        model = self.env.get(res_model)
        if model is None or model._abstract or model._transient or not is_readable(res_model):
            raise UserError(self.env._("Nothing can be asked about %s.", res_model))
        ids = list(dict.fromkeys(res_ids or ()))
        if not all(isinstance(one, int) and 0 < one < 2**31 for one in ids):
            raise UserError(self.env._("Save the record first."))
        if len(ids) > MOST_RECORDS:
            raise UserError(
                self.env._(
                    "You have chosen %(count)s records; at most %(most)s can be asked about at "
                    "once.",
                    count=len(ids),
                    most=MOST_RECORDS,
                )
            )
        records = model.browse(ids)
        if records.exists() != records:
            raise MissingError(self.env._("One of the records does not exist any more."))
        records.check_access("read")
        return records
