"""Leads that are filled by an automation rule, the moment that they arrive."""

import unittest

from odoo import Command
from odoo.addons.insightpulse_ai.tests.common import needs_model
from odoo.addons.insightpulse_ai.tests.fill_common import FillCase, say
from odoo.tests import new_test_user, tagged

WORDS = "20 chairs today"


@needs_model
@tagged("post_install", "-at_install")
class TestAutomation(FillCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "base.automation" not in cls.env:
            raise unittest.SkipTest("base_automation is not installed")
        cls.seller = new_test_user(
            cls.env, "ai_seller", groups="base.group_user,sales_team.group_sale_salesman_all_leads"
        )
        cls.chairs = cls.env["crm.tag"].create({"name": "Chairs of ours"})
        cls.furniture = cls.env["crm.team"].create({"name": "Furniture"})

    def rule(self, xmlid, **values):
        return self.env["base.automation"].create(
            {
                "name": "What arrives",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "trigger": "on_create",
                # the rule takes its action as its own: the template stays as it is
                "action_server_ids": [
                    Command.link(self.env.ref(f"insightpulse_ai_crm.{xmlid}").copy().id)
                ],
                **values,
            }
        )

    def batches(self):
        return self.env["ai.fill"].search([("res_model", "=", "crm.lead")])

    def arrive(self, user=None, **values):
        return self.env["crm.lead"].with_user(user or self.seller).create(
            {"name": "Chairs for Lyon", "description": f"<p>We need {WORDS}.</p>", **values}
        )  # fmt: skip

    def test_a_lead_that_somebody_makes_is_classified(self):
        self.rule("action_classify")
        self.model.script(say(priority=("Very High", WORDS), tag_ids=(["Chairs of ours"], WORDS)))
        lead = self.arrive()
        fill = self.batches()
        self.assertRecordValues(fill, [{"user_id": self.seller.id, "total": 1, "state": "running"}])
        self.assertEqual(self.model.sent(), [], "who makes a lead does not wait for the model")
        self.run_jobs(fill)
        self.assertRecordValues(lead, [{"priority": "3", "tag_ids": self.chairs.ids}])
        line = fill.line_ids
        self.assertRecordValues(line, [{"state": "done", "confidence": "high", "res_id": lead.id}])
        self.assertEqual(
            line.proposed,
            {
                "priority": {"value": "3", "quote": WORDS, "confidence": "high"},
                "tag_ids": {"value": self.chairs.ids, "quote": WORDS, "confidence": "high"},
            },
        )
        self.assertIn(WORDS, lead.message_ids[0].body)
        self.assertEqual(self.batches(), fill, "what was filled in fires the rule no second time")

    def test_a_lead_that_arrives_by_mail_is_routed(self):
        self.rule("action_route")
        self.model.script(say(team_id=("Furniture", WORDS)))
        mail = (
            "From: Ann <ann@lyon.example>\nTo: sales@our.example\nSubject: Chairs\n"
            f"Message-ID: <1@lyon.example>\nContent-Type: text/plain\n\nWe need {WORDS}."
        )
        lead = self.env["crm.lead"].browse(
            self.env["mail.thread"].message_process("crm.lead", mail)
        )
        fill = self.batches()
        self.assertEqual(fill.line_ids.res_id, lead.id)
        self.run_jobs(fill)
        self.assertEqual((fill.line_ids.state, lead.team_id), ("done", self.furniture))
        self.assertIn(WORDS, self.model.sent()[0][1]["content"])

    def test_what_is_not_sure_waits_for_a_person(self):
        self.rule("action_route")
        self.model.script(say(team_id=("Furniture", "made up")))
        lead = self.arrive()
        before = lead.team_id
        fill = self.batches()
        self.run_jobs(fill)
        self.assertEqual((fill.line_ids.state, lead.team_id), ("review", before))
        self.assertEqual(fill.line_ids.proposal_id.user_id, self.seller)

    def test_only_what_the_rule_is_about(self):
        self.rule("action_classify", filter_domain="[('type', '=', 'lead')]")
        self.arrive(type="opportunity")
        self.assertFalse(self.batches())
        self.arrive(type="lead")
        self.assertEqual(self.batches().total, 1)

    def test_a_lead_arrives_though_no_model_is_set_up(self):
        self.file = {}
        self.rule("action_classify")
        lead = self.arrive()
        self.assertTrue(lead.exists())
        fill = self.batches()
        self.assertEqual(self.run_job(fill.line_ids), "pending")
        self.assertIn("No AI provider", fill.trouble)
