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
from ..models.ai_run import NOW
from ..providers import Deadline, make
from ..providers.errors import NotConfigured
from ..providers.fallback import Fallback
from ..runs.acting import Counting, acting
from ..runs.running import RUNNING
from ..runs.stream import Later, Outcome
from ..runs.told import tell
from .run_desk import RunDesk
from .run_sources import RunSources

_logger = logging.getLogger(__name__)
AWAY = (psycopg2.OperationalError, psycopg2.InterfaceError, PoolError)
# Streams write rarely and briefly: fifty of them do not need the process's whole pool.
_WRITING = threading.BoundedSemaphore(2)
LOOK_SECONDS = 0.4
"""Between two looks of a process, for all its runs, whether one was cancelled elsewhere."""
PATIENCE = (0.5, 2, 5, 10)
"""Seconds between the attempts to write how a run ended, while the database is away."""


class RunStore:
    """The row of a run, for :func:`..runs.stream`: a cursor for each write, closed at once.

    ``configuration``: ``None`` where there is none that works.
    """

    def __init__(self, run, configuration):
        self._database, self._id, self._user_id = run.env.cr.dbname, run.id, run.user_id.id
        self._configuration = configuration
        self._provider = None
        self._last = run._described()

    def start(self, room):
        if self._configuration is None:
            raise NotConfigured("No language model is set up.")
        if self._provider is None:
            self._provider = make(self._configuration)
            if isinstance(self._provider, Fallback):
                self._provider.before = self._switched
        provider, model = self._provider, self._configuration.model
        told = SQL(
            "provider = %s, model = %s, endpoint = %s, is_local = %s",
            provider.name, model, provider.endpoint, provider.is_local,
        )  # fmt: skip
        asked = SQL("run.messages, run.question, run.agent_id, run.asked_as, run.known")
        try:
            with self._writing() as env:
                run = env["ai.run"].browse(self._id)
                # of two transactions that change one row, the second is told to try again
                found = retrying(
                    lambda: run._take_turn(provider.endpoint, room, told, asked), env
                )  # fmt: skip
        except AWAY as error:
            _logger.warning("Run %s could not take its turn: %s", self._id, error)
            raise Later(1) from error
        if found is None:
            return None
        ahead, *row = found
        if ahead:
            raise Later(ahead)
        return self._chat(provider, model, *row)

    def look(self):
        database = self._database
        if not (ids := RUNNING.due(database, LOOK_SECONDS)):
            return
        query = SQL("SELECT id FROM ai_run WHERE id = ANY(%s) AND cancel_requested", ids)
        try:
            with self._writing() as env:
                cancelled = env.execute_query(query)
        except AWAY as error:
            _logger.warning("Nobody could look whether a run was cancelled: %s", error)
            return
        for (run_id,) in cancelled:
            RUNNING.stop((database, run_id))

    def _chat(self, provider, model, said, question, agent_id, asked_as, known):
        context = {**(asked_as or {}), "ai_known": [one[:2] for one in known or ()]}
        desk = RunDesk(self._database, self._id, self._user_id, agent_id, context)
        counting = Counting(provider)
        agent, sources, nothing = self._agent(desk, agent_id, counting, model)
        seen = [Record(*one) for one in known or ()]
        messages = self._loaded(said)

        def answered(cancel, told):
            if agent is None:
                return provider.chat(model, told, deadline=Deadline(), cancel=cancel)
            today = date.fromisoformat(asked_as["today"])
            events = agent.run(
                told, today=today, deadline=Deadline(), cancel=cancel, known=seen,
                question=question,
            )  # fmt: skip
            return acting(events, desk, counting)

        if sources is None:
            return lambda cancel: answered(cancel, messages)
        return lambda cancel: sources.before(
            question, messages, nothing, lambda told: answered(cancel, told)
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
        """``(agent, sources, words)``: the agent with its tools, its sources, and what is said
        where only they may answer and cannot; ``None`` for what it does not have."""
        if not agent_id:
            return None, None, ""
        with desk.reading() as env:
            # sudo: what it is made of is the administrators'; whose it is was looked at before
            row = env["ai.agent"].sudo().browse(agent_id).exists()
            toolbox = row and env["ai.toolbox"]._of(row, desk.run)
            desk.names = {tool.technical_name: tool.name for tool in row._tools()}
            sources = None
            if row.source_ids:
                configuration, embeds = env["ai.source"]._embedder(self._provider.is_local)
                sources = RunSources(
                    desk, row.source_ids.ids, row.only_sources, configuration, embeds
                )
            nothing = env._("The sources hold nothing about that which you may read.")
            small = row.is_small
        agent = None
        if toolbox:
            agent = Agent(provider, model, toolbox, desk, small=small, proposals=desk)
        return agent, sources, nothing

    def _loaded(self, sent):
        """``sent`` as the provider takes it, with the images that it names."""
        with self._environment() as env:
            return env["ai.run"]._loaded(sent)

    def beat(self, answer):
        told = SQL("alive = %s, answer = %s", NOW, _storable(answer))
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
        tell(
            outcome.state, self._provider and self._provider.name, outcome.prompt_tokens,
            outcome.completion_tokens, outcome.seconds,
        )  # fmt: skip
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
        with self._writing() as env:
            # of two transactions that change one row, the second is told to try again
            rows = retrying(lambda: env.execute_query(query), env)
        return rows[0] if rows else None

    @contextmanager
    def _writing(self):
        with _WRITING, Registry(self._database).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    @contextmanager
    def _environment(self):
        """With the language of whose run it is."""
        with self._writing() as env:
            language = env["res.users"].browse(self._user_id).lang
            yield env(context={"lang": language or "en_US"})


def _storable(text):
    return text.replace("\x00", "")  # PostgreSQL's texts cannot hold it
