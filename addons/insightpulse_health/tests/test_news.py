import json
import time

from odoo.tests import tagged

from .common import HealthCase, found


@tagged("-at_install", "post_install")
class TestNews(HealthCase):
    """Browsers of administrators are told when something changes, and only then."""

    def told(self, *statuses):
        self.env["bus.bus"].search([]).unlink()
        self.states._note(found(*statuses, when=time.time()), {})
        self.env.cr.precommit.run()
        return [
            (json.loads(row.channel), json.loads(row.message)["payload"])
            for row in self.env["bus.bus"].search([])
            if json.loads(row.message)["type"] == "system_health/news"
        ]

    def test_each_change_once(self):
        self.assertTrue(self.told("pass", "pass"))
        self.assertEqual(self.told("pass", "pass"), [])
        ((channel, payload),) = self.told("pass", "fail")
        self.assertEqual(channel[1:], ["res.groups", self.env.ref("base.group_system").id])
        (failing,) = payload["failing"]
        self.assertEqual((failing["key"], failing["output"]), ("b:x/", "It broke."))
        self.assertEqual(self.told("pass", "fail"), [])
        ((_channel, payload),) = self.told("pass", "pass")
        self.assertEqual(payload, {"failing": []})
