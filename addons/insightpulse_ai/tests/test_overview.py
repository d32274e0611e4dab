from odoo.tests import TransactionCase, new_test_user, tagged

from .common import AiCase

KEY = "sk-secret-of-the-test"
LOGS = ("ai.run", "ai.proposal", "ai.usage.report", "ai.model.pull", "ai.quota")


@tagged("-at_install", "post_install")
class TestOverview(AiCase, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env, "ai_admin", groups="base.group_system,base.group_allow_export"
        )
        cls.env["ai.run"].search([]).unlink()

    def test_figures(self):
        self.asked().write({
            "state": "done", "prompt_tokens": 5, "completion_tokens": 2, "seconds": 4.0,
        })  # fmt: skip
        self.asked().write({"state": "done", "is_local": False, "seconds": 2.0})
        self.asked().write({"state": "failed", "is_local": False})
        self.env.flush_all()
        self.assertEqual(
            self.env["ai.usage.report"]._read_group(
                [], ["place"], ["questions:sum", "tokens:sum", "answer_seconds:avg"]
            ),
            [("inside", 1, 7, 4.0), ("outside", 2, 0, 2.0)],
        )

    def test_users_see_their_own_and_administrators_all(self):
        self.asked()
        self.conversations(self.colleague).ask("What?")
        self.env.flush_all()
        for user, expected in [
            (self.user, self.user),
            (self.colleague, self.colleague),
            (self.admin, self.user + self.colleague),
        ]:
            with self.subTest(user=user.login):
                report = self.env["ai.usage.report"].with_user(user).search([])
                self.assertEqual(report.user_id, expected)

    def test_everything_can_be_exported_and_no_key_is_in_it(self):
        self.file = {
            "provider": "openai", "openai_api_key": KEY, "openai_model": "m",
            "openai_base_url": f"{self.model.url}/v1",
        }  # fmt: skip
        self.asked("What is it?", self.partner)
        self.env["ai.proposal"].with_user(self.user)._propose_write(
            self.partner.with_user(self.user), {"phone": "1"}
        )
        self.env["ai.model.pull"].create({"name": "m", "endpoint": "host"})
        self.env["ai.quota"].create({"user_id": self.user.id, "questions": 3})
        self.env.flush_all()
        for name in LOGS:
            with self.subTest(model=name):
                rows = self.env[name].with_user(self.admin).search([])
                exported = [
                    field
                    for field, told in rows.fields_get(attributes=["exportable"]).items()
                    if told.get("exportable", True) and (field != "id" or rows._auto)
                ]
                data = rows.export_data(exported)["datas"]
                self.assertEqual((len(data), len(data[0])), (len(rows), len(exported)))
                self.assertTrue(any(any(row) for row in data))
                self.assertNotIn(KEY, str(data))
        questions = self.env["ai.run"].search([]).export_data(["question", "messages_text"])
        self.assertIn("Azure Interior", str(questions))
