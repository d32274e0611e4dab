"""The way of a document from the upload to the filled record."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import EXTRACTION, OcrCase
from .ocr_service_double import answers, reading, refuses


@tagged("-at_install", "post_install")
class TestWay(OcrCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record = cls.env["res.partner"].create({"name": "To fill"})
        cls.user.group_ids += cls.env.ref("base.group_partner_manager")

    def fills(self, fill):
        """Let partners take part as a record to fill; return the calls."""
        calls = []

        def _ocr_document_read(record, document):
            calls.append((record, document))
            fill(record, document)

        self.startPatcher(
            patch.object(
                self.env.registry["res.partner"],
                "_ocr_document_read",
                _ocr_document_read,
                create=True,
            )
        )
        return calls

    def test_asking_queues_a_job_and_returns_at_once(self):
        document = self.document()
        self.assertEqual(document.state, "waiting")
        self.assertEqual(document.name, "bill.pdf")
        job = self.env["queue.job"].search([("uuid", "=", document.job_uuid)])
        self.assertEqual((job.state, job.channel, job.max_retries), ("pending", "root.ocr", 0))
        self.assertEqual(job.user_id, self.user)
        self.assertFalse(self.service.uploads, "nothing is sent in the user's request")

    def test_a_document_is_read(self):
        document = self.document()
        self.assertEqual(self.run_job(document), "done")
        self.assertRecordValues(
            document,
            [
                {
                    "state": "read",
                    "attempts": 1,
                    "engine": "paddleocr 3.7.0",
                    "weights": "PP-OCRv6_small",
                    "tier": "small",
                    "page_count": 1,
                    "seconds": 0.25,
                    "text": "ACME Supplies\nInvoice INV-1\nTotal 119.00 EUR",
                    "document_type": "invoice",
                    "error": False,
                }
            ],
        )
        self.assertEqual(document.extraction, EXTRACTION)
        self.assertEqual(document.result["pages"][0]["lines"][1]["text"], "Invoice INV-1")

    def test_the_file_arrives_unchanged_under_its_name_with_the_token(self):
        content = bytes(range(256)) * 300
        self.run_job(self.document(content, name='Rechnung "März"\r\n.pdf'))
        [upload] = self.service.uploads
        self.assertIn(b"\r\n\r\n" + content + b"\r\n--", upload)
        self.assertIn('filename="Rechnung %22März%22%0D%0A.pdf"'.encode(), upload)
        self.assertEqual(set(self.service.authorizations), {"Bearer s3cret"})

    def test_every_change_of_state_is_told_after_the_commit(self):
        document = self.document()
        self.run_job(document)
        self.assertEqual(self.notified_states(document), ["waiting", "reading", "read"])

    def test_the_record_is_filled_by_the_user_who_asked(self):
        calls = self.fills(lambda record, document: record.write({"ref": document.text[:4]}))
        document = self.document(record=self.record)
        self.run_job(document)
        [(record, seen)] = calls
        self.assertEqual((record, seen), (self.record, document))
        self.assertEqual((record.env.user, record.env.su), (self.user, False))
        self.assertEqual(self.record.ref, "ACME")

    def test_the_record_of_the_attachment_is_the_default(self):
        document = self.document(res_model="res.partner", res_id=self.record.id)
        self.assertEqual((document.res_model, document.res_id), ("res.partner", self.record.id))

    def test_an_attachment_has_one_document(self):
        attachment = self.attachment()
        documents = self.env["ocr.document"].with_user(self.user)
        self.assertEqual(documents._enqueue(attachment), documents._enqueue(attachment))

    def test_a_record_that_may_not_be_changed_is_refused(self):
        with self.assertRaises(AccessError):
            self.document(record=self.env.ref("base.main_company"))

    def test_the_raw_result_survives_a_fill_that_fails(self):
        failing = [True]
        reason = "The period is closed."

        def fill(record, document):
            record.ref = "half"
            if failing:
                raise UserError(reason)
            record.ref = "whole"

        self.fills(fill)
        document = self.document(record=self.record)
        self.run_job(document)
        self.assertEqual(document.state, "failed")
        self.assertEqual(document.error_code, "fill_failed")
        self.assertIn(reason, document.error)
        self.assertFalse(self.record.ref, "a fill is done whole or not at all")
        self.assertTrue(document.result)

        failing.clear()
        document.action_retry()
        self.run_job(document)
        self.assertEqual((document.state, self.record.ref), ("read", "whole"))
        self.assertEqual(len(self.service.uploads), 1, "it was not recognised again")

    def test_a_bug_in_a_fill_is_shown_and_logged(self):
        def fill(record, document):
            raise KeyError("partner_id")

        self.fills(fill)
        document = self.document(record=self.record)
        with self.assertLogs("odoo.addons.insightpulse_ocr", "WARNING"):
            self.run_job(document)
        self.assertEqual(document.state, "failed")
        self.assertIn("KeyError", document.error)

    def test_the_record_hears_of_a_final_failure(self):
        heard = []
        self.startPatcher(
            patch.object(
                self.env.registry["res.partner"],
                "_ocr_document_failed",
                lambda record, document: heard.append((record, document.error)),
                create=True,
            )
        )
        self.service.moments = [refuses(422, "encrypted")]
        document = self.document(record=self.record)
        self.run_job(document)
        self.assertEqual(heard, [(self.record, document.error)])

    def test_a_failing_hook_does_not_bring_the_failure_back(self):
        def hook(record, document):
            raise ValueError("hook")

        self.startPatcher(
            patch.object(
                self.env.registry["res.partner"], "_ocr_document_failed", hook, create=True
            )
        )
        self.service.moments = [refuses(422, "damaged")]
        document = self.document(record=self.record)
        with mute_logger("odoo.addons.insightpulse_ocr.models.ocr_document_reading"):
            self.assertEqual(self.run_job(document), "done")
        self.assertEqual((document.state, document.error_code), ("failed", "damaged"))

    def test_a_deleted_record_leaves_a_read_document(self):
        document = self.document(record=self.record)
        self.record.unlink()
        self.run_job(document)
        self.assertEqual(document.sudo().state, "read")

    def test_files_that_cannot_be_read_fail_at_once_with_clear_words(self):
        for refusal, words in [
            (refuses(422, "encrypted"), "password"),
            (refuses(422, "damaged"), "damaged"),
            (refuses(422, "page_too_large", "10000 × 10000 pixels"), "10000 × 10000 pixels"),
            (refuses(422, "too_many_pages", "31, at most 30"), "31, at most 30"),
            (refuses(422, "page_timeout", "page 2, 60 s"), "page 2, 60 s"),
            (refuses(413, "payload_too_large", "26 MB"), "26 MB"),
            (answers(b"<h1>413</h1>", 413, "text/html"), "too large"),
            (refuses(415, "unsupported_type"), "PDF, PNG, JPEG, WebP and TIFF"),
            (refuses(401, "unauthorized"), "token"),
            (answers(b"", 302, headers={"Location": "http://127.0.0.1:1/"}), "something else"),
            (answers(b"<h1>404</h1>", 404, "text/html"), "something else"),
            (answers(b"<h1>Welcome</h1>"), "cannot be used"),
            (refuses(418, "teapot", "short and stout"), "short and stout"),
        ]:
            with self.subTest(words=words):
                self.service.moments = [refusal]
                document = self.document(words.encode())
                self.assertEqual(self.run_job(document), "done")
                self.assertEqual((document.state, document.attempts), ("failed", 1))
                self.assertIn(words, document.error)
                self.assertTrue(document.attachment_id.exists())

    def test_an_empty_file_fails_without_being_sent(self):
        document = self.document(b"")
        self.run_job(document)
        self.assertEqual((document.state, document.error_code), ("failed", "empty"))
        self.assertIn("0 bytes", document.error)
        self.assertFalse(self.service.uploads)

    def test_a_link_is_not_a_file(self):
        document = self.document(b"", type="url", url="https://example.com/bill.pdf")
        self.run_job(document)
        self.assertEqual((document.state, document.error_code), ("failed", "not_a_file"))

    def test_a_content_that_is_stored_in_the_database_is_read(self):
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        document = self.document(b"in the database")
        self.run_job(document)
        self.assertEqual(document.state, "read")
        self.assertIn(b"in the database", self.service.uploads[0])

    def test_a_wrong_address_in_the_settings_is_told(self):
        self.env["ir.config_parameter"].set_param("insightpulse_ocr.service_url", "file:///etc")
        document = self.document()
        self.run_job(document)
        self.assertEqual((document.state, document.error_code), ("failed", "invalid_address"))
        self.assertIn("file:///etc", document.error)

    def test_text_that_postgresql_cannot_store_is_stored_without_it(self):
        self.service.moments = [answers(reading("a\x00b", "\ud800 half a pair"))]
        document = self.document()
        self.run_job(document)
        self.assertEqual((document.state, document.text), ("read", "ab\n? half a pair"))

    # -- the same content ----------------------------------------------------------

    def test_the_same_content_is_recognised_once(self):
        first, second = self.document(b"same"), self.document(b"same", name="copy.pdf")
        self.run_job(first)
        self.run_job(second)
        self.assertEqual((first.state, second.state), ("read", "read"))
        self.assertEqual(first.text, second.text)
        self.assertEqual(len(self.service.uploads), 1)

    def test_other_weights_read_the_same_content_again(self):
        first, second = self.document(b"same"), self.document(b"same")
        self.run_job(first)
        self.service.engine = {**self.service.engine, "weights": "PP-OCRv7"}
        self.addCleanup(self.service.engine.update, weights="PP-OCRv6_small")
        self.run_job(second)
        self.assertEqual(len(self.service.uploads), 2)

    def test_a_content_in_reading_is_waited_for(self):
        first, second = self.document(b"same"), self.document(b"same")
        self.run_job(first)
        first._change(state="reading", result=False)
        self.assertEqual(self.run_job(second), "pending")
        self.assertEqual((second.state, second.error_code), ("waiting", "same_content"))
        self.assertEqual(second.attempts, 0, "waiting is no attempt")
        self.assertEqual(len(self.service.uploads), 1)

        first._change(state="waiting")
        self.run_job(first)
        self.run_job(second)
        self.assertEqual((first.state, second.state), ("read", "read"))
        self.assertEqual(len(self.service.uploads), 2)

    def test_a_content_whose_reading_got_lost_is_not_waited_for_for_ever(self):
        first, second = self.document(b"same"), self.document(b"same")
        self.run_job(first)
        first._change(state="reading", result=False, reading_since="2020-01-01 00:00:00")
        self.run_job(second)
        self.assertEqual(first.state, "waiting")
        self.run_job(second)
        self.run_job(first)
        self.assertEqual((first.state, second.state), ("read", "read"))

    def test_a_file_that_was_replaced_is_recognised_anew(self):
        self.fills(lambda record, document: 1 / 0)
        document = self.document(b"first version", record=self.record)
        with mute_logger("odoo.addons.insightpulse_ocr.models.ocr_document_reading"):
            self.run_job(document)
            document.attachment_id.sudo().raw = b"second version"
            document.action_retry()
            self.run_job(document)
        self.assertEqual(len(self.service.uploads), 2)
