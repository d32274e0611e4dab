from datetime import datetime, timedelta

from freezegun import freeze_time
from odoo.tests import tagged

from .. import measuring
from .common import HealthCase

NOW = datetime(2026, 11, 28, 12)


@tagged("-at_install", "post_install")
class TestSamples(HealthCase):
    def add(self, moment, **values):
        with freeze_time(moment):
            return self.samples._add_due(lambda env: values)

    def test_a_point_is_what_is_measured(self):
        point = self.samples._add_due(measuring.values)
        self.env.cr.execute("SELECT pg_database_size(current_database())")
        self.assertAlmostEqual(point.database_bytes, self.env.cr.fetchone()[0], delta=10e6)
        self.assertGreater(point.memory_bytes, 50e6)

    def test_more_than_32_bits(self):
        point = self.add(NOW, database_bytes=2**42 + 1)
        point.invalidate_recordset()
        self.assertEqual(point.database_bytes, 2**42 + 1)

    def test_a_point_each_five_minutes_whoever_writes(self):
        for seconds in (0, 60, 240, 299, 300, 570, 600):
            self.add(NOW + timedelta(seconds=seconds))
        self.assertEqual(
            [(point.time - NOW).seconds for point in self.samples.search([])], [0, 299, 570]
        )

    def test_two_days_are_kept_and_a_point_of_each_before(self):
        for hours in range(40 * 24, 0, -6):
            self.add(NOW - timedelta(hours=hours))
        self.add(NOW)
        times = self.samples.search([]).mapped("time")
        recent = NOW - timedelta(hours=48)
        self.assertEqual(len([time for time in times if time >= recent]), 9)
        older = [time.date() for time in times if time < recent]
        self.assertEqual(len(older), len(set(older)))
        self.assertGreaterEqual(min(times), NOW - timedelta(days=28))
        self.assertGreaterEqual(len(older), 25)

    def test_points_for_the_charts(self):
        self.add(NOW - timedelta(hours=49), queue_waiting=1)
        self.add(NOW, queue_waiting=7)
        with freeze_time(NOW):
            (point,) = self.samples._points()
        self.assertEqual((point["time"], point["queue_waiting"]), (1_795_867_200.0, 7))
