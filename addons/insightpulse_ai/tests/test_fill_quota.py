"""More records than their user may ask about today: the rest waits, says why, and is filled."""

from datetime import datetime
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..filling.backoff import MAX_ATTEMPTS
from .common import needs_model
from .fill_common import FillCase, say

TODAY = datetime(2026, 11, 28, 10)
RENEWS = datetime(2026, 11, 28, 23)  # midnight in Brussels


@needs_model
@tagged("post_install", "-at_install")
class TestFillQuota(FillCase):
    def setUp(self):
        super().setUp()
        self.user.tz = "Europe/Brussels"
        self.now = TODAY
        self.startPatcher(patch.object(fields.Datetime, "now", lambda: self.now))
        # the field keeps the function that was there when it was defined
        queued = self.env.registry["ai.run"]._fields["queued"]
        self.startPatcher(patch.object(queued, "default", lambda _runs: self.now))

    def limit(self, questions):
        self.env["ir.config_parameter"].set_param("insightpulse_ai.quota_questions", questions)

    def people(self, count):
        return self.env["res.partner"].create(
            [{"name": f"Person {n}", "comment": "<p>Lyon</p>"} for n in range(count)]
        )

    def test_what_does_not_fit_waits_until_it_renews(self):
        self.limit(2)
        people = self.people(5)
        self.model.script(*[say(function="Carpenter")] * 5)
        fill = self.run_action(people)
        for line, state in zip(fill.line_ids, ["done"] * 2 + ["pending"] * 3, strict=True):
            self.assertEqual(self.run_job(line), state)
        waiting = fill.line_ids[2:]
        self.assertEqual(fill.line_ids[:2].mapped("state"), ["done"] * 2)
        for line in waiting:
            self.assertRecordValues(
                line, [{"state": "waiting", "attempts": 0, "next_attempt": RENEWS}]
            )
            self.assertEqual(line.error, "You have asked 2 of 2 questions today.")
            for words in ("11/29/26, 12:00", "Europe/Brussels", "administrator", "Retry"):
                self.assertIn(words, line.remedy)
            # the queue looks at the real clock, which is not the patched one
            self.assertEqual(line._job().state, "pending")
            self.assertTrue(line._job().eta)
        self.assertIn("2 of 2 questions", fill.trouble)
        self.assertEqual(len(self.model.sent()), 2)

        self.now = RENEWS
        for line, state in zip(waiting, ["done", "done", "pending"], strict=True):
            self.assertEqual(self.run_job(line), state)
        self.now = datetime(2026, 11, 29, 23)
        self.assertEqual(self.run_job(waiting[2]), "done")
        self.assertEqual(set(fill.line_ids.mapped("state")), {"done"})
        self.assertEqual(set(people.mapped("function")), {"Carpenter"})
        self.assertFalse(fill.trouble)

    def test_retry_fills_at_once_where_the_limit_was_raised(self):
        self.limit(1)
        self.model.script(*[say(function="Carpenter")] * 2)
        fill = self.run_action(self.people(2))
        self.run_jobs(fill)
        self.limit(2)
        fill.with_user(self.user).action_retry()
        self.assertEqual(self.run_job(fill.line_ids[1]), "done")
        self.assertEqual(fill.line_ids.mapped("state"), ["done", "done"])

    def test_waiting_for_it_is_no_attempt(self):
        self.limit(1)
        self.model.script(say(function="Carpenter"), say(function="Carpenter"))
        fill = self.run_action(self.people(2))
        [first, last] = fill.line_ids
        last._change(attempts=MAX_ATTEMPTS - 1)
        self.run_job(first)
        for _day in range(2):
            self.assertEqual(self.run_job(last), "pending")
        self.now = RENEWS
        self.assertEqual(self.run_job(last), "done")
        self.assertEqual(last.state, "done")

    def test_a_record_that_takes_more_questions_than_a_day_has_fails_in_the_end(self):
        self.limit(1)
        self.model.script(*[[{"say": "Carpenter"}]] * 2)  # which has to be asked for again
        [line] = self.run_action(self.people(1)).line_ids
        self.assertEqual(self.run_job(line), "pending")
        self.assertRecordValues(line, [{"state": "waiting", "attempts": 1}])
        line._change(attempts=MAX_ATTEMPTS - 1)
        self.now = RENEWS
        self.assertEqual(self.run_job(line), "done")
        self.assertEqual(line.state, "failed")
        self.assertIn("1 of 1 questions", line.error)
