from datetime import datetime
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged
from psycopg2.errors import CheckViolation, SerializationFailure, UniqueViolation

from ..models.ai_quota import QuotaExceeded
from .common import AiCase


@tagged("-at_install", "post_install")
class TestQuota(AiCase, TransactionCase):
    def setUp(self):
        super().setUp()
        self.user.tz = "Europe/Brussels"

    def limit(self, **numbers):
        for name, number in numbers.items():
            self.env["ir.config_parameter"].set_param(f"insightpulse_ai.quota_{name}", number)

    def exception(self, **values):
        return self.env["ai.quota"].create(values)

    def at(self, *moment):
        """UTC."""
        self.startPatcher(patch.object(fields.Datetime, "now", lambda: datetime(*moment)))

    def test_without_a_limit_nothing_is_counted(self):
        for _question in range(5):
            self.asked()
        self.assertFalse(self.env["ai.usage"].search([("user_id", "=", self.user.id)]))

    def test_questions(self):
        self.limit(questions=2)
        self.at(2026, 11, 28, 10)
        self.asked()
        self.asked()
        with self.assertRaises(QuotaExceeded) as caught:
            self.asked()
        told = str(caught.exception)
        for words in ("2 of 2 questions", "Europe/Brussels", "11/29/26", "12:00", "administrator"):
            self.assertIn(words, told)
        self.assertEqual(caught.exception.renews, datetime(2026, 11, 28, 23))

    def test_it_is_each_users_own(self):
        self.limit(questions=1)
        self.asked()
        self.assertTrue(self.conversations(self.colleague).ask("How is it?"))

    def test_the_next_day_is_the_users(self):
        self.limit(questions=1)
        run = self.asked()
        self.at(2026, 11, 28, 23, 30)  # half past midnight in Brussels
        run.queued = datetime(2026, 11, 28, 22, 59)
        self.asked()
        run.queued = datetime(2026, 11, 28, 23, 1)
        with self.assertRaises(QuotaExceeded):
            self.asked()

    def test_what_failed_without_an_answer_costs_no_question(self):
        self.limit(questions=1)
        self.asked().write({"state": "failed"})
        self.asked().write({"state": "cancelled", "answer": "Half of"})
        with self.assertRaises(QuotaExceeded):
            self.asked()

    def test_tokens(self):
        self.limit(tokens=100)
        self.asked().write({"state": "done", "prompt_tokens": 60, "completion_tokens": 39})
        self.asked().write({"state": "done", "prompt_tokens": 1})
        with self.assertRaisesRegex(QuotaExceeded, "100 of 100 tokens"):
            self.asked()

    def test_who_has_an_exception(self):
        """(of the settings, of two groups, of the user): what holds."""
        few, many = self.env["res.groups"].create([{"name": "Few"}, {"name": "Many"}])
        self.user.group_ids += few + many
        for settings, groups, own, expected in [
            (5, (), None, 5),
            (5, (1,), None, 1),
            (5, (1, 9), None, 9),
            (5, (1, 0), None, 0),
            (5, (1, 9), 3, 3),
            (5, (), 0, 0),
        ]:
            with self.subTest(settings=settings, groups=groups, own=own):
                self.env["ai.quota"].search([]).unlink()
                self.limit(questions=settings)
                for group, number in zip((few, many), groups, strict=False):
                    self.exception(group_id=group.id, questions=number)
                if own is not None:
                    self.exception(user_id=self.user.id, questions=own)
                self.assertEqual(self.env["ai.quota"].with_user(self.user)._limits()[0], expected)

    def test_a_group_that_is_implied(self):
        self.exception(group_id=self.env.ref("base.group_user").id, questions=7)
        self.assertEqual(self.env["ai.quota"].with_user(self.user)._limits(), (7, 0))

    def test_what_jobs_queue_counts_for_their_user(self):
        self.limit(questions=2)
        values = {"user_id": self.user.id, "question": "Fill it in"}
        runs = self.env["ai.run"].sudo()
        runs.create([values, values])
        with self.assertRaises(QuotaExceeded):
            runs.create(values)
        with self.assertRaises(QuotaExceeded):
            self.asked()
        # what has been answered is kept, whatever it took
        self.assertTrue(runs.create({**values, "state": "done"}))

    def test_what_is_outside_it_is_neither_refused_nor_counted(self):
        self.limit(questions=1, tokens=100)
        values = {"user_id": self.user.id, "question": "Open?", "outside_quota": True}
        self.env["ai.run"].sudo().create([{**values, "prompt_tokens": 60}] * 3)
        self.asked()
        with self.assertRaises(QuotaExceeded):
            self.asked()
        self.env["ai.run"].sudo().create(values)

    def test_several_at_once(self):
        self.limit(questions=2)
        values = {"user_id": self.user.id, "question": "Fill it in"}
        with self.assertRaises(QuotaExceeded):
            self.env["ai.run"].sudo().create([values] * 3)

    def test_who_counts_at_the_same_time_is_told_to_try_again(self):
        """On two connections: the second began before the first one ended."""
        user_id = self.env.ref("base.user_admin").id
        usage = self.env["ai.usage"]
        with self.registry._db.cursor() as first, self.registry._db.cursor() as second:
            second.execute("SELECT 1 FROM ai_run LIMIT 1")  # sees the database as it is now
            usage.with_env(self.env(cr=first))._take_turn(user_id)
            first.commit()
            try:
                with self.assertRaises(SerializationFailure):
                    usage.with_env(self.env(cr=second))._take_turn(user_id)
            finally:
                second.rollback()
                first.execute("DELETE FROM ai_usage WHERE user_id = %s", [user_id])
                first.commit()

    def test_what_a_limit_is(self):
        group = self.env.ref("base.group_user")
        self.exception(user_id=self.user.id, questions=1)
        for values, error in [
            ({}, CheckViolation),
            ({"user_id": self.colleague.id, "group_id": group.id}, CheckViolation),
            ({"user_id": self.colleague.id, "tokens": -1}, CheckViolation),
            ({"user_id": self.user.id}, UniqueViolation),
        ]:
            with (
                self.subTest(values=values),
                self.assertRaises(error),
                self.cr.savepoint(),
                self.assertLogs("odoo.sql_db", "ERROR"),
            ):
                self.exception(**values).flush_recordset()

    def test_only_administrators(self):
        for name in ("ai.quota", "ai.usage"):
            with self.assertRaises(AccessError):
                self.env[name].with_user(self.user).search([])

    def test_settings_keep_a_zero(self):
        self.env["res.config.settings"].create({"ai_keep_texts_days": 0}).execute()
        self.assertEqual(self.env["ai.settings"]._number("keep_texts_days"), 0)
        self.assertEqual(self.env["res.config.settings"].create({}).ai_keep_texts_days, 0)
        with self.assertRaises(ValidationError):
            self.env["res.config.settings"].create({"ai_quota_tokens": -1})

    def test_an_administrator_is_held_to_it_as_well(self):
        admin = new_test_user(self.env, "ai_admin", groups="base.group_system")
        self.limit(questions=1)
        self.conversations(admin).ask("One")
        with self.assertRaises(QuotaExceeded):
            self.conversations(admin).ask("Two")
