import json
import threading
import time
from contextlib import contextmanager

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from psycopg2 import errors

from ..agents import Record, ToolError
from ..models.ai_toolbox import Shown
from ..models.ai_toolbox_proposing import CHANGE_KNOWN

TOOL_SECONDS = 15
# Tools read at any time: fifty runs must not need the process's whole pool.
_READING = threading.BoundedSemaphore(2)


class RunDesk:
    """What an agent may do in Odoo: look things up as the user, and put down proposals.

    A tool runs in a transaction that PostgreSQL itself keeps from writing. What is written here are
    rows of the log, and of proposals that nothing but a person's click executes.

    ``agent_id``, ``context``: of the run, see ``ai.run``; ``names``: the tools' for people.
    """

    def __init__(self, database, run_id, user_id, agent_id, context):
        self._database, self._run_id, self._user_id = database, run_id, user_id
        self._context = {**context, "ai_agent": agent_id, "ai_run": run_id}
        self._number, self._begun, self._shown = 0, time.monotonic(), None
        self._tool, self._arguments = "", {}
        self.names = {}

    # -- for the agent -----------------------------------------------------------------

    @contextmanager
    def reading(self):
        """An environment of the user's in which nothing can be written, for one thing."""
        with _READING, Registry(self._database).cursor() as cr:
            cr.execute("SET TRANSACTION READ ONLY")
            cr.execute("SET LOCAL statement_timeout = %s", (TOOL_SECONDS * 1000,))
            try:
                yield api.Environment(cr, self._user_id, self._context)
            except UserError as error:  # AccessError and MissingError, too
                raise ToolError(str(error)) from None
            except errors.ReadOnlySqlTransaction:
                raise ToolError("That would change something, which no tool does.") from None
            except errors.QueryCanceled:
                raise ToolError("That took too long: look for less.") from None

    def run(self, tool, arguments):
        """Call a tool that reads."""
        with self.reading() as env:
            result = getattr(env["ai.toolbox"], tool)(**arguments)
        if isinstance(result, Shown):
            self._shown = result
            return result.text
        return result

    def propose(self, tool, arguments):
        """See :class:`~..agents.calling.Proposals`: returns the proposal as the browser sees it."""
        self._tool, self._arguments, self._begun = tool, arguments, time.monotonic()
        with self.reading() as env:
            # sudo: tools are the administrators'
            row = env["ai.tool"].sudo().search([("technical_name", "=", tool)], limit=1)
            if tool == CHANGE_KNOWN:
                values = env["ai.toolbox"]._change_known(arguments)
            elif row.action_id:
                values = env["ai.toolbox"]._action_row(row, arguments["record"], arguments)
            else:
                values = getattr(env["ai.toolbox"], tool)(**arguments)
        with self._writing() as env:
            run = env["ai.run"].browse(self._run_id)
            proposal = env["ai.proposal"]._add(values, reason=run.sudo().question, run=run)
            return proposal._described()

    def name_search(self, model, text):
        """See :class:`~..agents.Directory`."""
        try:
            with self.reading() as env:
                return env[model].name_search(text, limit=20)
        except ToolError:  # there are none for this user
            return []

    # -- the log -----------------------------------------------------------------------

    def started(self, tool, arguments):
        self._tool, self._arguments, self._begun = tool, arguments, time.monotonic()
        return self._told("tool", self._title(tool, arguments), state="running")

    def ended(self, tool, text, ok):
        title = self._title(tool, self._arguments if tool == self._tool else {})
        shown, self._shown = self._shown, None
        told = self._told(
            "tool", title, state="done" if ok else "failed", text="" if ok else text,
            button=shown.label if shown else "", action=shown.action if shown else False,
        )  # fmt: skip
        self._log(
            told, tool=tool, result=text, ok=ok, action_label=told["button"] or False,
            action=told["action"] or False,
        )  # fmt: skip
        return told

    def proposed(self, reference):
        told = self._told("proposal", reference["title"], proposal=reference)
        self._log(told, tool=self._tool, ok=True, proposal_id=reference["id"])
        return told

    def asked(self, question, candidates):
        names = [
            {"id": record.id, "name": record.name}
            for record in candidates
            if isinstance(record, Record)
        ]
        told = self._told("question", question[:200], candidates=names)
        self._log(told, ok=True, candidates=names)
        return told

    def found(self, passages):
        """Log the passages that the model is shown."""
        sources = [
            {"number": one.number, "label": one.label, "page": one.page, "url": one.url}
            for one in passages
        ]
        with self.reading() as env:
            title = env._("Looked through the sources: %s passages", len(passages))
        told = self._told("sources", title)
        self._log(told, ok=True, sources=sources)
        return told

    def _told(self, kind, title, **more):
        return {
            "number": self._number, "kind": kind, "title": title, "state": "done", "text": "",
            "button": "", "action": False, "candidates": [], "proposal": False, **more,
        }  # fmt: skip

    def _log(self, told, **values):
        row = {
            "run_id": self._run_id,
            "number": self._number,
            "kind": told["kind"],
            "title": told["title"],
            "arguments": json.loads(json.dumps(self._arguments, default=_plain)),
            "seconds": time.monotonic() - self._begun,
            **values,
        }
        self._number += 1
        self._tool, self._arguments = "", {}
        with self._writing() as env:
            # sudo: rows of the log are written by this code alone
            env["ai.run.step"].sudo().create(row)

    @contextmanager
    def _writing(self):
        with _READING, Registry(self._database).cursor() as cr:
            yield api.Environment(cr, self._user_id, self._context)

    def _title(self, tool, arguments):
        name = self.names.get(tool, tool)
        told = [str(arguments[key]) for key in ("kind", "record", "words") if arguments.get(key)]
        return f"{name}: {', '.join(told)}"[:200] if told else name


def _plain(value):
    return f"{value.name} ({value.model},{value.id})" if isinstance(value, Record) else str(value)
