import logging
import threading
import time
from contextlib import contextmanager
from datetime import date

import psycopg2
from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.sql_db import PoolError
from odoo.tools import SQL

from ..agents import Agent, Record
from ..providers import Deadline, Message, make
from ..providers.errors import NotConfigured
from ..providers.fallback import Fallback
from ..runs.acting import Counting, acting
from ..runs.stream import Outcome
from .run_desk import RunDesk

_logger = logging.getLogger(__name__)
AWAY = (psycopg2.OperationalError, psycopg2.InterfaceError, PoolError)
# Streams write rarely and briefly: fifty of them do not need the process's whole pool.
_WRITING = threading.BoundedSemaphore(2)
PATIENCE = (0.5, 2, 5, 10)
"""Seconds between the attempts to write how a run ended, while the database is away."""


class RunStore:
    """The row of a run, for :func:`..runs.stream`: a cursor for each write, closed at once.

    ``configuration``: ``None`` where there is none that works.
    """

    def __init__(self, run, configuration):
        self._database, self._id, self._user_id = run.env.cr.dbname, run.id, run.user_id.id
        self._configuration = configuration
        self._last = run._described()

    def start(self):
        if self._configuration is None:
            raise NotConfigured("No language model is set up.")
        provider = self._provider = make(self._configuration)
        model = self._configuration.model
        if isinstance(provider, Fallback):
            provider.before = self._switched
        told = SQL(
            "state = 'running', started = %(now)s, alive = %(now)s, provider = %(provider)s, "
            "model = %(model)s, endpoint = %(endpoint)s, is_local = %(local)s",
            now=fields.Datetime.now(),
            provider=provider.name,
            model=model,
            endpoint=provider.endpoint,
            local=provider.is_local,
        )
        row = self._update(
            told, SQL("state = 'waiting'"), SQL("messages, agent_id, asked_as, known")
        )
        if row is None:
            return None
        said, agent_id, asked_as, known = row
        messages = [Message(message["role"], message["text"]) for message in said]
        context = {**(asked_as or {}), "ai_known": [one[:2] for one in known or ()]}
        desk = RunDesk(self._database, self._id, self._user_id, agent_id, context)
        counting = Counting(provider)
        agent = agent_id and self._agent(desk, agent_id, counting, model)
        if not agent:
            return lambda cancel: provider.chat(model, messages, deadline=Deadline(), cancel=cancel)
        seen = [Record(*one) for one in known or ()]
        today = date.fromisoformat(asked_as["today"])
        return lambda cancel: acting(
            agent.run(messages, today=today, deadline=Deadline(), cancel=cancel, known=seen),
            desk,
            counting,
        )

    def _switched(self):
        """Say in the log who is asked instead, before anything is sent there."""
        provider = self._provider
        told = SQL(
            "provider = %s, model = %s, endpoint = %s, is_local = %s",
            provider.name, provider.model(self._configuration.model), provider.endpoint,
            provider.is_local,
        )  # fmt: skip
        if self._update(told, SQL("NOT cancel_requested IS TRUE"), SQL("id")) is None:
            raise NotConfigured("The question is not wanted any more.")

    def _agent(self, desk, agent_id, provider, model):
        """The agent with its tools; ``None`` for one that has none."""
        with desk.reading() as env:
            row = env["ai.agent"].sudo().browse(agent_id).exists()
            toolbox = row and env["ai.toolbox"]._of(row, desk.run)
            small = row.is_small
            desk.names = {tool.technical_name: tool.name for tool in row._tools()}
        if not toolbox:
            return None
        return Agent(provider, model, toolbox, desk, small=small, proposals=desk)

    def beat(self, answer):
        told = SQL("alive = %s, answer = %s", fields.Datetime.now(), _storable(answer))
        try:
            row = self._update(told, SQL("NOT cancel_requested IS TRUE"), SQL("id"))
        except AWAY as error:
            _logger.warning("Run %s could not say that it is alive: %s", self._id, error)
            return True
        return row is not None

    def end(self, outcome: Outcome):
        told = SQL(
            "state = %s, answer = %s, error_kind = %s, error_message = %s, error_remedy = %s, "
            "prompt_tokens = %s, completion_tokens = %s, first_token_seconds = %s, seconds = %s, "
            "finished = %s",
            outcome.state,
            _storable(outcome.answer),
            outcome.kind or None,
            outcome.message or None,
            outcome.remedy or None,
            outcome.prompt_tokens,
            outcome.completion_tokens,
            outcome.first_token_seconds,
            outcome.seconds,
            fields.Datetime.now(),
        )
        self._last |= {"state": outcome.state, "answer": outcome.answer}
        for seconds in (*PATIENCE, None):
            try:
                self._update(told, SQL("TRUE"), SQL("id"))
                return
            except AWAY as error:
                _logger.warning("How run %s ended could not be written: %s", self._id, error)
                if seconds is not None:
                    time.sleep(seconds)

    def described(self):
        try:
            with self._environment() as env:
                self._last = env["ai.run"].browse(self._id)._described()
        except AWAY as error:
            _logger.warning("Run %s could not be read: %s", self._id, error)
        return self._last

    def _update(self, values, condition, returning):
        """Change the row if it has not ended and ``condition`` holds: what ``returning`` is."""
        query = SQL(
            "UPDATE ai_run SET %s WHERE id = %s AND state IN ('waiting', 'running') AND %s "
            "RETURNING %s",
            values,
            self._id,
            condition,
            returning,
        )
        with self._environment() as env:
            # of two transactions that change one row, the second is told to try again
            rows = retrying(lambda: env.execute_query(query), env)
        return rows[0] if rows else None

    @contextmanager
    def _environment(self):
        with _WRITING, Registry(self._database).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            language = env["res.users"].browse(self._user_id).lang
            yield env(context={"lang": language or "en_US"})


def _storable(text):
    return text.replace("\x00", "")  # PostgreSQL's texts cannot hold it
