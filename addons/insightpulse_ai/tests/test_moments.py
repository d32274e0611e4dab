"""A moment that a model is told, and gives, is one of the user's clock; Odoo keeps UTC."""

from odoo.fields import Datetime
from odoo.tests import TransactionCase, tagged

from ..agents import ToolError
from .common import AiCase

MOMENTS = [  # zone, what a model says, what is kept
    ("Europe/Brussels", "2026-01-15 14:00", "2026-01-15 13:00:00"),
    ("Europe/Brussels", "2026-07-15T14:00:00", "2026-07-15 12:00:00"),
    ("Europe/Brussels", "2026-07-15T14:00:00Z", "2026-07-15 12:00:00"),
    ("Europe/Brussels", "2026-07-15T14:00:00+02:00", "2026-07-15 12:00:00"),
    ("Europe/Brussels", "2026-01-15", "2026-01-14 23:00:00"),
    # an hour before the clocks change, and an hour after
    ("Europe/Brussels", "2026-03-29 01:30", "2026-03-29 00:30:00"),
    ("Europe/Brussels", "2026-03-29 03:30", "2026-03-29 01:30:00"),
    ("Europe/Brussels", "2026-10-25 01:30", "2026-10-24 23:30:00"),
    ("Europe/Brussels", "2026-10-25 03:30", "2026-10-25 02:30:00"),
    ("America/New_York", "2026-01-15 21:00", "2026-01-16 02:00:00"),
    ("Asia/Kolkata", "2026-01-15 14:00", "2026-01-15 08:30:00"),
    (False, "2026-01-15 14:00", "2026-01-15 14:00:00"),
]


@tagged("post_install", "-at_install")
class TestMoments(AiCase, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.env["ai.agent"].create({"name": "Secretary"})
        cls.line = cls.env["ai.agent.model"].create(
            {
                "agent_id": cls.agent.id,
                "name": "replies",
                "model": "mail.canned.response",
                "changeable": "last_used",
            }
        )
        cls.reply = (
            cls.env["mail.canned.response"]
            .with_user(cls.user)
            .create({"source": "greeting of the day", "substitution": "Good morning"})
        )

    def tools(self, zone="Europe/Brussels"):
        self.user.tz = zone
        toolbox = self.env["ai.toolbox"].with_user(self.user)
        return toolbox.with_context(ai_agent=self.agent.id, lang="en_US", tz=zone)

    def proposed(self, tools, moment):
        return tools.update_record(
            "replies", "greeting of the day", [{"field": "last_used", "value": moment}]
        )

    def test_what_is_proposed_and_what_is_filled(self):
        for zone, said, kept in MOMENTS:
            with self.subTest(zone=zone, said=said):
                tools = self.tools(zone)
                self.assertEqual(self.proposed(tools, said)["values"], {"last_used": kept})
                fillable = tools.env["ai.fillable"]
                self.assertEqual(fillable._writable(self.reply, "last_used", said), kept)

    def test_what_is_told_and_given_back_is_the_same(self):
        self.reply.last_used = "2026-01-15 12:00:00"
        tools = self.tools()
        self.assertIn("2026-01-15 13:00", tools.read_record("replies", "greeting of the day"))
        proposal = tools.env["ai.proposal"]._add(self.proposed(tools, "2026-01-15 14:00"))
        proposal.action_approve()
        self.assertEqual(self.reply.last_used, Datetime.to_datetime("2026-01-15 13:00:00"))
        self.assertIn("2026-01-15 14:00", tools.read_record("replies", "greeting of the day"))
        with self.assertRaisesRegex(ToolError, "already has"):
            self.proposed(tools, "2026-01-15 14:00")

    def test_the_clock_of_the_browser_goes_before_that_of_the_user(self):
        self.reply.last_used = "2026-01-15 12:00:00"
        tools = self.tools().with_context(tz="Asia/Kolkata")
        self.assertIn("2026-01-15 17:30", tools.read_record("replies", "greeting of the day"))
        row = self.proposed(tools, "2026-01-15 18:00")
        self.assertEqual(row["values"], {"last_used": "2026-01-15 12:30:00"})

    def test_what_is_looked_for(self):
        self.reply.last_used = "2026-01-15 12:30:00"  # 13:30 in Brussels
        tools = self.tools()
        for operator, value, count in [
            (">=", "2026-01-15 13:00", 1),
            (">=", "2026-01-15 14:00", 0),
            ("<", "2026-01-15 14:00", 1),
            ("=", "2026-01-15 13:30", 1),
        ]:
            with self.subTest(operator=operator, value=value):
                condition = {"field": "last_used", "operator": operator, "value": value}
                found = tools.search_records("replies", "greeting of the day", [condition])
                self.assertEqual(found["found"], count)

    def test_what_is_no_moment(self):
        for said in ("tomorrow", "14:00", "2026-02-30 10:00", "0001-01-01 00:00"):
            with self.subTest(said), self.assertRaisesRegex(ToolError, "give it as 2026-01-31"):
                self.proposed(self.tools(), said)
