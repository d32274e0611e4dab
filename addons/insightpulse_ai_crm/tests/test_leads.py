from odoo.addons.insightpulse_ai.tests.common import needs_model
from odoo.addons.insightpulse_ai.tests.fill_common import FillCase, say
from odoo.tests import new_test_user, tagged
from odoo.tools.misc import format_amount


@needs_model
@tagged("post_install", "-at_install")
class TestLeads(FillCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env, "ai_seller", groups="base.group_user,sales_team.group_sale_salesman_all_leads"
        )
        cls.chairs = cls.env["crm.tag"].create({"name": "Chairs of ours"})
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Chairs for Lyon",
                "description": "<p>We need 20 chairs today.</p>",
                "user_id": cls.seller.id,
            }
        )

    def fill(self, xmlid, *replies, lead=None):
        action = self.env.ref(f"insightpulse_ai_crm.{xmlid}")
        return self.filled(*replies, records=lead or self.lead, action=action, user=self.seller)

    def test_classified_with_a_note_that_says_why(self):
        reply = say(priority=("Very High", "20 chairs today"), tag_ids=["Chairs of ours"])
        [line] = self.fill("action_classify", reply)
        self.assertEqual(line.state, "done")
        self.assertRecordValues(self.lead, [{"priority": "3", "tag_ids": self.chairs.ids}])
        self.assertIn("20 chairs today", self.lead.message_ids[0].body)
        sent = self.model.sent()[0][1]["content"]
        self.assertIn("We need 20 chairs today.", sent)
        self.assertIn('one of "Low", "Medium", "High", "Very High"', sent)

    def test_a_proposed_amount_is_shown_in_its_currency(self):
        proposals = self.env["ai.proposal"].with_user(self.seller)
        lead = self.lead.with_user(self.seller)
        proposal = proposals._propose_write(lead, {"expected_revenue": 1200.0})
        [row] = proposal._rows()
        amount = format_amount(self.env, 1200.0, self.lead.company_currency)
        self.assertEqual(row["after"], amount)
        self.assertIn("1,200.00", amount)
        self.lead.unlink()
        self.assertEqual(proposal._rows()[0]["after"], "1,200", "of what, nobody knows any more")

    def test_a_priority_that_a_person_chose_stays(self):
        self.lead.priority = "1"
        self.fill("action_classify", say(tag_ids=["Chairs of ours"]))
        self.assertRecordValues(self.lead, [{"priority": "1", "tag_ids": self.chairs.ids}])
        self.assertNotIn('"priority"', self.model.sent()[0][1]["content"])

    def test_routed_by_the_name_of_the_team(self):
        team = self.env["crm.team"].create({"name": "Furniture"})
        [line] = self.fill("action_route", say(team_id=("furniture", "Chairs for Lyon")))
        self.assertEqual((line.state, self.lead.team_id), ("done", team))

    def test_where_it_is_not_sure_a_person_routes(self):
        before = self.lead.team_id
        team = self.env["crm.team"].create({"name": "Furniture"})
        [line] = self.fill("action_route", say(team_id=("Furniture", "made up")))
        self.assertEqual((line.state, self.lead.team_id), ("review", before))
        line.with_user(self.seller).action_approve()
        self.assertEqual(self.lead.team_id, team)
