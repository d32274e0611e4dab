import threading
from contextlib import closing, contextmanager
from unittest.mock import Mock, patch

import psycopg2
from odoo import sql_db
from odoo.tests import tagged

from .. import health, measuring, sampling
from .common import HealthCase, observed


@tagged("-at_install", "post_install")
class TestSampler(HealthCase):
    def setUp(self):
        super().setUp()
        self.now = 1_795_867_200.0
        self.status = "pass"
        self.enterContext(patch.object(sampling.time, "time", lambda: self.now))

    def sampler(self):
        sampler = sampling.Sampler(
            lambda: [observed(self.status, when=self.now)],
            lambda: self.env.cr.dbname,
            lambda: "this one",
        )
        sampler.registry = lambda: self
        return sampler

    @contextmanager
    def cursor(self, readonly=False):
        """Instead of the registry's: this test's, which is rolled back."""
        if self.away:
            raise psycopg2.OperationalError("could not connect to server\n\tsecond line")
        if self.hangs:
            self.hangs.wait(60)
        yield self.env.cr

    away = False
    hangs = None

    def look(self, sampler, seconds=60, **options):
        self.now += seconds
        return sampler.look(**options)

    def seconds(self):
        day = self.days.search([])
        return day.pass_seconds, day.warn_seconds, day.fail_seconds

    def test_a_look_is_written_down(self):
        sampler = self.sampler()
        for _minute in range(3):
            self.look(sampler, sample=True)
        self.assertEqual(self.states.search([]).status, "pass")
        self.assertEqual(self.seconds(), (120, 0, 0))
        self.assertTrue(self.samples.search([]))

    def test_an_outage_is_counted_when_it_is_over(self):
        sampler = self.sampler()
        self.look(sampler)
        self.away, self.status = True, "fail"
        with self.assertLogs(sampling._logger, "WARNING") as logs:
            for _minute in range(5):
                self.look(sampler)
        self.assertEqual(len(logs.output), 1, "it is said once, not each minute")
        self.assertNotIn("second line", logs.output[0])
        self.away, self.status = False, "pass"
        self.look(sampler)
        self.assertEqual(self.seconds(), (60, 0, 300))
        self.assertEqual(sampler.ledger.stretches, [])

    def test_an_outage_in_which_the_database_hangs_is_counted_too(self):
        sampler = self.sampler()
        self.look(sampler)
        self.hangs, self.status = threading.Event(), "fail"
        with (
            patch.object(sampling, "HANGS", 0.01),
            self.assertLogs(sampling._logger, "WARNING") as logs,
        ):
            for _minute in range(5):
                self.assertEqual([one.status for one in self.look(sampler)], ["fail"])
        self.assertEqual(len(logs.output), 1, "it is said once, not each minute")
        self.assertIn("the database hangs", logs.output[0])
        self.hangs.set()
        sampler._writes.join()
        self.status = "pass"
        self.look(sampler)
        self.assertEqual(self.seconds(), (60, 0, 300))
        self.assertEqual(sampler.ledger.stretches, [])

    def test_what_nobody_saw_is_unknown(self):
        sampler = self.sampler()
        for seconds in (60, 60, 3600, 60):
            self.look(sampler, seconds)
        self.assertEqual(self.seconds(), (120, 0, 0))

    def test_two_instances_at_once(self):
        one, other = self.sampler(), self.sampler()
        for _minute in range(10):
            self.look(one, 20, sample=True)
            self.look(other, 40, sample=True)
        self.assertEqual(self.seconds(), (580, 0, 0))  # of 600: the first look counts nothing
        self.assertEqual(self.states.search_count([]), 1)

    def test_who_does_not_get_the_lock_waits(self):
        sampler = self.sampler()
        self.look(sampler)
        with closing(sql_db.db_connect(self.env.cr.dbname).cursor()) as other:
            other.execute("SELECT pg_try_advisory_xact_lock(%s)", (sampling.LOCK + 1,))
            with patch.object(sampling, "LOCK", sampling.LOCK + 1):
                self.look(sampler)
                self.assertEqual(self.seconds(), (0, 0, 0))
        self.look(sampler)
        self.assertEqual(self.seconds(), (120, 0, 0))

    def test_a_measurement_that_fails_ends_nothing(self):
        sampler = self.sampler()

        def stumble(env):
            raise OSError("no /proc here")

        sleep = Mock(side_effect=[None, None, KeyboardInterrupt])
        with (
            patch.object(measuring, "values", stumble),
            patch.object(health, "readiness") as readiness,
            patch.object(sampling.time, "sleep", sleep),
            self.assertLogs(sampling._logger, "WARNING") as logs,
            self.assertRaises(KeyboardInterrupt),
        ):
            sampler.run()
        self.assertIn("could not be written down", logs.output[0])
        self.assertIn("OSError", logs.output[0])
        readiness().reason.assert_called_with()

    def test_who_looks_does_not_wait_for_a_write_that_hangs(self):
        sampler = self.sampler()
        with patch.object(sampling, "PATIENCE", 0.01), sampler._turn:
            self.assertEqual([one.status for one in self.look(sampler)], ["pass"])
        self.assertFalse(self.states.search([]))
