from odoo import fields
from odoo.tests import tagged

from ..keeping import Change
from ..keeping.moments import naive
from ..models.health_state import SILENT
from .common import HealthCase, found

THEN = 1_795_867_200.0  # 2026-11-28 12:00 UTC


@tagged("-at_install", "post_install")
class TestStates(HealthCase):
    def since(self):
        return {row.name: row.since for row in self.states.search([])}

    def test_since_is_of_the_first_time(self):
        self.states._note(found("fail", when=THEN), {})
        self.states._note(found("fail", when=THEN + 60), {})
        row = self.states.search([])
        self.assertEqual((row.since, row.seen), (naive(THEN), naive(THEN + 60)))

    def test_since_survives_a_restart(self):
        self.states._note(found("fail", "pass", when=THEN), {})
        # a new process, which saw nothing change
        unchanged = {("a:x", "", ""): Change("fail", None), ("b:x", "", ""): Change("pass", None)}
        self.states._note(found("fail", "pass", when=THEN + 3600), unchanged)
        self.assertEqual(self.since(), {"a:x": naive(THEN), "b:x": naive(THEN)})

    def test_what_changed_while_nothing_could_be_written(self):
        self.states._note(found("pass", when=THEN), {})
        back = {("a:x", "", ""): Change("pass", THEN + 500)}  # it failed meanwhile
        self.states._note(found("pass", when=THEN + 600), back)
        self.assertEqual(self.since(), {"a:x": naive(THEN + 500)})

    def test_what_is_looked_at_no_longer_is_forgotten(self):
        self.states._note(found("pass", "fail", when=THEN), {})
        for after, names in ((60, ["a:x", "b:x"]), (SILENT + 60, ["a:x"])):
            self.states._note(found("pass", when=THEN + after), {})
            self.assertEqual(self.states.search([]).mapped("name"), names)

    def test_old_failures_are_no_news(self):
        now = fields.Datetime.now().timestamp()
        self.states._note(found("fail", "warn", when=now), {})
        self.assertEqual([one["key"] for one in self.states._news()["failing"]], ["a:x//"])
        self.states.search([]).seen = naive(THEN)
        self.assertEqual(self.states._news()["failing"], [])
