import base64
import json
from contextlib import contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import Job
from odoo.tests import TransactionCase, new_test_user

from .ocr_service_double import OcrServiceDouble

EXTRACTION = {
    "document_type": "invoice",
    "fields": {
        "supplier_name": {
            "value": "ACME Supplies",
            "confidence": 0.98,
            "page": 1,
            "polygon": [[100, 100], [400, 100], [400, 140], [100, 140]],
        },
        "amount_total": {
            "value": "119.00",
            "confidence": 0.97,
            "page": 1,
            "polygon": [[100, 220], [400, 220], [400, 260], [100, 260]],
        },
    },
    "lines": [],
    "warnings": [],
}


class OcrCase(TransactionCase):
    """A user, an OCR service that can be told to misbehave, and the queue by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "ocr_user", groups="base.group_user")
        cls.colleague = new_test_user(cls.env, "ocr_colleague", groups="base.group_user")
        cls.service = OcrServiceDouble()
        cls.addClassCleanup(cls.service.close)
        cls.env["ir.config_parameter"].set_param(
            "insightpulse_ocr.service_url", cls.service.address
        )
        cls.env["ir.config_parameter"].set_param("insightpulse_ocr.service_token", "s3cret")

    def setUp(self):
        super().setUp()
        self.service.__dict__.update(moments=[], uploads=[], authorizations=[])
        self.service.version_answer = None
        # The extraction has tests of its own.
        self.startPatcher(
            patch.object(self.env.registry["ocr.document"], "_extract", lambda document: EXTRACTION)
        )

    def attachment(self, content=b"%PDF-1.4 a bill", name="bill.pdf", user=None, **values):
        attachments = self.env["ir.attachment"].with_user(user or self.user)
        return attachments.create({"name": name, "datas": base64.b64encode(content), **values})

    def document(self, content=b"%PDF-1.4 a bill", record=None, user=None, **values):
        attachment = self.attachment(content, user=user, **values)
        documents = self.env["ocr.document"].with_user(user or self.user)
        return documents._enqueue(attachment, record)

    def run_job(self, document):
        """Run the document's job, in cursors of its own, and return its state after.

        As queue_job's controller does it, without the savepoint around the job: here
        both cursors share a connection, and the savepoint would undo what the job has
        committed.
        """
        uuid = document.sudo().job_uuid
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
        return self.env["queue.job"].search([("uuid", "=", uuid)]).state

    @contextmanager
    def other_cursor(self):
        """Yield an environment that may commit; what it has committed stays."""
        self.env.flush_all()
        try:
            with self.enter_registry_test_mode(), self.registry.cursor() as cr:
                yield api.Environment(cr, SUPERUSER_ID, {})
        finally:
            self.env.invalidate_all()

    def notified_states(self, document):
        """The states that were sent on the document's channel, in order."""
        self.env.cr.precommit.run()  # the bus creates its rows when the test commits
        messages = self.env["bus.bus"].search(
            [("channel", "like", f'"{document._bus_channel_name()}"')], order="id"
        )
        return [json.loads(message.message)["payload"]["state"] for message in messages]
