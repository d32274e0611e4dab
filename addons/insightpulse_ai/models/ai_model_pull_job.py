import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.service.model import retrying
from odoo.tools import SQL

from ..providers import Cancel, Deadline, InvalidConfiguration, ProviderError, make
from ..runs.pulling import Pulling
from .ai_model_pull import MEGABYTE

TICK_SECONDS = 1.0
"""How often progress is written, and how soon a cancel is noticed."""
SLICE_SECONDS = 60.0
"""Then others of the channel have their turn. Ollama goes on where it was."""
IDLE_SECONDS = 300.0
"""It checks what it has downloaded without a word."""
MOST_ATTEMPTS = 5
DEAD = timedelta(minutes=15)


class AiModelPull(models.Model):
    """The job. Each write is a transaction of its own, and none is open while the server works."""

    _inherit = "ai.model.pull"

    def _queue(self):
        self.ensure_one()
        self.with_delay(
            identity_key=f"ai.model.pull:{self.id}",
            description=self.env._("Download the language model %s", self.name),
            max_retries=0,  # it counts its attempts itself
        )._pull()

    def _pull(self):
        """Let the server download the model: the queue job, which commits (``allow_commit``).

        :raise RetryableJobError: when there is more to do
        """
        self.ensure_one()
        if not self._change(("waiting", "running"), state="running", error=None, remedy=None):
            return self.env._("Not wanted any more.")
        try:
            configuration = self.env["ai.settings"]._configuration()
            provider = make(configuration)
        except InvalidConfiguration as error:
            return self._fail("\n".join(error.faults), self.env["ai.settings"]._remedy())
        except ProviderError as error:
            return self._fail(error.message, error.remedy)
        if provider.name != "ollama" or provider.endpoint != self.endpoint:
            return self._fail(
                self.env._("%s is not the AI server any more.", self.endpoint),
                self.env._("Choose the model again."),
            )
        name = self.name
        self.env.cr.commit()  # no transaction while the server works  # pylint: disable=invalid-commit
        deadline = Deadline(idle=IDLE_SECONDS, total=SLICE_SECONDS + IDLE_SECONDS)
        pulling = Pulling(lambda cancel: provider.pull(name, deadline, cancel), Cancel())
        try:
            return self._follow(pulling)
        finally:
            pulling.cancel.cancel()

    def _follow(self, pulling):
        until = time.monotonic() + SLICE_SECONDS
        while not pulling.wait(TICK_SECONDS):
            if not self._tell(pulling.layers):
                return self.env._("Not wanted any more.")
            if time.monotonic() >= until:
                raise RetryableJobError("There is more to download.", seconds=1, ignore_retry=True)
        if not self._tell(pulling.layers):
            return self.env._("Not wanted any more.")
        if pulling.error is None:
            self._change(("running",), state="done", progress=100.0)
            return self.env._("Downloaded.")
        if not isinstance(pulling.error, ProviderError):
            raise pulling.error
        return self._failed(pulling.error)

    def _failed(self, error):
        if error.kind == "model_missing":
            return self._fail(
                error.message,
                self.env._("Check the name and its tag: https://ollama.com/library lists them."),
            )
        attempts = self.attempts + 1
        if not error.passing or attempts >= MOST_ATTEMPTS:
            return self._fail(error.message, error.remedy)
        self._change(("running",), error=error.message, remedy=error.remedy, attempts=attempts)
        raise RetryableJobError(str(error), seconds=10 * attempts, ignore_retry=True)

    def _fail(self, message, remedy):
        self._change(("waiting", "running"), state="failed", error=message, remedy=remedy)
        return message

    def _tell(self, layers):
        """Whether it is still wanted."""
        values = {"status": layers.status[:200]}
        if layers.total:
            values |= {
                "completed": layers.completed // MEGABYTE,
                "total": layers.total // MEGABYTE,
                "progress": 100.0 * layers.completed / layers.total,
            }
        if layers.completed // MEGABYTE > self.completed:
            values["attempts"] = 0
        return self._change(("running",), **values)

    def _change(self, states, **values):
        """Write and commit, if the state is one of ``states``: whether it was."""
        self.env.flush_all()
        values["alive"] = fields.Datetime.now()
        query = SQL(
            "UPDATE ai_model_pull SET %s WHERE id = %s AND state IN %s RETURNING id",
            SQL(", ").join(
                SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()
            ),
            self.id,
            states,
        )
        # somebody may cancel it in this very moment: of two, the second is told to try again
        rows = retrying(lambda: self.env.execute_query(query), self.env)  # which commits
        self.invalidate_recordset()
        return bool(rows)

    def _pull_broken_off(self, exc_name="", exc_message="", **_failure):
        """Called by the queue when the job ended in an error that it does not expect."""
        self.filtered(lambda pull: pull.state in ("waiting", "running")).write(
            {
                "state": "failed",
                "error": self.env._("Something unexpected happened (%s).", exc_message or exc_name),
                "remedy": self.env._("Press Retry; if it happens again, look into Odoo's log."),
            }
        )

    @api.model
    def _close_dead(self):
        """Close those whose job was lost: retrying goes on where they were."""
        dead = self.search(
            [
                ("state", "=", "running"),
                ("alive", "<", fields.Datetime.now() - DEAD),
            ]
        )
        dead.write(
            {
                "state": "failed",
                "error": self.env._("Interrupted: the server was restarted."),
                "remedy": self.env._("Press Retry: it goes on where it was."),
            }
        )
