import logging
import uuid
from datetime import timedelta

from odoo import fields, models
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from psycopg2 import OperationalError, errors

from ..filling.backoff import MAX_ATTEMPTS, delay_seconds

_logger = logging.getLogger(__name__)
CROWDED_SECONDS = 5
"""After which a line whose turn has not come waits for it again."""


class Unfilled(Exception):
    """A run has ended without an answer. ``words`` and ``remedy`` are for the user; ``state`` is
    the line's, or ``waiting`` where the same may succeed: after ``wish`` seconds at the earliest,
    or at ``until`` (UTC) where that is known. ``lined_up``: since when (UTC) it waits for its
    turn, which has not come. ``asked``: whether it counts as an attempt."""

    def __init__(
        self,
        words,
        remedy="",
        state="failed",
        wish=None,
        until=None,
        lined_up=False,
        asked=True,
    ):
        super().__init__(words)
        self.words, self.remedy, self.state = words, remedy, state
        self.wish, self.until, self.lined_up, self.asked = wish, until, lined_up, asked

    def seconds(self, attempts, now):
        """Until the next attempt, after so many."""
        if self.until:
            return max(1, int((self.until - now).total_seconds()))
        if self.lined_up:
            return CROWDED_SECONDS
        return delay_seconds(attempts, self.wish)


class AiFillLine(models.Model):
    """The job: from waiting to filled.

    Each step is a transaction of its own, so that whatever is killed in between, the next run
    continues after the last step that was completed:

    1. ``_begin``           waiting → running, under a new ``token``
    2. ``_ask``             the model is asked, outside of any transaction
    3. ``_keep``            what it proposes is stored
    4. ``_write_or_review`` the record is written, or a person is asked; → done, review

    Steps 3 and 4 happen only if the line still has the token of step 1: a run that was believed
    dead, or cancelled meanwhile, changes nothing any more.
    """

    _inherit = "ai.fill.line"

    token = fields.Char(copy=False, prefetch=False)
    lined_up = fields.Datetime(copy=False, help="Since when it waits for its turn.")

    def _fill(self):
        """Fill the record: the queue job, which commits (``allow_commit``).

        :raise RetryableJobError: when there will be another attempt
        """
        if not self._begin():
            return self.env._("Nothing to fill any more.")
        token = self.sudo().token
        try:
            if self.sudo().proposed is False:
                filled = self._as_user()._ask(token)
                if filled is None or not self._keep(token, filled):
                    return self.env._("Not wanted any more.")
            self._finish(token)
        except Unfilled as outcome:
            return self._give_up_or_wait(token, outcome)
        return self.env._("Filled.")

    def _commit(self):
        """End a step: what it did stays, whatever becomes of the job (``allow_commit``)."""
        self.env.cr.commit()  # pylint: disable=invalid-commit

    def _as_user(self):
        """Return the line as who has started it, in the companies that were chosen then."""
        fill = self.sudo().fill_id
        return self.with_user(fill.user_id).with_context(
            allowed_company_ids=fill.company_ids, lang=fill.user_id.lang, tz=fill.user_id.tz
        )

    def _lock(self):
        """Lock the row in a new transaction; return its state, ``None`` if deleted."""
        cr = self.env.cr
        for _attempt in range(5):
            self._commit()
            try:
                cr.execute(
                    SQL("SELECT state FROM ai_fill_line WHERE id = %s FOR NO KEY UPDATE", self.id),
                    log_exceptions=False,
                )
            except errors.SerializationFailure:
                # somebody changed the row while this was waiting for it: look again
                cr.rollback()
                continue
            row = cr.fetchone()
            self.invalidate_recordset(flush=False)
            return row and row[0]
        raise RetryableJobError("The line is being changed by others.", seconds=5)

    def _is_wanted(self, token):
        """Whether the run with this token is still to go on; the row is locked."""
        return self._lock() == "running" and self.sudo().token == token

    # -- step 1 -------------------------------------------------------------------------

    def _begin(self):
        """Take the line, if it is still to be filled; commit."""
        self.ensure_one()
        if self._lock() not in ("waiting", "running"):
            self._commit()
            return False
        line = self.sudo()
        if line.attempts >= MAX_ATTEMPTS and line.proposed is False:
            self._end(
                Unfilled(
                    self.env._("It was interrupted %s times.", line.attempts),
                    self.env._("Press Retry; if it happens again, look into Odoo's log."),
                )
            )
            return False
        self._change(
            state="running",
            attempts=line.attempts + 1,
            token=uuid.uuid4().hex,
            next_attempt=False,
            error=False,
            remedy=False,
        )
        self._commit()
        return True

    # -- step 3 -------------------------------------------------------------------------

    def _keep(self, token, filled):
        """Store what the model proposes; return whether it is still wanted; commit."""
        wanted = self._is_wanted(token)
        if wanted:
            self._as_user()._remember(filled)
        self._commit()
        return wanted

    # -- step 4 -------------------------------------------------------------------------

    def _finish(self, token):
        """Write the record, or ask for a review: all of it or nothing; commit."""
        if not self._is_wanted(token):
            self._commit()
            return
        try:
            self._as_user()._write_or_review()
            self._commit()
        except (OperationalError, RetryableJobError):
            # a concurrent update of the same record: the job is repeated from here
            self.env.cr.rollback()
            raise
        except (UserError, AccessError, ValueError) as error:
            self.env.cr.rollback()
            raise Unfilled(
                self.env._("What was proposed could not be written: %s", error),
                self.env._("Correct the cause and press Retry: the model is not asked again."),
            ) from error

    # -- what may happen ----------------------------------------------------------------

    def _give_up_or_wait(self, token, outcome):
        """End a run that has not filled the record; commit.

        :raise RetryableJobError: when there will be another attempt
        """
        if not self._is_wanted(token):
            self._commit()
            return self.env._("Not wanted any more.")
        attempts = self.sudo().attempts - (not outcome.asked)
        if outcome.state != "waiting":
            self._end(outcome)
        elif attempts >= MAX_ATTEMPTS:
            words = self.env._(
                "%(reason)s %(attempts)s attempts were made.",
                reason=outcome.words,
                attempts=attempts,
            )
            self._end(Unfilled(words, outcome.remedy))
        else:
            now = fields.Datetime.now()
            seconds = outcome.seconds(attempts, now)
            self._change(
                state="waiting",
                attempts=attempts,
                token=False,
                lined_up=outcome.lined_up,
                next_attempt=now + timedelta(seconds=seconds),
                error=outcome.words,
                remedy=outcome.remedy,
            )
            self._commit()
            raise RetryableJobError(outcome.words, seconds=seconds)
        return outcome.words

    def _end(self, outcome):
        self._change(
            state=outcome.state,
            token=False,
            lined_up=False,
            next_attempt=False,
            error=outcome.words,
            remedy=outcome.remedy,
        )
        self._commit()

    def _fill_broken_off(self, exc_name="", exc_message="", **_failure):
        """Called by the queue when the job ended in an error that it does not expect."""
        if self._lock() not in ("waiting", "running"):
            return
        _logger.warning("Line %s was broken off: %s %s", self.id, exc_name, exc_message)
        self._end(
            Unfilled(
                self.env._("Something went wrong in Odoo itself: %s", exc_message or exc_name),
                self.env._("Press Retry; if it happens again, look into Odoo's log."),
            )
        )
