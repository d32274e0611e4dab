import time
from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import tagged

from .. import sampling
from ..checking import Check, Observed, Result
from ..keeping import findings
from ..keeping.moments import naive
from ..keeping.overview import overview
from ..models.health_state import QUIET, SILENT
from .common import HealthCase, observed

SHARED, OWN = "backup:age", "memory:container"


@tagged("-at_install", "post_install")
class TestInstances(HealthCase):
    """Two of them write to one database, each with what it sees."""

    def setUp(self):
        super().setUp()
        self.start = self.now = float(int(time.time()))
        self.enterContext(patch.object(sampling.time, "time", lambda: self.now))
        self.status = {"one": "fail", "two": "pass"}
        self.samplers = {name: self.sampler(name) for name in self.status}

    def sampler(self, name):
        def look():
            return [
                observed("pass", name=SHARED, when=self.now),
                observed(self.status[name], "Full.", name=OWN, when=self.now, of_instance=True,
                         value=5e8, unit="bytes"),
            ]  # fmt: skip

        sampler = sampling.Sampler(look, lambda: self.env.cr.dbname, lambda: name)
        sampler.registry = lambda: self
        return sampler

    @contextmanager
    def cursor(self, readonly=False):
        """Instead of the registry's: this test's, which is rolled back."""
        yield self.env.cr

    def look(self, *names, minutes=1):
        """Each of these, in turn, for some minutes."""
        for _minute in range(minutes):
            for name in names:
                self.now += 60 / len(names)
                self.samplers[name].look()

    def told(self):
        """How often administrators' browsers are told something."""
        self.env.cr.precommit.run()
        messages = self.env["bus.bus"].search([("message", "like", "system_health/news")])
        count = len(messages)
        messages.unlink()
        return count

    def rows(self):
        return {row._key(): row.status for row in self.states.search([])}

    def test_neither_touches_what_the_other_sees(self):
        self.look("one", "two")
        since = {row._key(): row.since for row in self.states.search([])}
        self.assertEqual(self.told(), 1)
        self.look("one", "two", minutes=5)
        self.assertEqual(
            self.rows(),
            {(SHARED, "", ""): "pass", (OWN, "", "one"): "fail", (OWN, "", "two"): "pass"},
        )
        self.assertEqual({row._key(): row.since for row in self.states.search([])}, since)
        self.assertEqual(self.told(), 0, "a banner that was closed stays closed")

    def test_an_older_look_of_the_other_changes_nothing(self):
        def jobs(sampler, when, *channels):
            check = Check("queue:oldestPending", "Jobs", run=None)
            results = tuple(Result("warn", "They wait.", component=each) for each in channels)
            found = findings([Observed(check, results or (Result("pass"),), when, 0.01)], sampler)
            self.states._note(found, {}, sampler)

        jobs("one", self.start, "root.ocr")
        jobs("two", self.start + 20)
        jobs("one", self.start + 10, "root.ocr")  # found before, and told again
        self.assertEqual(self.rows(), {("queue:oldestPending", "", ""): "pass"})

    def test_one_that_is_gone_is_forgotten(self):
        self.look("one", "two")
        self.look("two", minutes=SILENT // 60 - 1)
        self.assertIn((OWN, "", "one"), self.rows())
        self.told()
        self.look("two", minutes=2)
        self.assertEqual(self.rows(), {(SHARED, "", ""): "pass", (OWN, "", "two"): "pass"})

    def test_one_that_is_silent_is_no_news(self):
        self.look("one", "two")
        self.look("two", minutes=QUIET // 60)
        self.assertEqual(len(self.states._news()["failing"]), 1)
        self.told()
        self.look("two")
        self.assertIn((OWN, "", "one"), self.rows(), "it may still come back")
        self.assertEqual(self.states._news()["failing"], [])
        self.assertEqual(self.told(), 1, "it failed, and the banner said so")
        self.look("one")
        self.assertEqual(len(self.states._news()["failing"]), 1)
        self.assertEqual(self.told(), 1)

    def test_while_nobody_looks_the_news_stay(self):
        self.look("one")
        self.states.search([]).seen = naive(self.start - 2 * QUIET)
        self.assertEqual(len(self.states._news()["failing"]), 1)

    def test_one_that_is_deployed_anew_goes_on_with_what_was(self):
        """It has another name; what it finds otherwise than before begins with it."""
        self.look("one", "two")
        since = self.states.search([("instance", "=", "one")]).since
        self.now += 600
        self.status |= {"three": "fail", "four": "warn"}
        self.samplers |= {name: self.sampler(name) for name in ("three", "four")}
        self.look("three", "four")
        rows = {row.instance: row for row in self.states.search([("name", "=", OWN)])}
        self.assertEqual(rows["three"].since, since)
        self.assertEqual(rows["four"].since, naive(self.now))

    def test_one_that_comes_back_remembers(self):
        self.look("one")
        since = self.states.search([("instance", "=", "one")]).since
        self.now += 12 * 3600
        self.samplers["one"] = self.sampler("one")
        self.look("one")
        self.assertEqual(self.states.search([("instance", "=", "one")]).since, since)

    def test_rows_of_before_there_were_instances(self):
        """As a database has them that is brought to this code."""
        self.states.create(
            {"name": OWN, "title": "Memory", "status": "fail", "since": naive(self.start),
             "seen": naive(self.start)}
        )  # fmt: skip
        self.look("one")
        self.assertEqual(self.rows(), {(SHARED, "", ""): "pass", (OWN, "", "one"): "fail"})

    def test_the_page_names_them_where_there_are_several(self):
        self.look("one")
        for instances in ({""}, {"one", "two", ""}):
            known, others = self.samplers["one"].known()
            found = self.samplers["one"].look()
            told = overview(
                found, known, {}, now=self.now, facts={}, redact=lambda text: text, others=others
            )
            self.assertEqual({row["instance"] for row in told["checks"]}, instances)
            named = {one["instance"] for one in self.states._news()["failing"]}
            self.assertEqual(named, {"one"} & instances or {""})
            self.look("two")
        rows = [row for row in told["checks"] if row["name"] == OWN]
        self.assertEqual(
            [(row["instance"], row["status"], row["shown"]) for row in rows],
            [("one", "fail", "500 MB"), ("two", "pass", "500 MB")],
        )
        self.assertIn("Memory (one): 500 MB", told["text"])
        self.states.search([("instance", "=", "two")]).seen = naive(self.start - SILENT - 60)
        self.assertEqual(self.samplers["one"].known()[1], [])
