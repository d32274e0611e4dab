import time
from contextlib import ExitStack

from odoo import api, fields, models
from odoo.tools import SQL, config

from ..providers import Cancel, Deadline, Finished, Message, make
from ..providers.errors import ProviderError
from ..runs.answering import Answering
from ..runs.stream import BEAT_SECONDS
from ..runs.told import tell
from ..runs.turns import process
from .ai_run import NOW
from .ai_run_turn import LOOK_SECONDS, Crowded, NotWanted

WAIT_SECONDS = 5
"""For a turn, before others of the queue have this job's place there."""
SHARE = 0.8
"""Of the time of a request, for the model."""


class Turn(ExitStack):
    """The turn of a line, from its first question to its last. ``queued``: since when it is waited
    for; ``deadline``: of all its questions, once it has come; ``truncated``: whether the model has
    left something of one of them unread."""

    def __init__(self, queued):
        super().__init__()
        self.queued, self.deadline, self.truncated = queued, None, False


class AiFillLine(models.Model):
    """One question of a line to the model: its turn, its row of the log, and how it is stopped."""

    _inherit = "ai.fill.line"

    @api.model
    def _deadline(self):
        """Return what both rounds may take: less than a request may, which is killed then."""
        total, allowed = Deadline().total, config["limit_time_real"]
        return Deadline(total=min(total, allowed * SHARE) if allowed else total)

    def _chat(self, token, said, schema, turn):
        """Return what the model answers, after what people ask; a row of the log; commit.

        :param turn: the :class:`Turn`, which the first question waits for
        :raise NotWanted: cancelled meanwhile
        :raise Crowded: no turn yet
        :raise ProviderError: no answer
        """
        configuration = self.env["ai.settings"]._configuration()
        provider = make(configuration)
        model = self.sudo().fill_id.language_model or configuration.model
        run = self._log(provider, model, said, turn)
        self._commit()
        cancel, started = Cancel(), time.monotonic()
        sent = [Message(message["role"], message["text"]) for message in said]
        text, end = "", None
        try:
            if turn.deadline is None:
                turn.enter_context(run._turn(lambda: self._goes_on(token, run), WAIT_SECONDS))
                turn.deadline = self._deadline()
            started = time.monotonic()
            answering = Answering(
                lambda: provider.chat(
                    model, sent, schema=schema, deadline=turn.deadline, cancel=cancel
                ),
                lambda: None,
            )
            looked = started
            while end is None:
                heard, end = answering.heard(LOOK_SECONDS)
                text += "".join(heard)
                if end is None and time.monotonic() - looked >= LOOK_SECONDS:
                    looked = time.monotonic()
                    if not self._goes_on(token, run):
                        raise NotWanted
            self._log_end(run, text, end, time.monotonic() - started)
            self._commit()
        except NotWanted:
            run.exists().write(
                {
                    "state": "cancelled",
                    "answer": _storable(text),
                    "error_kind": "cancelled",
                    "finished": fields.Datetime.now(),
                }
            )
            tell("cancelled", provider.name, seconds=time.monotonic() - started)
            raise
        except Crowded:
            run.unlink()  # nothing was asked
            self._commit()
            raise
        except Exception:
            run._out_of_line()
            raise
        finally:
            cancel.cancel()
        if isinstance(end, Exception):
            raise end
        turn.truncated |= end.truncated
        return text

    def _goes_on(self, token, run):
        """Return whether the line is still wanted, and say now and then that the run is alive;
        commit."""
        self._commit()
        found = self.env.execute_query(
            SQL(
                "SELECT run.alive IS NULL OR run.alive < %s - %s * interval '1 second'"
                " FROM ai_fill_line line, ai_run run"
                " WHERE line.id = %s AND line.state = 'running' AND line.token = %s"
                " AND run.id = %s",
                NOW, BEAT_SECONDS, self.id, token, run.id,
            )
        )  # fmt: skip
        for (is_due,) in found:
            if is_due:
                run._say_alive()
        self._commit()
        return bool(found)

    def _log(self, provider, model, said, turn):
        record_name = self.record_name or ""
        now = fields.Datetime.now()
        values = {"queued": turn.queued}
        if turn.deadline:
            values = {"state": "running", "started": now, "process": process()}
        # sudo: rows of the log are written by code alone
        run = self.env["ai.run"].sudo().create(
            {
                "user_id": self.env.uid,
                "question": f"{self.sudo().fill_id.name}: {record_name}",
                "is_job": True,
                "alive": now,
                "provider": provider.name,
                "model": model,
                "endpoint": provider.endpoint,
                "is_local": provider.is_local,
                "messages": said,
                **values,
            }
        )  # fmt: skip
        self.sudo().run_ids += run
        return run

    def _log_end(self, run, text, end, seconds):
        values = {
            "answer": _storable(text),
            "finished": fields.Datetime.now(),
            "seconds": seconds,
            "state": "done",
        }
        if isinstance(end, Finished):
            values |= {
                "prompt_tokens": end.prompt_tokens,
                "completion_tokens": end.completion_tokens,
                "error_kind": "truncated" if end.truncated else False,
            }
        elif isinstance(end, ProviderError):
            values |= {
                "state": "failed",
                "error_kind": end.kind,
                "error_message": end.message,
                "error_remedy": end.remedy,
            }
        else:
            values |= {"state": "failed", "error_kind": "unexpected"}
        run.write(values)
        tell(run.state, run.provider, run.prompt_tokens, run.completion_tokens, seconds)


def _storable(text):
    return text.replace("\x00", "")  # PostgreSQL's texts cannot hold it
