import contextlib
import time
from contextlib import contextmanager

import psycopg2
from odoo import api, fields, models
from odoo.tools import SQL

from ..providers.errors import ProviderError
from ..runs.turns import LOOKED_SECONDS, PATIENCE, TURNS, process
from .ai_run import DEAD_SECONDS, NOW

LOOK_SECONDS = 0.5
"""How soon a job notices at the latest that it is not wanted any more."""
JOBS = "jobs"
"""Who asks, of whatever jobs ask."""


class NotWanted(Exception):
    """It was cancelled, or another job has taken it."""


class Crowded(ProviderError):
    """The turn has not come in time."""

    kind = "crowded"
    passing = True


class AiRun(models.Model):
    """Turns before a model server, between processes: rows that say what they are about.

    The order within a process is that of ``runs/turns.py``. Whoever is first there looks at the
    rows of the other processes: those that are answered take the server's time, and of those that
    wait people's come before jobs', unless a job has waited for long, and older ones before
    younger. Of those that wait only who looks itself counts: of two processes whose firsts stood
    behind others of the other one, neither would ever go on. A row without ``process`` is in no
    line. A process that is killed stops saying that its rows are alive.

    Nothing is locked: of two processes that look within the same milliseconds both may go on, and
    the server has one more in its own queue.
    """

    _inherit = "ai.run"

    process = fields.Char(copy=False, help="In which it waits or is answered.")
    is_job = fields.Boolean(copy=False, help="Nobody waits for the answer: people come first.")
    looked = fields.Datetime(copy=False, help="When it last tried to take its turn.")

    def _is_of_job(self):
        """Whether a job asks it: no page does, or stops it."""
        return self.is_job

    def _take_turn(self, endpoint, room, told=None, returning=None):
        """Make the waiting run ``running`` if no more than ``room`` come first elsewhere.

        :param told: what is written besides, as SQL
        :return: ``(ahead, *returning)``: how many have to end before, 0 if it is running now; or
            ``None`` if it was not waiting
        """
        self.ensure_one()
        self.flush_recordset()
        mine = SQL("SELECT is_job, queued, id FROM ai_run WHERE id = %s", self.id)
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE ai_run run
                   SET state = CASE WHEN others.number > %(room)s THEN state ELSE 'running' END,
                       started = CASE WHEN others.number > %(room)s THEN NULL ELSE %(now)s END,
                       alive = %(now)s, looked = %(now)s, process = %(process)s, %(told)s
                  FROM (%(others)s) others
                 WHERE run.id = %(id)s AND run.state = 'waiting'
             RETURNING GREATEST(0, others.number - %(room)s), %(returning)s
                """,
                room=room,
                now=NOW,
                process=process(),
                told=told or SQL("endpoint = %s", endpoint),
                others=_others(endpoint, mine),
                id=self.id,
                returning=returning or SQL("run.id"),
            )
        )
        self.invalidate_recordset(flush=False)
        return rows[0] if rows else None

    @contextmanager
    def _turn(self, goes_on, seconds):
        """Wait up to ``seconds`` for the turn of a job's run, and have it as long as the context.
        Commits all the while (``allow_commit``).

        :param goes_on: asked every half second: whether the answer is still wanted
        :raise NotWanted: it is not
        :raise Crowded: the turn has not come
        """

        def take(room):
            taken = self._take_turn(self.endpoint, room)
            self._commit_turn()
            if taken is None:
                raise NotWanted
            return taken[0]

        user = JOBS if self.is_job else self.user_id.id
        age = (fields.Datetime.now() - self.queued).total_seconds()
        ticket, parallel = self._in_line(self.endpoint, user, self.is_job, age)
        until = time.monotonic() + seconds
        try:
            while TURNS.wait(ticket, parallel, LOOK_SECONDS, take):
                if not goes_on():
                    raise NotWanted
                if time.monotonic() > until:
                    raise Crowded(
                        self.env._("%s is busy with what people ask.", self.endpoint),
                        self.env._("It is tried again by itself."),
                    )
            yield
        finally:
            TURNS.leave(ticket)

    @api.model
    @contextmanager
    def _after_people(self, endpoint, seconds):
        """Wait for the turn of something that is in no log, and takes seconds; but no longer than
        ``seconds``. Commits (``allow_commit``)."""

        def take(room):
            mine = SQL("SELECT TRUE AS is_job, %s AS queued, 0 AS id", NOW)
            [[number]] = self.env.execute_query(_others(endpoint, mine))
            self._commit_turn()
            return max(0, number - room)

        ticket, parallel = self._in_line(endpoint, JOBS, True)
        until = time.monotonic() + seconds
        try:
            while TURNS.wait(ticket, parallel, LOOK_SECONDS, take) and time.monotonic() < until:
                pass
            yield
        finally:
            TURNS.leave(ticket)

    def _in_line(self, endpoint, user, is_job, age=0.0):
        """Return a ticket, and how many the server is asked at once; commit."""
        parallel = self.env["ai.settings"]._parallel()
        line = (self.env.cr.dbname, endpoint)
        self._commit_turn()
        return TURNS.line_up(line, user, is_job=is_job, age=age), parallel

    def _out_of_line(self):
        """Undo what an exception has broken off, and keep nobody waiting for it; commit."""
        # without a database, the row stops being alive by itself
        with contextlib.suppress(psycopg2.Error):
            self.env.cr.rollback()
            self.process = False
            self._commit_turn()

    def _say_alive(self):
        self.env.cr.execute(SQL("UPDATE ai_run SET alive = %s WHERE id = %s", NOW, self.id))
        self.invalidate_recordset(["alive"])

    def _commit_turn(self):
        """Hold nothing while others have their turns."""
        self.env.cr.commit()  # pylint: disable=invalid-commit


def _others(endpoint, mine):
    """Return the query for the ``number`` of other processes' runs that come before ``mine``, which
    is a query for ``is_job``, ``queued`` and ``id``."""
    return SQL(
        """
        SELECT COUNT(*) AS number
          FROM ai_run other, (%(mine)s) mine
         WHERE other.endpoint = %(endpoint)s
           AND other.process <> %(process)s
           AND other.alive > %(now)s - %(dead)s * interval '1 second'
           AND (other.state = 'running'
                OR other.state = 'waiting'
                   AND other.looked > %(now)s - %(looked)s * interval '1 second'
                   AND (other.is_job IS TRUE AND other.queued > %(recent)s, other.queued, other.id)
                       < (mine.is_job IS TRUE AND mine.queued > %(recent)s, mine.queued, mine.id))
        """,
        mine=mine,
        endpoint=endpoint,
        process=process(),
        now=NOW,
        dead=DEAD_SECONDS,
        looked=LOOKED_SECONDS,
        recent=SQL("(%s - %s * interval '1 second')", NOW, PATIENCE),
    )
