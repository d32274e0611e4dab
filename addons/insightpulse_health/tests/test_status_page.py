from datetime import date
from unittest.mock import patch

import psycopg2
from odoo.tests import BaseCase, tagged

from .. import settings, status_page
from ..checking import Away
from .common import observed

SEEN = [
    observed("pass", name="database:mode", value="read-write"),
    observed("fail", "smtp.example.com refuses us.", name="mail:failures"),
    observed("warn", "Slow.", name="ocr:service"),
]


@tagged("-at_install", "post_install")
class TestStatusPage(BaseCase):
    def page(self, *names, rows=lambda sql, params: []):
        page = status_page.StatusPage(frozenset(names), lambda: SEEN, rows)
        page.FRESH = 0
        return page

    def test_there_is_none_unless_it_is_wanted(self):
        with patch.object(settings, "status_page", tuple):
            self.assertIsNone(status_page.answer({}))

    def test_only_what_was_chosen_is_told(self):
        body = self.page("database:mode", "ocr:service").body().decode()
        for told in ("Database", "Works", "Ocr", "Impaired"):
            self.assertIn(told, body)
        for hidden in ("Mail", "smtp", "Slow", "Do something", "read-write", "<script", "http"):
            self.assertNotIn(hidden, body)

    def test_the_headline_is_of_what_was_chosen(self):
        for names, headline in (
            (["database:mode"], "Everything works."),
            (["database:mode", "ocr:service"], "some of it impaired"),
            (["database:mode", "mail:failures"], "Something is down."),
        ):
            with self.subTest(names=names):
                self.assertIn(headline, self.page(*names).body().decode())

    def test_what_nobody_looks_at_is_not_said_to_work(self):
        body = self.page("no:such").body().decode()
        self.assertIn("Nothing is known at the moment.", body)
        self.assertIn("Not known", body)

    def test_days(self):
        rows = [("database:mode", date.today(), 86000.0, 0.0, 400.0)]
        body = self.page("database:mode", rows=lambda sql, params: rows).body().decode()
        self.assertIn("99.53 % uptime", body)
        self.assertIn("down for 7 min", body)
        self.assertEqual(body.count("<rect"), 90)

    def test_without_the_database_the_last_known_days_are_shown(self):
        rows = [("database:mode", date.today(), 86400.0, 0.0, 0.0)]
        page = self.page("database:mode", rows=lambda sql, params: rows)
        self.assertNotIn(status_page.AWAY, page.body().decode())

        def away(sql, params):
            raise Away("the database does not answer: host db.internal.example")

        page._rows = away
        body = page.body().decode()
        self.assertIn("100 % uptime", body)
        self.assertIn(status_page.AWAY, body)
        self.assertNotIn("db.internal", body)

    def test_without_a_history(self):
        def missing(sql, params):
            raise psycopg2.errors.UndefinedTable("health_day")

        body = self.page("database:mode", rows=missing).body().decode()
        self.assertIn("No history yet", body)

    def test_answers_under_a_policy_without_scripts(self):
        with (
            patch.object(settings, "status_page", lambda: ("database:mode",)),
            patch.dict(status_page._pages, {frozenset(["database:mode"]): self.page("x:y")}),
        ):
            answer = status_page.answer({})
        self.assertEqual(answer.status, 200)
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
