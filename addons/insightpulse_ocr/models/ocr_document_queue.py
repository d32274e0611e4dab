from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.queue_job.job import (
    ENQUEUED,
    PENDING,
    STARTED,
    WAIT_DEPENDENCIES,
)

CHANNEL = "root.ocr"
RUNNER_PATIENCE = timedelta(minutes=2)


class OcrDocument(models.Model):
    """The job behind a document."""

    _inherit = "ocr.document"

    queue_note = fields.Char(compute="_compute_queue_note")

    def _job(self):
        """Return the document's job as a record of ``queue.job``; empty without one."""
        self.ensure_one()
        # sudo: jobs are readable by the managers of the queue only; what is told about
        # this one is whether it exists, runs and when.
        jobs = self.env["queue.job"].sudo()
        return jobs.search([("uuid", "=", self.job_uuid)], limit=1) if self.job_uuid else jobs

    def _queue(self, seconds=0):
        """Queue the reading: as soon as possible, or in some ``seconds``."""
        for document in self:
            document._unqueue()
            delayed = document.with_delay(
                identity_key=f"ocr.document:{document.id}",
                eta=seconds,
                description=self.env._("Read “%s”", document.name),
                # The document counts its attempts itself. A job that gave up for reasons
                # of its own would leave the document waiting for ever.
                max_retries=0,
            )._read()
            # sudo: the job's id is not for users to write.
            document.sudo().job_uuid = delayed.uuid

    def _unqueue(self):
        """Take the job out of the queue, unless it has started."""
        for document in self:
            job = document._job()
            if job.state in (WAIT_DEPENDENCIES, PENDING):
                job.button_cancelled()

    def _is_abandoned(self):
        """Whether the document is said to be read, while no job does it."""
        self.ensure_one()
        if self.state != "reading":
            return False
        return self._job().state not in (WAIT_DEPENDENCIES, PENDING, ENQUEUED, STARTED)

    @api.depends("state", "next_attempt", "job_uuid")
    def _compute_queue_note(self):
        """Say why a document waits longer than it should."""
        overdue = fields.Datetime.now() - RUNNER_PATIENCE
        for document in self:
            document.queue_note = False
            if document.state == "reading" and document._is_abandoned():
                document.queue_note = self.env._(
                    "The reading was interrupted and nothing will resume it. Press Retry."
                )
            due = document.next_attempt or document.create_date
            if document.state != "waiting" or not due or due > overdue:
                continue
            job = document._job()
            if job.state not in (WAIT_DEPENDENCIES, PENDING, ENQUEUED, STARTED):
                document.queue_note = self.env._(
                    "No job is queued for this document any more. Press Retry."
                )
            elif ahead := self._jobs_at_work():
                document.queue_note = self.env._(
                    "Other documents are read before this one (%s at work).", ahead
                )
            else:
                document.queue_note = self.env._(
                    "The job queue does not seem to run: nothing has fetched this document "
                    "for more than two minutes. Please tell your administrator: Odoo must be "
                    "started with “queue_job” among its server-wide modules."
                )

    @api.model
    def _jobs_at_work(self):
        """Return the number of reading jobs that run, or are about to."""
        # sudo: see _job; it is a number.
        return (
            self.env["queue.job"]
            .sudo()
            .search_count([("channel", "=", CHANNEL), ("state", "in", (ENQUEUED, STARTED))])
        )
