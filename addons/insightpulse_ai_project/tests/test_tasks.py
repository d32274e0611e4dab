from odoo import Command
from odoo.addons.insightpulse_ai.tests.common import needs_model
from odoo.addons.insightpulse_ai.tests.fill_common import FillCase, say
from odoo.tests import new_test_user, tagged

WORDS = "the printer smokes"


@needs_model
@tagged("post_install", "-at_install")
class TestTasks(FillCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = new_test_user(
            cls.env, "ai_agent_of_tasks", groups="base.group_user,project.group_project_user"
        )
        cls.inbox, cls.printers = cls.env["project.project"].create(
            [
                {"name": name, "type_ids": [Command.create({"name": stage}) for stage in stages]}
                for name, stages in [
                    ("Inbox of ours", ("Arrived", "Answered")),
                    ("Printers of ours", ("To look at", "Repaired")),
                ]
            ]
        )
        cls.smoke = cls.env["project.tags"].create({"name": "Smoke of ours"})
        cls.task = cls.env["project.task"].create(
            {
                "name": "Help",
                "description": f"<p>Dear Ann Agent, {WORDS}, we cannot work.</p>",
                "project_id": cls.inbox.id,
                "user_ids": False,
            }
        )
        cls.agent.name = "Ann Agent"
        cls.customer = new_test_user(cls.env, "ai_customer", groups="base.group_portal")
        cls.customer.name = "Cem Customer"

    def fill(self, xmlid, *replies, task=None):
        action = self.env.ref(f"insightpulse_ai_project.{xmlid}")
        return self.filled(*replies, records=task or self.task, action=action, user=self.agent)

    def notes(self):
        return "".join(self.task.message_ids.mapped("body"))

    def asked(self):
        return self.model.sent()[0][1]["content"]

    def test_routed_by_the_names_of_the_project_and_of_the_people(self):
        reply = say(project_id=("Printers of ours", WORDS), user_ids=(["Ann Agent"], "Dear Ann"))
        [line] = self.fill("action_route", reply)
        self.assertEqual(line.state, "done")
        self.assertRecordValues(
            self.task,
            [
                {
                    "project_id": self.printers.id,
                    "user_ids": self.agent.ids,
                    "stage_id": self.printers.type_ids[0].id,
                }
            ],
        )
        self.assertIn(WORDS, self.notes())

    def test_nobody_but_employees_is_chosen(self):
        reply = say(user_ids=(["Cem Customer"], WORDS))
        [line] = self.fill("action_route", reply, reply)
        self.assertFalse(self.task.user_ids)
        self.assertFalse(line.proposed)
        self.assertNotIn("Cem Customer", self.asked())

    def test_where_it_is_not_sure_a_person_routes(self):
        [line] = self.fill("action_route", say(project_id=("Printers of ours", "made up")))
        self.assertEqual((line.state, self.task.project_id), ("review", self.inbox))
        line.with_user(self.agent).action_approve()
        self.assertEqual(self.task.project_id, self.printers)

    def test_a_project_that_the_user_may_not_see_is_not_told(self):
        self.printers.privacy_visibility = "followers"
        reply = say(project_id=("Printers of ours", WORDS))
        [line] = self.fill("action_route", reply, reply)
        self.assertEqual(self.task.project_id, self.inbox)
        self.assertFalse(line.proposed)
        self.assertNotIn("Printers of ours", self.asked())

    def test_classified_with_a_note_that_says_why(self):
        highest = self.env["project.task"]._fields["priority"].selection[-1]
        reply = say(priority=(highest[1], "we cannot work"), tag_ids=(["Smoke of ours"], WORDS))
        [line] = self.fill("action_classify", reply)
        self.assertEqual(line.state, "done")
        self.assertRecordValues(self.task, [{"priority": highest[0], "tag_ids": self.smoke.ids}])
        self.assertIn("we cannot work", self.notes())

    def test_the_stage_is_one_of_the_project(self):
        [line] = self.fill("action_stage", say(stage_id=("Answered", WORDS)))
        self.assertIn('one of "Arrived", "Answered"', self.asked())
        self.assertNotIn("Repaired", self.asked())
        self.assertEqual(line.state, "review")
        line.with_user(self.agent).action_approve()
        self.assertEqual(self.task.stage_id, self.inbox.type_ids[1])

    def test_a_mail_that_arrives_is_routed_by_a_rule(self):
        action = self.env.ref("insightpulse_ai_project.action_route").copy()
        self.env["base.automation"].create(
            {
                "name": "What arrives",
                "model_id": self.env["ir.model"]._get_id("project.task"),
                "trigger": "on_create",
                "action_server_ids": [Command.link(action.id)],
            }
        )
        domain = self.env["mail.alias.domain"].create({"name": "our.example"})
        self.inbox.write({"alias_name": "help-of-ours", "alias_domain_id": domain.id})
        mail = (
            "From: Ann <ann@lyon.example>\nTo: help-of-ours@our.example\nSubject: Help\n"
            f"Message-ID: <2@lyon.example>\nContent-Type: text/plain\n\nDear all, {WORDS}."
        )
        self.model.script(say(project_id=("Printers of ours", WORDS)))
        task = self.env["project.task"].browse(self.env["mail.thread"].message_process(None, mail))
        self.assertEqual(task.project_id, self.inbox)
        fill = self.env["ai.fill"].search([("res_model", "=", "project.task")])
        self.assertEqual(fill.line_ids.res_id, task.id)
        self.run_jobs(fill)
        self.assertEqual((fill.line_ids.state, task.project_id), ("done", self.printers))
