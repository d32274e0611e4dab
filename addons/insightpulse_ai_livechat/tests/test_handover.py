from unittest.mock import patch

from odoo.addons.insightpulse_ai.tests.common import needs_model
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import HOURS, LivechatCase, reply

SORRY = "I cannot answer that"


@needs_model
@tagged("post_install", "-at_install")
class TestHandover(LivechatCase):
    def handed_over(self, visitor):
        self.assertEqual(visitor.channel.ai_state, "handover")
        self.assertEqual(self.told(visitor.persona)[-1], "handover")

    def test_who_asks_for_a_person_gets_one(self):
        self.env["mail.presence"]._update_presence(self.operator)
        visitor = self.visitor()
        self.assertFalse(visitor.says("Can I talk to a human?"))
        self.handed_over(visitor)
        self.assertEqual(visitor.goes_on(), self.person)
        self.assertEqual(visitor.channel.livechat_operator_id, self.operator.partner_id)
        self.assertFalse(visitor.channel.ai_state)
        self.assertFalse(visitor.says("When is the shop open?"), "a person answers now")

    def test_without_a_person_an_address_is_asked_for_and_a_lead_made(self):
        visitor = self.visitor()
        visitor.asks("When is the shop open?", reply("From nine to five."))
        visitor.says("I want to speak with somebody")
        self.assertEqual(visitor.goes_on(), self.person)
        self.assertEqual(visitor.goes_on(), self.email)
        visitor.says("azure@shop.example")
        self.assertEqual(visitor.goes_on(), self.lead)
        lead = self.env["crm.lead"].search([("origin_channel_id", "=", visitor.channel.id)])
        self.assertEqual(lead.email_from, "azure@shop.example")
        self.assertEqual(lead.name, "When is the shop open?")
        self.assertIn("From nine to five.", lead.description)

    def test_sources_that_hold_nothing_and_no_model_is_asked(self):
        visitor = self.visitor()
        run = visitor.asks("xylophone?", reply("I know all about xylophones."))
        self.handed_over(visitor)
        self.assertIn(SORRY, visitor.last.body)
        self.assertEqual((run.state, run.answer, self.model.sent()), ("done", "", []))

    def test_no_answer_of_the_model_is_a_handover(self):
        for said in (
            reply("The passages do not say.", "yes"),
            reply(""),
            [{"say": "From nine to five"}],
        ):
            with self.subTest(said):
                visitor = self.visitor()
                visitor.asks("When is the shop open?", said)
                self.handed_over(visitor)
                self.assertIn(SORRY, visitor.last.body)

    def test_a_model_that_is_away(self):
        self.file["ollama_base_url"] = "http://127.0.0.1:9"
        visitor = self.visitor()
        run = visitor.asks("When is the shop open?")
        self.handed_over(visitor)
        self.assertRecordValues(
            run, [{"state": "failed", "error_kind": "unreachable", "visitor_end": "handover"}]
        )

    def test_no_model_at_all(self):
        self.file["provider"] = "none"
        visitor = self.visitor()
        visitor.asks("When is the shop open?")
        self.handed_over(visitor)

    def test_visitors_have_no_limit_and_use_up_nobodys(self):
        self.env["ir.config_parameter"].set_param("insightpulse_ai.quota_questions", 1)
        self.env["ir.config_parameter"].set_param("insightpulse_ai.quota_tokens", 1)
        self.agent.source_ids += self.text_source(HOURS)  # which employees may read
        for user in (None, None, self.portal, self.user):
            visitor = self.visitor(user)
            for _question in range(2):
                run = visitor.asks("When is the shop open?", reply("From nine to five."))
                self.assertEqual(run.visitor_end, "answered")
        self.assertTrue(self.asked(), "what an employee asked as a visitor counts for nothing")

    def test_a_question_that_is_refused_stays_and_is_handed_over(self):
        visitor = self.visitor()
        queue = self.env.registry["ai.run"]._ask_for_visitor

        def refused(runs, *question):
            queue(runs, *question)
            raise UserError(runs.env._("No questions on Sundays."))

        with (
            patch.object(self.env.registry["ai.run"], "_ask_for_visitor", refused),
            self.assertLogs("odoo.addons.insightpulse_ai_livechat", "WARNING") as logs,
        ):
            self.assertFalse(visitor.says("When is the shop open?"))
        self.assertIn("No questions on Sundays.", logs.output[0])
        self.assertIn("When is the shop open?", visitor.last.body)
        self.handed_over(visitor)
        self.assertEqual(visitor.goes_on(), self.person)

    def test_a_job_that_breaks_leaves_nobody_waiting(self):
        visitor = self.visitor()
        run = visitor.says("When is the shop open?")
        with self.other_cursor() as env, self.assertLogs(level="WARNING"):
            env["ai.run"].browse(run.id)._visitor_broken_off("KeyError", "x")
        self.handed_over(visitor)

    def test_what_takes_too_long_is_not_asked_any_more(self):
        visitor = self.visitor()
        run = visitor.says("When is the shop open?")
        run.queued = "2026-01-01 00:00:00"
        self.run_answer(run)
        self.handed_over(visitor)
        self.assertEqual(self.model.sent(), [])

    def test_an_agent_without_sources_has_nothing_to_say(self):
        self.agent.source_ids = False
        visitor = self.visitor()
        self.assertFalse(visitor.says("When is the shop open?"))
        self.handed_over(visitor)

    def test_started_again_the_script_begins_anew(self):
        visitor = self.visitor()
        run = visitor.says("When is the shop open?")
        visitor.call(
            "/chatbot/restart", channel_id=visitor.channel.id, chatbot_script_id=self.script.id
        )
        self.assertEqual(visitor.goes_on(), self.ask)
        self.assertEqual((run.visitor_end, visitor.channel.ai_state), ("left", False))

    def test_a_step_needs_an_agent(self):
        with self.assertRaises(ValidationError):
            self.ask.ai_agent_id = False

    def test_it_may_be_the_first_step(self):
        self.assertFalse(self.script.first_step_warning)
