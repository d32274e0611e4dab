"""Whatever is killed in the middle: the document is read in the end, once."""

import contextlib
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..service import MAX_ATTEMPTS, Client
from .common import OcrCase
from .ocr_service_double import (
    answers,
    dies_before_answering,
    dies_in_mid_answer,
    does,
    drips,
    pours,
    reading,
    refuses,
    sleeps,
)


class Killed(BaseException):
    """The process is gone: nothing after this line runs."""


@tagged("-at_install", "post_install")
class TestInterruptions(OcrCase):
    def test_a_service_killed_in_mid_document_is_asked_again(self):
        for death in (dies_before_answering, dies_in_mid_answer):
            with self.subTest(death=death.__name__):
                self.service.moments = [death]
                document = self.document(death.__name__.encode())
                before = fields.Datetime.now()
                self.assertEqual(self.run_job(document), "pending")
                self.assertEqual((document.state, document.attempts), ("waiting", 1))
                self.assertEqual(document.error, "The OCR service does not answer.")
                self.assertGreaterEqual(document.next_attempt, before + timedelta(seconds=5))
                job = self.env["queue.job"].search([("uuid", "=", document.job_uuid)])
                self.assertGreaterEqual(job.eta, before + timedelta(seconds=4))

                self.assertEqual(self.run_job(document), "done")
                self.assertEqual((document.state, document.attempts), ("read", 2))
                self.assertFalse(document.error)

    def test_a_service_that_is_not_there(self):
        address = "http://127.0.0.1:9"  # the discard port: nothing listens
        self.env["ir.config_parameter"].set_param("insightpulse_ocr.service_url", address)
        document = self.document()
        self.assertEqual(self.run_job(document), "pending")
        self.assertEqual((document.state, document.error_code), ("waiting", "service_away"))

    def test_a_busy_service_says_when_to_come_back(self):
        self.service.moments = [refuses(503, "busy", headers={"Retry-After": "90"})]
        document = self.document()
        before = fields.Datetime.now()
        self.run_job(document)
        self.assertEqual((document.state, document.error_code), ("waiting", "busy"))
        self.assertGreaterEqual(document.next_attempt, before + timedelta(seconds=90))
        self.run_job(document)
        self.assertEqual(document.state, "read")

    def test_a_service_that_does_not_answer_in_time(self):
        self.startPatcher(
            patch.object(
                self.env.registry["ocr.service"],
                "_client",
                lambda service: Client(*service._settings(), answer_seconds=0.3),
            )
        )
        for moment in (sleeps(2), drips):
            self.service.moments = [moment]
            document = self.document(str(moment).encode())
            self.assertEqual(self.run_job(document), "pending")
            self.assertEqual((document.state, document.error_code), ("waiting", "timeout"))

    def test_an_answer_without_end_is_cut(self):
        self.startPatcher(
            patch.object(
                self.env.registry["ocr.service"],
                "_client",
                lambda service: Client(*service._settings(), max_answer_bytes=100_000),
            )
        )
        self.service.moments = [pours]
        document = self.document()
        self.run_job(document)
        self.assertEqual((document.state, document.error_code), ("failed", "invalid_answer"))

    def test_the_last_attempt_is_final_and_retry_starts_over(self):
        self.service.moments = [dies_before_answering] * MAX_ATTEMPTS
        document = self.document()
        for _attempt in range(MAX_ATTEMPTS - 1):
            self.assertEqual(self.run_job(document), "pending")
        self.assertEqual(self.run_job(document), "done")
        self.assertEqual((document.state, document.attempts), ("failed", MAX_ATTEMPTS))
        self.assertIn(f"{MAX_ATTEMPTS} attempts", document.error)
        self.assertIn("Retry", document.error)
        self.assertTrue(document.attachment_id.raw)

        document.action_retry()
        self.assertEqual((document.state, document.attempts), ("waiting", 0))
        self.run_job(document)
        self.assertEqual(document.state, "read")

    # -- the worker is killed ------------------------------------------------------

    def killed_at(self, method, document, after=False):
        """Run the job until ``method`` of the document, and kill the process there."""
        original = getattr(self.env.registry["ocr.document"], method)

        def kill(document, *args):
            if after:
                original(document, *args)
            raise Killed

        # Not assertRaises, which undoes what was committed before the kill.
        with (
            patch.object(self.env.registry["ocr.document"], method, kill),
            contextlib.suppress(Killed),
        ):
            self.run_job(document)
            self.fail(f"{method} was not called")

    def test_a_worker_killed_while_the_service_reads(self):
        document = self.document()
        self.killed_at("_recognise", document)
        self.assertEqual(document.state, "reading")
        self.run_job(document)
        self.assertEqual((document.state, document.attempts), ("read", 2))

    def test_a_worker_killed_after_the_result_was_stored(self):
        document = self.document()
        self.killed_at("_fill", document)
        self.assertEqual(document.state, "reading")
        self.assertTrue(document.result)
        self.run_job(document)
        self.assertEqual(document.state, "read")
        self.assertEqual(len(self.service.uploads), 1, "it was not recognised again")

    def test_a_worker_killed_after_the_fill_does_not_fill_twice(self):
        fills = []
        self.startPatcher(
            patch.object(
                self.env.registry["res.partner"],
                "_ocr_document_read",
                lambda record, document: fills.append(record),
                create=True,
            )
        )
        self.user.group_ids += self.env.ref("base.group_partner_manager")
        document = self.document(record=self.user.partner_id)
        self.killed_at("_fill", document, after=True)
        self.assertEqual(document.state, "read")
        self.run_job(document)
        self.assertEqual(len(fills), 1)

    def test_a_document_that_kills_every_worker_fails_in_the_end(self):
        document = self.document()
        for _attempt in range(MAX_ATTEMPTS):
            self.killed_at("_recognise", document)
        self.assertEqual(self.run_job(document), "done")
        self.assertEqual((document.state, document.error_code), ("failed", "interrupted"))
        self.assertFalse(self.service.uploads)

    def test_a_run_that_was_believed_dead_changes_nothing(self):
        document = self.document()

        def another_run_takes_over():
            document._change(reading_token="of another run")

        self.service.moments = [
            does(self.meanwhile(another_run_takes_over), answers(reading("late")))
        ]
        self.run_job(document)
        self.assertEqual((document.state, document.text), ("reading", False))

    def test_a_lost_database_starts_the_reading_over(self):
        document = self.document()
        document._change(state="reading", attempts=1)
        with self.other_cursor() as env:
            document.with_env(env)._read_broken_off(
                exc_name="psycopg2.errors.AdminShutdown", exc_message="…"
            )
        self.assertEqual((document.state, document.error_code), ("waiting", "database_away"))
        self.run_job(document)
        self.assertEqual(document.state, "read")

    def test_an_unexpected_end_of_the_job_is_told(self):
        document = self.document()
        with self.other_cursor() as env:
            document.with_env(env)._read_broken_off(
                exc_name="builtins.TypeError", exc_message="not callable"
            )
        self.assertEqual((document.state, document.error_code), ("failed", "unexpected"))
        self.assertIn("not callable", document.error)

    def meanwhile(self, action):
        """What somebody else does, and commits, while the service reads."""

        def act():
            action()
            self.env.flush_all()

        return act

    # -- the user changes his mind -------------------------------------------------

    def test_cancelled_while_it_is_read(self):
        document = self.document()
        self.service.moments = [
            does(self.meanwhile(document.action_cancel), answers(reading("late")))
        ]
        self.run_job(document)
        self.assertEqual((document.state, document.extraction), ("cancelled", False))

        document.action_retry()
        self.run_job(document)
        self.assertEqual((document.state, document.text), ("read", "late"))
        self.assertEqual(len(self.service.uploads), 1, "the late result was kept")

    def test_cancelled_while_it_is_read_by_a_service_that_dies(self):
        document = self.document()
        self.service.moments = [does(self.meanwhile(document.action_cancel), dies_before_answering)]
        self.assertEqual(self.run_job(document), "done")
        self.assertEqual(document.state, "cancelled")

    def test_deleted_while_it_is_read(self):
        document = self.document()
        self.service.moments = [does(self.meanwhile(document.unlink), answers(reading("late")))]
        self.assertEqual(self.run_job(document), "done")
        self.assertFalse(document.exists())

    def test_no_transaction_is_open_while_the_service_reads(self):
        seen = []

        def look():
            cursors = self.registry_test_cursors()
            seen.append(cursors[-1]._savepoint)

        self.service.moments = [does(look, answers(reading("x")))]
        self.run_job(self.document())
        self.assertEqual(seen, [None])

    def registry_test_cursors(self):
        from odoo.tests.test_cursor import TestCursor

        return TestCursor._cursors_stack
