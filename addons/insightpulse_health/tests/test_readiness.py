from types import SimpleNamespace
from unittest.mock import Mock, patch

from odoo.tests import TransactionCase, tagged

from .. import health, readiness
from ..checking import FAIL, Away, Result
from ..metrics import server


@tagged("-at_install", "post_install")
class TestReadiness(TransactionCase):
    """What a scrape is told of it."""

    def setUp(self):
        super().setUp()
        self.now = 5.0  # the machine has just been started
        self.enterContext(patch.object(readiness.time, "monotonic", lambda: self.now))
        self.context = Mock(database="a", registry=SimpleNamespace(ready=True))
        self.context.rows.return_value = []
        self.runner = Mock()
        self.runner.latest.return_value.results = ()
        asked = readiness.Readiness(self.context, self.runner)
        self.enterContext(patch.object(health, "readiness", lambda: asked))
        self.asked = asked

    def test_nobody_has_asked(self):
        self.assertIsNone(server.ready())
        self.context.rows.assert_not_called()

    def test_it_is_what_was_found_last(self):
        self.asked.reason()
        self.assertEqual(server.ready(), 1)
        self.context.rows.side_effect = Away("the database gave no answer")
        self.now += 60
        self.assertEqual(server.ready(), 1, "a scrape looks at nothing")
        self.asked.reason()
        self.assertEqual(server.ready(), 0)

    def test_files_that_cannot_be_stored(self):
        self.runner.latest.return_value.results = (Result(FAIL, "No file can be stored."),)
        self.asked.reason()
        self.assertEqual(server.ready(), 0)

    def test_a_look_that_hangs_is_not_waited_for(self):
        self.asked.reason()
        with self.asked._turn:
            self.assertEqual(server.ready(), 1)

    def test_what_was_found_long_ago_is_not_told(self):
        self.asked.reason()
        self.now += readiness.LATELY
        self.assertIsNone(server.ready())

    def test_a_process_that_ends_says_so_at_once(self):
        self.asked.reason()
        with patch.object(readiness, "_is_ending", new=True):
            self.assertEqual(server.ready(), 0)
