import time

from odoo import fields, models
from odoo.addons.insightpulse_ai.models.ai_run import NOW
from odoo.addons.insightpulse_ai.models.ai_run_turn import LOOK_SECONDS, Crowded, NotWanted
from odoo.addons.insightpulse_ai.models.ai_settings import is_local
from odoo.addons.insightpulse_ai.providers import (
    Cancel,
    Deadline,
    Finished,
    InvalidConfiguration,
    Message,
    ProviderError,
    make,
)
from odoo.addons.insightpulse_ai.providers.fallback import Fallback
from odoo.addons.insightpulse_ai.retrieval import embedding
from odoo.addons.insightpulse_ai.runs.answering import Answering
from odoo.addons.insightpulse_ai.runs.stream import BEAT_SECONDS
from odoo.addons.insightpulse_ai.runs.told import tell
from odoo.tools import SQL, config

from ..visiting import SCHEMA, Said, messages, read, without_addresses
from .discuss_channel import PATIENCE

EMBEDDING_SECONDS = 10
SHARE = 0.8
"""Of the time of a request, for the model: a job is one, and is killed after it."""
MOST_CHARACTERS = 8000
"""Of what a model says: more is no answer to a visitor."""


class AiRun(models.Model):
    """Step 2 of a visitor's job: the model is asked, outside of any transaction."""

    _inherit = "ai.run"

    def _ask_and_log(self, token):
        """Find passages as the visitor, ask the model, and log what came of it; return whether it
        is still wanted; commit."""
        started = time.monotonic()
        text, end, passages = "", None, []
        try:
            passages = self._visitor_passages()
            if passages:
                text, end = self._visitor_chat(token, passages)
        except InvalidConfiguration as error:
            end = ProviderError("\n".join(error.faults))
        except ProviderError as error:
            end = error
        wanted = self._lock_for_visitor(token)
        if wanted:
            reply = read(text)
            outcome = "handover"
            if isinstance(end, Finished) and not reply.handover:
                outcome = "answered"
            run = self.sudo()
            run._end_for_visitor(
                outcome,
                answer=without_addresses(reply.answer, passages) if outcome == "answered" else "",
                seconds=time.monotonic() - started,
                **_told(end),
            )
            tell(run.state, run.provider, run.prompt_tokens, run.completion_tokens, run.seconds)
        else:
            mine = self.sudo().exists().filtered(lambda run: run.visitor_token == token)
            mine.filtered(lambda run: not run.visitor_end)._end_for_visitor("left")
        self._commit()
        return wanted

    # -- what is sent -------------------------------------------------------------------

    def _visitor_passages(self):
        """Return the passages that the visitor may read, and log them; commit."""
        run = self.sudo()
        vector = self._visitor_vector(run.question)
        # as the visitor: the user of the job, not the superuser
        sources = self.env["ai.source"].sudo(False)
        passages = sources._retrieve(run.question, vector, run.agent_id.source_ids)
        told = [
            {"number": one.number, "label": one.label, "page": one.page, "url": one.url}
            for one in passages
        ]
        run.step_ids.unlink()  # of a job that was killed
        run.step_ids.create(
            {
                "run_id": run.id,
                "number": 0,
                "kind": "sources",
                "title": self.env._("Looked through the sources: %s passages", len(passages)),
                "sources": told,
                "ok": True,
            }
        )
        self._commit()
        return passages

    def _visitor_vector(self, question):
        answering = self.env["ai.settings"]._configuration(**self.sudo().agent_id._changes())
        configuration, model = self.env["ai.source"]._embedder(is_local(answering))
        if not model:
            return None
        provider = make(configuration)
        self._commit()
        try:
            deadline = Deadline(total=EMBEDDING_SECONDS)
            texts = [embedding.of_question(model, question)]
            return provider.embed(model, texts, deadline=deadline)[0]
        except ProviderError:  # words are compared all the same
            return None

    def _visitor_messages(self, passages):
        run = self.sudo()
        before = run.discuss_channel_id.ai_run_ids.filtered(
            lambda one: one.visitor_end == "answered" and one.id < run.id
        ).sorted("id")
        reader = self.env["ai.conversation"]._reader()
        return messages(
            run.question,
            passages,
            [Said(one.question, one.answer) for one in before],
            company=reader.company,
            date=reader.date,
            language=reader.language,
            instructions=run.agent_id._instructions(),
        )

    # -- asking -------------------------------------------------------------------------

    def _visitor_chat(self, token, passages):
        """Return ``(text, end)``; ``end`` is ``None`` where nobody waits any more; commit."""
        run = self.sudo()
        configuration = self.env["ai.settings"]._configuration(**run.agent_id._changes())
        provider, model = make(configuration), configuration.model
        said = self._visitor_messages(passages)
        run.write(
            {
                "messages": said,
                "state": "waiting",
                "started": False,
                "alive": fields.Datetime.now(),
                **_asked_of(provider, model),
            }
        )
        self._commit()
        sent = [Message(one["role"], one["text"]) for one in said]
        deadline, cancel = self._visitor_deadline(), Cancel()
        text, end = "", None
        try:
            # a visitor waits: it ranks as a person's, all visitors being one person
            with run._turn(lambda: self._visitor_waits(token), deadline.remaining() / 2):
                answering = Answering(
                    lambda: provider.chat(
                        model, sent, schema=SCHEMA, deadline=deadline, cancel=cancel
                    ),
                    lambda: None,
                )
                looked = time.monotonic()
                while end is None and len(text) < MOST_CHARACTERS:
                    heard, end = answering.heard(LOOK_SECONDS)
                    text += "".join(heard)
                    if end is None and time.monotonic() - looked >= LOOK_SECONDS:
                        looked = time.monotonic()
                        if not self._visitor_waits(token):
                            break
        except NotWanted:
            return "", None
        except Crowded as error:
            return "", error
        except Exception:
            run._out_of_line()
            raise
        finally:
            cancel.cancel()
        if isinstance(provider, Fallback):  # by consent, another one may have answered
            run.write(_asked_of(provider, provider.model(model)))
        return text, end

    def _visitor_deadline(self):
        total, allowed = PATIENCE.total_seconds() * SHARE, config["limit_time_real"]
        return Deadline(total=min(total, allowed * SHARE) if allowed else total)

    def _visitor_waits(self, token):
        """Return whether the visitor still waits, and say now and then that the run is alive;
        commit. What :meth:`_is_wanted_by_visitor` looks at besides is looked at in the end."""
        self._commit()
        found = self.env.execute_query(
            SQL(
                """
                SELECT run.alive IS NULL OR run.alive < %s - %s * interval '1 second'
                  FROM ai_run run
                  JOIN discuss_channel channel ON channel.id = run.discuss_channel_id
                 WHERE run.id = %s AND run.visitor_token = %s
                   AND run.visitor_end IS DISTINCT FROM 'left'
                   AND channel.ai_state = 'answering'
                   AND channel.chatbot_current_step_id = run.chatbot_step_id
                   AND NOT EXISTS (
                        SELECT FROM im_livechat_channel_member_history history
                         WHERE history.channel_id = channel.id
                           AND history.livechat_member_type = 'agent')
                """,
                NOW,
                BEAT_SECONDS,
                self.id,
                token,
            )
        )
        for (is_due,) in found:
            if is_due:
                self._say_alive()
        self._commit()
        return bool(found)


def _asked_of(provider, model):
    return {
        "provider": provider.name,
        "model": model,
        "endpoint": provider.endpoint,
        "is_local": provider.is_local,
    }


def _told(end):
    """Return what the log says of how a chat ended."""
    if isinstance(end, Finished):
        return {"prompt_tokens": end.prompt_tokens, "completion_tokens": end.completion_tokens}
    if isinstance(end, ProviderError):
        return {
            "state": "failed",
            "error_kind": end.kind,
            "error_message": end.message,
            "error_remedy": end.remedy,
        }
    return {} if end is None else {"state": "failed", "error_kind": "unexpected"}
