from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OcrCase
from .ocr_service_double import refuses


@tagged("-at_install", "post_install")
class TestButtons(OcrCase):
    def job(self, document):
        return self.env["queue.job"].search([("uuid", "=", document.job_uuid)])

    def test_cancel_takes_the_job_out_of_the_queue(self):
        document = self.document()
        document.action_cancel()
        self.assertEqual((document.state, self.job(document).state), ("cancelled", "cancelled"))

    def test_a_job_that_comes_after_the_cancel_reads_nothing(self):
        document = self.document()
        document.action_cancel()
        self.run_job(document)
        self.assertEqual(document.state, "cancelled")
        self.assertFalse(self.service.uploads)

    def test_cancel_leaves_what_is_read(self):
        document = self.document()
        self.run_job(document)
        document.action_cancel()
        self.assertEqual(document.state, "read")

    def test_retry_of_what_waits_tries_at_once(self):
        self.service.moments = [refuses(503, "busy", headers={"Retry-After": "500"})]
        document = self.document()
        self.run_job(document)
        document.action_retry()
        self.assertLessEqual(document.next_attempt, fields.Datetime.now())
        self.assertFalse(self.job(document).eta)
        jobs = self.env["queue.job"].search(
            [("identity_key", "=", f"ocr.document:{document.id}"), ("state", "=", "pending")]
        )
        self.assertEqual(jobs, self.job(document), "one job waits, not two")

    def test_retry_of_many(self):
        documents = self.env["ocr.document"].with_user(self.user)
        for number in range(3):
            self.service.moments = [refuses(422, "damaged")]
            document = self.document(str(number).encode())
            self.run_job(document)
            documents |= document
        documents.action_retry()
        self.assertEqual(set(documents.mapped("state")), {"waiting"})
        for document in documents:
            self.run_job(document)
        self.assertEqual(set(documents.mapped("state")), {"read"})

    def test_retry_leaves_what_is_read(self):
        document = self.document()
        self.run_job(document)
        document.action_retry()
        self.assertEqual(document.state, "read")

    def test_upload_opens_the_documents(self):
        one = self.attachment(b"1")
        documents = self.env["ocr.document"].with_user(self.user)
        action = documents.upload(one.ids)
        self.assertEqual(documents.browse(action["res_id"]).attachment_id, one)
        action = documents.upload((self.attachment(b"2") | self.attachment(b"3")).ids)
        self.assertFalse(action.get("res_id"))
        with self.assertRaises(UserError):
            documents.upload([])

    # -- a queue that does not run -------------------------------------------------

    def test_a_document_that_nobody_fetches_says_so(self):
        document = self.document()
        self.assertFalse(document.queue_note, "patience first")
        document._change(next_attempt=fields.Datetime.now() - timedelta(minutes=3))
        self.assertIn("does not seem to run", document.queue_note)

    def test_a_document_behind_others_says_so(self):
        document, other = self.document(b"1"), self.document(b"2")
        self.job(other).state = "started"
        document._change(next_attempt=fields.Datetime.now() - timedelta(minutes=3))
        self.assertIn("Other documents", document.queue_note)

    def test_a_document_without_a_job_says_so(self):
        document = self.document()
        self.job(document).unlink()
        document._change(next_attempt=fields.Datetime.now() - timedelta(minutes=3))
        self.assertIn("Retry", document.queue_note)
        document.action_retry()
        self.run_job(document)
        self.assertEqual(document.state, "read")

    def test_an_abandoned_reading_can_be_retried(self):
        document = self.document()
        document._change(state="reading")
        self.job(document).state = "failed"
        self.assertIn("interrupted", document.queue_note)
        document.action_retry()
        self.run_job(document)
        self.assertEqual(document.state, "read")
