import json
import time

from odoo.tests import tagged

from ..keeping import Change
from .common import HealthCase, found


@tagged("-at_install", "post_install")
class TestNews(HealthCase):
    """Browsers of administrators are told when something changes, and only then."""

    def told(self, *statuses, changes=None):
        self.env["bus.bus"].search([]).unlink()
        self.states._note(found(*statuses, when=time.time()), changes or {})
        self.env.cr.precommit.run()
        return [
            (json.loads(row.channel), json.loads(row.message)["payload"])
            for row in self.env["bus.bus"].search([])
            if json.loads(row.message)["type"] == "system_health/news"
        ]

    def test_each_change_once(self):
        self.assertEqual(self.told("pass", "pass"), [])
        ((channel, payload),) = self.told("pass", "fail")
        self.assertEqual(channel[1:], ["res.groups", self.env.ref("base.group_system").id])
        (failing,) = payload["failing"]
        self.assertEqual((failing["key"], failing["output"]), ("b:x//", "It broke."))
        self.assertEqual(self.told("pass", "fail"), [])
        ((_channel, payload),) = self.told("pass", "pass")
        self.assertEqual(payload, {"failing": []})

    def test_a_change_that_this_process_saw_is_told_once(self):
        self.told("pass")
        seen = {("a:x", "", ""): Change("fail", time.time() + 0.6)}
        self.assertEqual(len(self.told("fail", changes=seen)), 1)
        self.assertEqual(self.told("fail", changes=seen), [])

    def test_a_new_worker_is_no_news(self):
        self.told("pass")
        self.assertEqual(self.told("pass", "pass"), [])
        self.assertEqual(self.told("pass"), [])
        self.assertEqual(len(self.told("pass", "fail")), 1)
