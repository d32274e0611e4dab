from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.queue_job.job import ENQUEUED, PENDING, STARTED, WAIT_DEPENDENCIES

CHANNEL = "root.ai"
RUNNER_PATIENCE = timedelta(minutes=2)
ALIVE = (WAIT_DEPENDENCIES, PENDING, ENQUEUED, STARTED)


class AiFillLine(models.Model):
    """The job behind a line."""

    _inherit = "ai.fill.line"

    job_uuid = fields.Char("Job")
    attempts = fields.Integer(help="Since it was asked for.")
    next_attempt = fields.Datetime()
    queue_note = fields.Char(compute="_compute_queue_note")

    def _job(self):
        """Return the line's job as a record of ``queue.job``; empty without one."""
        self.ensure_one()
        # sudo: jobs are readable by the managers of the queue only
        jobs = self.env["queue.job"].sudo()
        return jobs.search([("uuid", "=", self.job_uuid)], limit=1) if self.job_uuid else jobs

    def _queue(self):
        """Queue the lines, each as a job of its own: as soon as possible, in their order."""
        for line in self:
            delayed = line.with_delay(
                identity_key=f"ai.fill.line:{line.id}",
                description=self.env._(
                    "%(action)s: record %(id)s", action=line.fill_id.name, id=line.res_id
                ),
                # the line counts its attempts itself
                max_retries=0,
            )._fill()
            # sudo: the job's id is not for users to write
            line.sudo().job_uuid = delayed.uuid

    def _unqueue(self):
        """Take the jobs out of the queue, unless they have started."""
        for line in self:
            job = line._job()
            if job.state in (WAIT_DEPENDENCIES, PENDING):
                job.button_cancelled()

    def _is_abandoned(self):
        """Whether it is said to be under way, while no job does it."""
        return self.state in ("waiting", "running") and self._job().state not in ALIVE

    def _cancel(self):
        for line in self:
            line._unqueue()
        self._change(
            state="cancelled",
            token=False,
            lined_up=False,
            next_attempt=False,
            error=False,
            remedy=False,
        )

    def _retry(self):
        for line in self:
            if line.state in ("failed", "cancelled") or (
                line.state == "waiting" or line._is_abandoned()
            ):
                line._unqueue()
                # what it proposed is no more what it was: the model is asked again
                anew = {"proposed": False, "texts_deleted": False, "texts_redacted": False}
                line._change(
                    state="waiting", attempts=0, next_attempt=False, error=False, remedy=False,
                    **anew if line.texts_redacted else {},
                )  # fmt: skip
                # as who has started it
                line._as_user()._queue()

    @api.depends("state", "next_attempt", "job_uuid")
    def _compute_queue_note(self):
        """Say why a line waits longer than it should."""
        overdue = fields.Datetime.now() - RUNNER_PATIENCE
        for line in self:
            line.queue_note = False
            due = line.next_attempt or line.write_date
            if line.state not in ("waiting", "running") or not due or due > overdue:
                continue
            if line._is_abandoned():
                line.queue_note = self.env._(
                    "It was interrupted, and nothing resumes it. Press Retry."
                )
            elif line.state == "waiting" and not self._jobs_at_work():
                line.queue_note = self.env._(
                    "The job queue does not seem to run. Please tell your administrator: Odoo must "
                    "be started with “queue_job” among its server-wide modules."
                )

    @api.model
    def _jobs_at_work(self):
        # sudo: see _job; it is a number
        return (
            self.env["queue.job"]
            .sudo()
            .search_count([("channel", "=", CHANNEL), ("state", "in", (ENQUEUED, STARTED))])
        )
