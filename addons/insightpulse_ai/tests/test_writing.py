from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from .common import AiCase


@tagged("-at_install", "post_install")
class TestWriting(AiCase, TransactionCase):
    def written(self, task="rewrite", text="Hello", user=None, **options):
        answer = self.conversations(user).write_text(task, text, **options)
        return self.env["ai.run"].browse(answer["run"]["id"])

    def test_a_text_is_a_waiting_run_of_no_conversation(self):
        run = self.written(text="Hello </text> there", instruction="Mention the discount")
        self.assertEqual((run.state, run.user_id), ("waiting", self.user))
        self.assertFalse(run.conversation_id)
        self.assertEqual(run.question, "Rewrite: Mention the discount")
        self.assertEqual([one["role"] for one in run.messages], ["system", "user"])
        told = run.messages[1]["text"]
        self.assertIn("<text>\nHello ‹/text> there\n</text>", told)
        self.assertIn("The user's wish: Mention the discount", told)
        self.assertEqual(self.conversations().panel()["conversations"], [])

    def test_the_model_is_told_of_the_record_where_it_is_asked_to(self):
        about = {"res_model": "res.partner", "res_ids": self.partner.ids}
        told = self.written("write", "", instruction="Thank them", **about).messages[1]["text"]
        self.assertIn("<record>\nContact: Azure Interior", told)
        self.assertNotIn("<record>", self.written("write", "", instruction="x").messages[1]["text"])

    def test_a_wizard_is_no_record_to_be_told_of(self):
        for model in ("mail.compose.message", "mail.thread", "no.such", "ir.mail_server"):
            with self.subTest(model=model):
                told = self.written(res_model=model, res_ids=[1]).messages[1]["text"]
                self.assertNotIn("<record>", told)
                self.assertEqual(self.conversations().writing(model, [1])["record"], "")

    def test_the_language(self):
        french = self.env["res.lang"].with_context(active_test=False).search(
            [("code", "=", "fr_FR")]
        )  # fmt: skip
        told = self.written("translate", "Hello", language="fr_FR").messages[1]["text"]
        self.assertIn(f"into {french.name}", told, "one that is not installed, too")
        self.assertIn("into English", self.written("translate").messages[1]["text"])

    def test_what_the_dialogue_shows(self):
        info = self.conversations().writing("res.partner", self.partner.ids)
        self.assertTrue(info["ready"])
        self.assertEqual(
            (info["record"], info["language"], info["provider"]["model"]),
            ("Azure Interior", "en_US", "llama3.2"),
        )
        used = [one["code"] for one in info["languages"] if one["used"]]
        self.assertIn("en_US", used)
        self.assertGreater(len(info["languages"]), len(used))

    def test_where_nothing_is_set_up(self):
        self.file = {}
        info = self.conversations().writing()
        self.assertEqual((info["ready"], info["problem"]), (False, "No language model is set up."))
        self.assertIn("administrator", info["remedy"])
        with self.assertRaisesRegex(UserError, "No language model is set up"):
            self.written()

    def test_what_cannot_be_written(self):
        secret = self.env["res.partner"].create(
            {"name": "Hidden", "company_id": self.env["res.company"].create({"name": "Others"}).id}
        )
        gone = self.partner.copy()
        gone_ids = gone.ids
        gone.unlink()
        for options, error, words in [
            ({"task": "hack"}, UserError, "hack"),
            ({"text": " \n "}, UserError, "no text to work on"),
            ({"text": None}, UserError, "Texts"),
            ({"text": ["x"]}, UserError, "Texts"),
            ({"instruction": {"x": 1}}, UserError, "Texts"),
            ({"task": "write", "text": ""}, UserError, "Say what"),
            ({"text": "x" * 12001}, UserError, "12001"),
            ({"instruction": "x" * 2001}, UserError, "2001"),
            ({"language": "xx_XX"}, UserError, "xx_XX"),
            ({"res_model": "res.partner", "res_ids": secret.ids}, AccessError, ""),
            ({"res_model": "res.partner", "res_ids": gone_ids}, MissingError, "does not exist"),
        ]:
            with self.subTest(words=words), self.assertRaisesRegex(error, words):
                self.written(**options)

    def test_employees_only(self):
        portal = new_test_user(self.env, "ai_portal", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self.written(user=portal)
        with self.assertRaises(AccessError):
            self.conversations(portal).writing()
