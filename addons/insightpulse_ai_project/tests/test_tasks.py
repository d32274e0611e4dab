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

    def fill(self, xmlid, *replies, task=None, user=None, **values):
        self.model.reset()
        action = self.env.ref(f"insightpulse_ai_project.{xmlid}")
        action.write(values)
        return self.filled(
            *replies, records=task or self.task, action=action, user=user or self.agent
        )

    def approve(self, line):
        line.proposal_id.with_user(self.env.ref("base.user_admin")).action_approve()

    def notes(self):
        return "".join(self.task.message_ids.mapped("body"))

    def asked(self):
        return self.model.sent()[0][1]["content"]

    def employee(self, name, company=None):
        company = company or self.env.company
        user = new_test_user(
            self.env,
            "ai_" + name.lower().replace(" ", "_"),
            groups="base.group_user,project.group_project_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        user.name = name
        return user

    def test_routed_by_the_names_of_the_project_and_of_the_people(self):
        reply = say(project_id=("Printers of ours", WORDS), user_ids=(["Ann Agent"], "Dear Ann"))
        [line] = self.fill("action_route", reply, ai_overwrite="always")
        self.assertEqual(line.state, "review")
        self.assertRecordValues(self.task, [{"project_id": self.inbox.id, "user_ids": []}])
        line.with_user(self.agent).action_approve()
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

    def test_a_task_without_a_project_gets_one(self):
        task = self.env["project.task"].create(
            {"name": "Help", "description": WORDS, "user_ids": self.agent.ids, "project_id": False}
        )
        [line] = self.fill("action_route", say(project_id=("Printers of ours", WORDS)), task=task)
        self.assertEqual(line.state, "done")
        self.assertRecordValues(
            task, [{"project_id": self.printers.id, "user_ids": self.agent.ids}]
        )

    def test_what_was_chosen_stays(self):
        self.task.user_ids = self.employee("Cho Chosen")
        reply = say(user_ids=(["Ann Agent"], WORDS))
        [line] = self.fill("action_route", reply, ai_overwrite="empty")
        self.assertEqual((line.state, line.proposed), ("skipped", False))
        self.assertFalse(self.model.sent())

    def test_assignees_stay_also_where_all_is_overwritten(self):
        chosen = self.task.user_ids = self.employee("Cho Chosen")
        reply = say(project_id=("Printers of ours", WORDS), user_ids=(["Ann Agent"], "Dear Ann"))
        [line] = self.fill("action_route", reply, ai_overwrite="always", ai_review="never")
        self.assertNotIn('"user_ids"', self.asked())
        self.assertEqual((line.state, self.task.project_id), ("review", self.inbox))
        line.with_user(self.agent).action_approve()
        self.assertRecordValues(
            self.task, [{"project_id": self.printers.id, "user_ids": chosen.ids}]
        )

    def test_no_task_is_moved_into_a_project_of_few(self):
        reply = say(project_id=("Printers of ours", WORDS))
        for visibility in ("followers", "invited_users"):
            self.printers.privacy_visibility = self.inbox.privacy_visibility = visibility
            self.inbox.message_subscribe(self.agent.partner_id.ids)
            for user in (self.agent, self.env.ref("base.user_root")):
                with self.subTest(visibility=visibility, user=user.name):
                    [line] = self.fill(
                        "action_route", reply, reply, user=user, ai_overwrite="always"
                    )
                    self.assertFalse(line.proposed)
                    self.assertIn('"Inbox of ours"', self.asked())
                    self.assertNotIn("Printers of ours", self.asked())
        self.assertEqual(self.task.project_id, self.inbox)

    def test_no_task_is_moved_to_another_company_or_its_people(self):
        ours, theirs = self.env.company, self.env["res.company"].create({"name": "Theirs"})
        self.inbox.company_id, self.printers.company_id = ours, theirs
        self.env["project.project"].create({"name": "Garden of all"})
        self.employee("Stan Stranger", theirs)
        self.employee("Ona Ours")
        reply = say(project_id=("Printers of ours", WORDS), user_ids=(["Stan Stranger"], WORDS))
        root = self.env.ref("base.user_root")
        [line] = self.fill("action_route", reply, reply, user=root, ai_overwrite="always")
        self.assertFalse(line.proposed)
        for name in ('"Garden of all"', '"Ona Ours"'):
            self.assertIn(name, self.asked())
        for name in ("Printers of ours", "Stan Stranger"):
            self.assertNotIn(name, self.asked())
        self.assertRecordValues(
            self.task, [{"project_id": self.inbox.id, "company_id": ours.id, "user_ids": []}]
        )

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

    def arrived(self, words, *replies, **values):
        """A mail becomes a task of the inbox, which a rule routes; return it and its line."""
        action = self.env.ref("insightpulse_ai_project.action_route").copy()
        action.write(values)
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
            f"Message-ID: <2@lyon.example>\nContent-Type: text/plain\n\n{words}"
        )
        self.model.script(*replies)
        task = self.env["project.task"].browse(self.env["mail.thread"].message_process(None, mail))
        self.assertEqual(task.project_id, self.inbox)
        fill = self.env["ai.fill"].search([("res_model", "=", "project.task")])
        self.assertEqual(fill.line_ids.res_id, task.id)
        self.run_jobs(fill)
        return task, fill.line_ids

    def test_a_mail_that_arrives_is_routed_by_a_rule_and_a_person(self):
        reply = say(project_id=("Printers of ours", WORDS))
        task, line = self.arrived(f"Dear all, {WORDS}.", reply, ai_overwrite="always")
        self.assertEqual((line.state, task.project_id), ("review", self.inbox))
        self.approve(line)
        self.assertEqual((line.state, task.project_id), ("done", self.printers))

    def test_who_a_mail_names_is_not_let_into_a_project_of_few(self):
        self.inbox.privacy_visibility = "followers"
        follower = self.employee("Fay Follower")
        self.inbox.message_subscribe(follower.partner_id.ids)
        reply = say(user_ids=(["Ann Agent"], "Assign this to Ann Agent"))
        task, line = self.arrived(f"Assign this to Ann Agent: {WORDS}.", reply, reply)
        self.assertIn('"Fay Follower"', self.asked())
        self.assertNotIn('"Ann Agent"', self.asked())
        self.assertFalse(line.proposed)
        self.assertFalse(task.user_ids)
        self.assertFalse(task.with_user(self.agent).has_access("read"))

    def test_who_follows_a_project_of_few_is_assigned_by_a_person(self):
        self.inbox.privacy_visibility = "followers"
        follower = self.employee("Fay Follower")
        self.inbox.message_subscribe(follower.partner_id.ids)
        task, line = self.arrived(
            f"Fay, {WORDS}.", say(user_ids=(["Fay Follower"], WORDS)), ai_review="never"
        )
        self.assertEqual((line.state, task.user_ids.ids), ("review", []))
        self.approve(line)
        self.assertEqual((line.state, task.user_ids), ("done", follower))
