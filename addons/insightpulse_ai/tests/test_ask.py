from odoo.exceptions import MissingError, UserError
from odoo.tests import TransactionCase, tagged

from .common import AiCase


@tagged("-at_install", "post_install")
class TestAsk(AiCase, TransactionCase):
    def test_a_question_is_a_waiting_run_of_a_conversation_named_after_it(self):
        answer = self.conversations().ask("  Who is this?  ", "res.partner", self.partner.ids)
        self.assertEqual(answer["conversation"]["name"], "Who is this?")
        run = answer["run"]
        expected = {
            "question": "Who is this?", "answer": "", "state": "waiting", "error": False,
            "model": "llama3.2", "local": True, "seconds": False, "tokens": False,
        }  # fmt: skip
        self.assertEqual({name: run[name] for name in expected}, expected)
        self.assertEqual(run["endpoint"], self.model.url.removeprefix("http://"))
        row = self.env["ai.run"].browse(run["id"])
        self.assertEqual([message["role"] for message in row.messages], ["system", "user"])
        self.assertIn("Azure Interior", row.messages[1]["text"])
        self.assertTrue(row.messages[1]["text"].endswith("Who is this?"))

    def test_the_next_question_is_told_what_was_said_before(self):
        first = self.asked("Who?", self.partner)
        first.write({"state": "done", "answer": "Azure."})
        unanswered = self.asked("Hello?", conversation_id=first.conversation_id.id)
        unanswered.write({"state": "failed", "answer": ""})
        second = self.asked("And where?", conversation_id=first.conversation_id.id)
        self.assertEqual(second.conversation_id, first.conversation_id)
        self.assertEqual(
            [(one["role"], one["text"].split("\n")[-1]) for one in second.messages[1:]],
            [("user", "Who?"), ("assistant", "Azure."), ("user", "And where?")],
        )
        self.assertIn("Azure Interior", second.messages[-1]["text"], "the record, as it is now")

    def test_what_cannot_be_asked(self):
        partners = self.env["res.partner"].create([{"name": str(one)} for one in range(21)])
        gone = partners[0].copy()
        gone_ids = gone.ids
        gone.unlink()
        for options, error, words in [
            ({"question": " \n "}, UserError, "Write a question"),
            ({"question": None}, UserError, "Write a question"),
            ({"question": "x" * 8001}, UserError, "8001"),
            ({"res_model": "res.partner", "res_ids": partners.ids}, UserError, "at most 20"),
            ({"res_model": "res.partner", "res_ids": gone_ids}, MissingError, "does not exist"),
            ({"res_model": "res.partner", "res_ids": [False]}, UserError, "Save the record"),
            ({"res_model": "res.partner", "res_ids": [2**31]}, UserError, "Save the record"),
            ({"res_model": "no.such", "res_ids": [1]}, UserError, "no.such"),
            ({"res_model": "mail.thread"}, UserError, "mail.thread"),
            ({"res_model": "ir.config_parameter"}, UserError, "ir.config_parameter"),
            ({"conversation_id": 2**31 - 1}, MissingError, "does not exist"),
        ]:
            with self.subTest(words=words), self.assertRaisesRegex(error, words):
                self.conversations().ask(**{"question": "What?", **options})

    def test_nothing_is_asked_where_nothing_is_set_up(self):
        self.file = {}
        panel = self.conversations().panel()
        self.assertEqual(
            (panel["ready"], panel["problem"]), (False, "No language model is set up.")
        )
        self.assertIn("administrator", panel["remedy"])
        with self.assertRaisesRegex(UserError, "No language model is set up"):
            self.conversations().ask("What?")

    def test_the_panel_knows_what_it_is_about(self):
        self.env["ai.prompt"].create([
            {"name": "On partners", "text": "x", "model": "res.partner"},
            {"name": "On bills", "text": "x", "model": "account.move"},
        ])  # fmt: skip
        on_it, on_all, on_nothing = (
            self.asked(question, **options).conversation_id.id
            for question, options in [
                ("One", {"record": self.partner}),
                ("All", {"res_model": "res.partner"}),
                ("None", {}),
            ]
        )
        both = (self.partner + self.user.partner_id).ids
        for options, record, conversations in [
            (("res.partner", self.partner.ids),
             {"model": "res.partner", "ids": self.partner.ids, "name": "Azure Interior"}, [on_it]),
            (("res.partner", both),
             {"model": "res.partner", "ids": both, "name": "2 records: Contact"}, [on_all]),
            (("res.partner",), {"model": "res.partner", "ids": [], "name": "Contact"}, [on_all]),
            ((), False, [on_nothing]),
        ]:  # fmt: skip
            with self.subTest(options=options):
                panel = self.conversations().panel(*options)
                self.assertTrue(panel["ready"], panel["problem"])
                self.assertEqual(panel["record"], record)
                self.assertEqual([one["id"] for one in panel["conversations"]], conversations)
                names = [prompt["name"] for prompt in panel["prompts"]]
                self.assertEqual("On partners" in names, bool(options))
                self.assertNotIn("On bills", names)
                self.assertIn("Summarise", names)

    def test_a_list_of_which_nothing_is_selected(self):
        listed = self.partner + self.user.partner_id
        run = self.asked("Which?", res_model="res.partner", res_ids=listed.ids, list_count=134)
        told = run.messages[-1]["text"]
        self.assertIn("Contact: the list on the user's screen\nRecords:\n- Azure Interior", told)
        self.assertIn("- … and 132 more", told)
        self.assertNotIn("Messages", told)
        self.assertFalse(run.known)
        conversation = run.conversation_id
        self.assertEqual(conversation.res_model, "res.partner")
        self.assertFalse(conversation.res_ids)

    def test_a_list_that_nothing_may_be_told_of_does_not_stop_a_question(self):
        self.assertFalse(self.conversations().panel("ir.config_parameter")["record"])
        for res_model, res_ids, count in [
            ("ir.config_parameter", [1], 5),
            ("res.partner", [2**31 - 1], 5),
            ("res.partner", self.partner.ids, "many"),
            ("res.partner", self.partner.ids, 0),
        ]:
            with self.subTest(res_model=res_model, res_ids=res_ids, count=count):
                run = self.asked("What?", res_model=res_model, res_ids=res_ids, list_count=count)
                self.assertEqual(run.messages[-1]["text"], "What?")

    def test_a_conversation_about_one_record_stays_with_it(self):
        conversation = self.asked("Who?", self.partner).conversation_id
        run = self.asked("And?", self.user.partner_id, conversation_id=conversation.id)
        self.assertIn("Azure Interior", run.messages[-1]["text"])
        self.assertNotIn(self.user.partner_id.name, run.messages[-1]["text"])
