"""What an administrator may let a model fill, and when."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..models.ai_fill import MOST_RECORDS
from .common import needs_model
from .fill_common import FillCase, say


@needs_model
@tagged("post_install", "-at_install")
class TestFillAction(FillCase):
    def test_what_is_never_filled(self):
        for model, name in [
            ("res.partner", "id"),
            ("res.partner", "create_uid"),
            ("res.partner", "display_name"),
            ("res.partner", "message_ids"),
            ("res.partner", "signup_type"),
            ("res.partner", "image_1920"),
            ("res.partner", "child_ids"),
            ("res.partner", "commercial_partner_id"),
            ("res.partner", "user_ids"),
            ("res.users", "name"),
            ("res.users", "group_ids"),
            ("res.groups", "implied_ids"),
            ("ir.config_parameter", "value"),
            ("ir.attachment", "res_id"),
            ("ir.attachment", "raw"),
            ("ir.attachment", "public"),
            ("ai.proposal", "title"),
        ]:
            with self.subTest(model=model, name=name):
                self.assertTrue(self.env["ai.fillable"]._fault(model, name))
                field = self.field(name, model)
                if not field:
                    continue
                with self.assertRaises(ValidationError):
                    self.env["ir.actions.server"].create(
                        {
                            "name": "x",
                            "model_id": field.model_id.id,
                            "state": "ai",
                            "ai_prompt": "x",
                            "ai_field_ids": [Command.create({"field_id": field.id})],
                        }
                    )

    def test_what_may_be_filled(self):
        for model, name in [
            ("res.partner", "function"),
            ("res.partner", "user_id"),
            ("res.partner", "category_id"),
            ("res.partner", "company_id"),
            ("ir.attachment", "name"),
        ]:
            with self.subTest(model=model, name=name):
                expected = name == "company_id"  # decides what people see
                self.assertEqual(bool(self.env["ai.fillable"]._fault(model, name)), expected)

    def test_a_field_of_another_model(self):
        with self.assertRaises(ValidationError):
            self.action.ai_field_ids.field_id = self.field("name", "res.bank")

    def test_prompts_that_are_refused(self):
        for prompt in (
            "{{ object.sudo() }}",
            "{{ object.nothing }}",
            "{{ object.name.x }}",
            "{{ object.signup_token }}",
            "{{ object.user_ids.password }}",
            "{% for x in y %}",
        ):
            with self.subTest(prompt=prompt), self.assertRaises(ValidationError):
                self.action.ai_prompt = prompt

    def test_filters_that_are_refused(self):
        self.action = self.make_action("parent_id")
        for domain in ("[('nothing', '=', 1)]", "__import__('os')", "[('name', '=', uid)]", "x"):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self.action.ai_field_ids.domain = domain

    def test_an_action_that_is_not_ready_says_so(self):
        self.action.ai_field_ids = False
        self.assertIn("at least one field", self.action.warning)
        with self.assertRaises(UserError):
            self.run_action()

    def test_nothing_is_set_up(self):
        self.file = {}
        with self.assertRaisesRegex(UserError, "No language model is set up"):
            self.run_action()

    def test_what_arrives_is_never_refused(self):
        """An automation rule runs in the transaction of the mail that arrives."""
        self.file = {}
        action = self.action.with_context(__action_done={})
        fill = self.run_action(action=action)
        self.assertEqual(self.run_job(fill.line_ids), "pending")
        self.assertIn("No AI provider", fill.trouble)
        partners = self.env["res.partner"].create(
            [{"name": str(number)} for number in range(MOST_RECORDS + 1)]
        )
        self.assertEqual(self.run_action(partners, action=action).mapped("total"), [1, 500])

    def test_too_many_at_once(self):
        partners = self.env["res.partner"].create(
            [{"name": str(number)} for number in range(MOST_RECORDS + 1)]
        )
        with self.assertRaisesRegex(UserError, "at most 500"):
            self.run_action(partners)

    def test_the_notification_leads_to_the_progress(self):
        action = self.action.with_user(self.user)
        told = action.browse(action.id).with_context(
            active_model="res.partner", active_ids=self.partner.ids, active_id=self.partner.id
        ).run()  # fmt: skip
        fill = self.env["ai.fill"].search([], limit=1)
        self.assertEqual((told["tag"], told["params"]["fill_id"]), ("ai_fill_started", fill.id))
        self.assertIn("1 records", told["params"]["message"])

    def test_a_batch_keeps_what_was_asked_when_it_began(self):
        self.model.script(say(function="Carpenter"))
        fill = self.run_action()
        self.action.unlink()
        self.run_jobs(fill)
        self.assertEqual((fill.state, self.partner.function), ("done", "Carpenter"))

    # -- daily --------------------------------------------------------------------------

    def test_daily_each_record_once(self):
        self.env["res.partner"].search([]).write({"function": "Known"})
        first, second = self.env["res.partner"].create([{"name": "One"}, {"name": "Two"}])
        self.action.ai_daily_domain = "[('function', '=', False)]"
        self.action.action_ai_run_daily()
        cron = self.action.ai_cron_id
        self.assertEqual((cron.interval_type, cron.user_id), ("days", self.env.user))
        cron.ir_actions_server_id.run()
        fill = self.env["ai.fill"].search([], limit=1)
        self.assertEqual(sorted(fill.line_ids.mapped("res_id")), [first.id, second.id])
        cron.ir_actions_server_id.run()
        self.assertEqual(self.env["ai.fill"].search([], limit=1), fill, "nothing is left")
        third = self.env["res.partner"].create({"name": "Three"})
        cron.ir_actions_server_id.run()
        self.assertEqual(self.env["ai.fill"].search([], limit=1).line_ids.res_id, third.id)
        self.action.action_ai_stop_daily()
        self.assertFalse(cron.exists())

    def test_with_the_action_goes_its_scheduled_action(self):
        self.action.action_ai_run_daily()
        cron = self.action.ai_cron_id
        self.action.unlink()
        self.assertFalse(cron.exists())

    def test_only_administrators_let_it_run_daily(self):
        with self.assertRaises(AccessError):
            self.action.with_user(self.user).action_ai_run_daily()

    def test_a_filter_of_the_daily_run_is_no_code(self):
        self.action.ai_daily_domain = "__import__('os').getcwd()"
        with self.assertRaises(ValidationError):
            self.action._ai_run_daily()
