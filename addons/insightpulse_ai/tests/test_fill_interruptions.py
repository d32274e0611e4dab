"""Whatever breaks in the middle: every record is filled in the end, once, or says why not."""

import contextlib
import threading
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..filling.backoff import MAX_ATTEMPTS
from ..models import ai_fill_line_chat as asking
from ..providers import Deadline, retry
from .common import needs_model
from .fill_common import FillCase, say


class Killed(BaseException):
    """The process is gone: nothing after this line runs."""


@needs_model
@tagged("post_install", "-at_install")
class TestFillInterruptions(FillCase):
    def setUp(self):
        super().setUp()
        self.patch(retry, "DELAYS", (0.01, 0.01))
        self.patch(asking, "LOOK_SECONDS", 0.1)

    def test_a_server_in_trouble_is_asked_again_later(self):
        for trouble, word in [
            ([{"refuse": [404, "model 'llama3.2' not found", {}]}], "not found"),
            ([{"refuse": [429, "quota", {"retry-after": "90"}]}], "quota"),
            ([{"refuse": [500, "out of memory", {}]}], "out of memory"),
            ([{"say": '{"function"'}, {"cut": True}], "closed the connection"),
        ]:
            with self.subTest(word=word):
                self.model.reset()
                self.partner.function = False
                self.model.script(*[trouble] * 3)
                fill = self.run_action()
                line, before = fill.line_ids, fields.Datetime.now()
                self.assertEqual(self.run_job(line), "pending")
                self.assertRecordValues(line, [{"state": "waiting", "attempts": 1}])
                self.assertIn(word, fill.trouble)
                self.assertTrue(line.remedy)
                patience = timedelta(seconds=90 if word == "quota" else 5)
                self.assertGreaterEqual(line.next_attempt, before + patience)
                self.assertEqual(line.run_ids.mapped("state"), ["failed"])
                self.model.reset()
                self.model.script(say(function="Carpenter"))
                self.assertEqual(self.run_job(line), "done")
                self.assertRecordValues(line, [{"state": "done", "attempts": 2, "error": False}])
                self.assertFalse(fill.trouble)

    def test_a_server_that_is_not_there(self):
        self.file["ollama_base_url"] = "http://127.0.0.1:9"
        fill = self.run_action()
        self.assertEqual(self.run_job(fill.line_ids), "pending")
        self.assertIn("127.0.0.1:9", fill.trouble)

    def test_a_server_that_stalls(self):
        lines = self.env.registry["ai.fill.line"]
        self.patch(lines, "_deadline", lambda line: Deadline(idle=0.3))
        self.model.script([{"say": "{"}, {"stall": True}])
        fill = self.run_action()
        self.assertEqual(self.run_job(fill.line_ids), "pending")
        self.assertEqual(fill.line_ids.run_ids.error_kind, "timeout_idle")

    def test_a_model_takes_no_longer_than_a_request_may(self):
        for allowed, total in [(120, 96), (0, 300), (100_000, 300)]:
            with self.subTest(allowed=allowed):
                self.patch(asking, "config", {"limit_time_real": allowed})
                self.assertEqual(self.env["ai.fill.line"]._deadline().total, total)

    def test_the_last_attempt_is_final_and_retry_starts_over(self):
        self.file["ollama_base_url"] = "http://127.0.0.1:9"
        line = self.run_action().line_ids
        line._change(attempts=MAX_ATTEMPTS - 1)
        self.assertEqual(self.run_job(line), "done")
        self.assertEqual(line.state, "failed")
        self.assertIn(f"{MAX_ATTEMPTS} attempts", line.error)
        self.file["ollama_base_url"] = self.model.url
        self.model.script(say(function="Carpenter"))
        line.fill_id.with_user(self.user).action_retry()
        self.run_job(line)
        self.assertRecordValues(line, [{"state": "done", "attempts": 1}])

    def test_what_the_record_does_not_take_is_told(self):
        action = self.make_action("parent_id")
        child = self.env["res.partner"].create({"name": "A child", "parent_id": self.partner.id})
        [line] = self.filled(say(parent_id=child.display_name), action=action)
        self.assertEqual((line.state, self.partner.parent_id.id), ("failed", False))
        self.assertIn("could not be written", line.error)

    # -- cancelled ----------------------------------------------------------------------

    def test_cancelled_while_it_waits(self):
        fill = self.run_action()
        fill.with_user(self.user).action_cancel()
        self.assertRecordValues(fill, [{"state": "cancelled", "ended": 1}])
        self.assertEqual(self.run_job(fill.line_ids), "done")
        self.assertEqual(self.model.sent(), [])

    def test_cancelled_while_the_model_writes(self):
        self.model.script([{"say": "{"}, {"stall": True}])
        fill = self.run_action()
        goes_on = self.env.registry["ai.fill.line"]._goes_on

        def cancel_then_look(line, token, run):
            fill.with_user(self.user).action_cancel()
            self.env.flush_all()
            return goes_on(line, token, run)

        self.patch(self.env.registry["ai.fill.line"], "_goes_on", cancel_then_look)
        self.assertEqual(self.run_job(fill.line_ids), "done")
        self.assertEqual(fill.line_ids.state, "cancelled")
        self.assertEqual(fill.line_ids.run_ids.state, "cancelled")
        for _try in range(100):
            if not self.model.state()["generating"]:
                break
            threading.Event().wait(0.1)
        self.assertEqual(self.model.state()["generating"], 0, "the model was stopped")

    # -- killed -------------------------------------------------------------------------

    def killed_at(self, method, line, after=False):
        """Run the job until ``method`` of the line, and kill the process there."""
        original = getattr(self.env.registry["ai.fill.line"], method)

        def kill(line, *args):
            if after:
                original(line, *args)
            raise Killed

        # not assertRaises, which undoes what was committed before the kill
        with (
            patch.object(self.env.registry["ai.fill.line"], method, kill),
            contextlib.suppress(Killed),
        ):
            self.run_job(line)
            self.fail(f"{method} was not called")

    def test_a_worker_killed_at_each_step_fills_once(self):
        for method, after, questions in [
            ("_ask", False, 1),
            ("_ask", True, 2),
            ("_keep", True, 1),
            ("_write_or_review", True, 1),
            ("_finish", True, 1),
        ]:
            with self.subTest(method=method, after=after):
                self.model.reset()
                self.partner.function = False
                self.model.script(say(function="Carpenter"), say(function="Carpenter"))
                line = self.run_action().line_ids
                writes = []
                write = self.env.registry["res.partner"].write

                def counted(record, values, write=write, writes=writes):
                    writes.extend(["function"] if "function" in values else [])
                    return write(record, values)

                self.killed_at(method, line, after)
                self.env.invalidate_all()
                if method == "_finish":
                    self.assertEqual(line.state, "done")
                else:
                    self.assertEqual((line.state, self.partner.function), ("running", False))
                with patch.object(self.env.registry["res.partner"], "write", counted):
                    self.run_job(line)
                self.assertEqual((line.state, self.partner.function), ("done", "Carpenter"))
                self.assertEqual(len(writes), 0 if method == "_finish" else 1)
                self.assertEqual(len(self.model.sent()), questions)

    def test_a_record_that_kills_every_worker_fails_in_the_end(self):
        line = self.run_action().line_ids
        for _attempt in range(MAX_ATTEMPTS):
            self.killed_at("_ask", line)
        self.assertEqual(self.run_job(line), "done")
        self.assertEqual(line.state, "failed")
        self.assertIn("interrupted", line.error)

    def test_a_run_that_was_believed_dead_changes_nothing(self):
        self.model.script(say(function="Carpenter"))
        line = self.run_action().line_ids
        keep = self.env.registry["ai.fill.line"]._keep

        def late(line, token, filled):
            line._change(token="of another run")
            return keep(line, token, filled)

        with patch.object(self.env.registry["ai.fill.line"], "_keep", late):
            self.run_job(line)
        self.assertEqual((line.state, self.partner.function), ("running", False))
        self.assertFalse(line.proposed)

    def test_an_unexpected_end_of_the_job_is_told(self):
        line = self.run_action().line_ids
        with self.other_cursor() as env, self.assertLogs("odoo.addons.insightpulse_ai"):
            line.with_env(env)._fill_broken_off("builtins.TypeError", "not callable")
        self.assertEqual(line.state, "failed")
        self.assertIn("not callable", line.error)

    def test_a_record_that_was_deleted_is_skipped(self):
        gone = self.env["res.partner"].create({"name": "Gone"})
        fill = self.run_action(gone)
        gone.unlink()
        self.run_jobs(fill)
        self.assertEqual(fill.line_ids.state, "skipped")

    def test_no_transaction_is_open_while_the_model_thinks(self):
        from odoo.tests.test_cursor import TestCursor

        seen = []
        heard = asking.Answering.heard

        def look(answering, seconds):
            seen.append(TestCursor._cursors_stack[-1]._savepoint)
            return heard(answering, seconds)

        self.patch(asking.Answering, "heard", look)
        self.filled(say(function="Carpenter"))
        self.assertEqual(set(seen), {None})
