"""Run a queued job by hand, as the queue does, in cursors of its own."""

from contextlib import contextmanager, nullcontext

from odoo import SUPERUSER_ID, api
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import Job


class OwnCursors:
    """For a TransactionCase."""

    has_pages = False

    @contextmanager
    def other_cursor(self):
        """Yield an environment that may commit; what it has committed stays."""
        self.env.flush_all()
        try:
            # a case with pages has put the registry into its test mode already
            mode = nullcontext() if self.has_pages else self.enter_registry_test_mode()
            with mode, self.registry.cursor() as cr:
                yield api.Environment(cr, SUPERUSER_ID, {})
        finally:
            self.env.invalidate_all()


class RunsJobs(OwnCursors):
    """For a TransactionCase."""

    def run_job(self, identity_key):
        """Run the job and return its state after."""
        jobs = self.env["queue.job"].search(
            [("identity_key", "=", identity_key), ("state", "=", "pending")]
        )
        self.assertEqual(len(jobs), 1, f"jobs that wait: {identity_key}")
        return self.perform(jobs.uuid)

    def perform(self, uuid):
        """Run the job, whatever its state, and return its state after."""
        with self.other_cursor() as env:
            job = Job.load(env, uuid)
            job.set_started()
            job.store()
            env.cr.commit()
            try:
                job.perform()
            except RetryableJobError as error:
                job.postpone(result=str(error), seconds=error.seconds)
                job.set_pending(reset_retry=False)
            else:
                job.set_done()
            job.store()
        return self.env["queue.job"].sudo().search([("uuid", "=", uuid)]).state
