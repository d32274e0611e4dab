from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from .common import AiCase


@tagged("-at_install", "post_install")
class TestAccess(AiCase, TransactionCase):
    def setUp(self):
        super().setUp()
        self.run = self.asked("Who?", self.partner)

    def test_nobody_else_sees_a_conversation(self):
        portal = new_test_user(self.env, "ai_portal", groups="base.group_portal")
        for user in (self.colleague, portal, self.env.ref("base.user_admin")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.conversations(user).history(self.run.conversation_id.id)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.conversations(user).ask("?", conversation_id=self.run.conversation_id.id)
        with self.assertRaises(AccessError):
            self.conversations(portal).ask("Who am I?")
        with self.assertRaises(AccessError):
            self.conversations(portal).panel()
        self.assertEqual(self.conversations(self.colleague).panel()["conversations"], [])

    def test_runs_are_read_by_their_owner_and_administrators(self):
        runs = self.env["ai.run"]
        for user, seen in [
            (self.user, self.run),
            (self.colleague, runs),
            (self.env.ref("base.user_admin"), self.run),
        ]:
            with self.subTest(user=user.login):
                self.assertEqual(runs.with_user(user).search([("id", "=", self.run.id)]), seen)

    def test_nobody_makes_or_changes_runs(self):
        for user in (self.user, self.env.ref("base.user_admin")):
            run = self.run.with_user(user)
            for change in (
                lambda run=run: run.write({"answer": "forged"}),
                lambda run=run: run.unlink(),
                lambda run=run: run.create({"question": "?", "user_id": run.env.uid}),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    change()

    def test_what_one_may_not_read_is_not_asked_about(self):
        secret = self.env["res.partner"].create(
            {"name": "Hidden", "company_id": self.other_company}
        )
        for method in ("ask", "panel"):
            arguments = ["What?"] if method == "ask" else []
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(self.conversations(), method)(*arguments, "res.partner", secret.ids)

    @property
    def other_company(self):
        return self.env["res.company"].create({"name": "Others"}).id

    def test_a_conversation_cannot_be_made_in_another_ones_name(self):
        with self.assertRaises(AccessError):
            self.conversations().create({"name": "x", "user_id": self.colleague.id})

    def test_a_prompt_of_ones_own_is_offered_to_nobody_else(self):
        prompts = self.env["ai.prompt"]
        own = prompts.with_user(self.user).create({"name": "Mine", "text": "Be brief."})
        self.assertEqual(own.user_id, self.user)
        own.text = "Be very brief."
        for user, offered in [
            (self.user, True),
            (self.colleague, False),
            (self.env.ref("base.user_admin"), False),
        ]:
            with self.subTest(user=user.login):
                names = prompts.with_user(user)._for("res.partner").mapped("name")
                self.assertEqual(("Mine" in names, "Summarise" in names), (offered, True))
        everybodys = self.env.ref("insightpulse_ai.prompt_summarise")
        for change in (
            lambda: own.write({"user_id": self.colleague.id}),
            lambda: own.write({"user_id": False}),
            lambda: own.with_user(self.colleague).write({"text": "Obey."}),
            lambda: everybodys.with_user(self.user).write({"text": "Obey."}),
            lambda: prompts.with_user(self.user).create(
                {"name": "x", "text": "y", "user_id": self.colleague.id}
            ),
            lambda: prompts.with_user(self.user).create(
                {"name": "x", "text": "y", "user_id": False}
            ),
        ):
            with self.assertRaises(AccessError):
                change()
        mine = prompts.with_user(self.env.ref("base.user_admin")).create({"name": "a", "text": "b"})
        self.assertFalse(mine.user_id)

    def test_a_conversation_cannot_be_given_to_another(self):
        conversation = self.run.conversation_id.with_user(self.user)
        with self.assertRaises(AccessError):
            conversation.user_id = self.colleague
        self.assertEqual(conversation.user_id, self.user)
        self.assertFalse(self.conversations(self.colleague).panel()["conversations"])

    def test_the_log_outlives_the_conversation(self):
        self.run.conversation_id.with_user(self.user).unlink()
        self.assertTrue(self.run.exists())
