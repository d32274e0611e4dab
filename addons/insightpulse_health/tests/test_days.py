from datetime import date, timedelta

from freezegun import freeze_time
from odoo.tests import tagged

from ..keeping import Stretch
from .common import HealthCase

NOON = 1_795_867_200.0  # 2026-11-28 12:00 UTC
TODAY, TOMORROW = date(2026, 11, 28), date(2026, 11, 29)


@tagged("-at_install", "post_install")
class TestDays(HealthCase):
    def seconds(self):
        return {
            (day.date, day.name): (day.pass_seconds, day.warn_seconds, day.fail_seconds)
            for day in self.days.search([])
        }

    def test_seconds_add_up(self):
        for start, statuses in enumerate(("pass", "fail", "fail", "warn")):
            start = NOON + 60 * start
            self.days._count([Stretch(start, start + 60, {"a:x": statuses})])
        self.assertEqual(self.seconds(), {(TODAY, "a:x"): (60, 60, 120)})
        self.assertEqual(self.days.search([]).unknown_seconds, 86400 - 240)

    def test_midnight(self):
        midnight = NOON + 12 * 3600
        self.days._count([Stretch(midnight - 20, midnight + 40, {"a:x": "pass"})])
        self.assertEqual(
            self.seconds(), {(TODAY, "a:x"): (20, 0, 0), (TOMORROW, "a:x"): (40, 0, 0)}
        )

    def test_two_instances_count_a_second_once(self):
        self.days._count([Stretch(NOON, NOON + 60, {"a:x": "pass"})])
        self.days._count([Stretch(NOON + 30, NOON + 90, {"a:x": "fail"})])
        self.assertEqual(self.seconds(), {(TODAY, "a:x"): (60, 0, 30)})

    def test_90_days_are_kept(self):
        for back in (89, 91):
            self.days.create(
                {"date": TODAY - timedelta(days=back), "name": "a:x", "until": "2026-01-01"}
            )
        with freeze_time("2026-11-28 13:00"):
            self.days._count([Stretch(NOON, NOON + 60, {"a:x": "pass"})])
        self.assertEqual(self.days.search([]).mapped("date"), [TODAY, TODAY - timedelta(days=89)])
