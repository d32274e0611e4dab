from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from .common import AiCase

ANSWER = "Dear all,\n<script>alert(1)</script> & so on"


@tagged("-at_install", "post_install")
class TestNote(AiCase, TransactionCase):
    def setUp(self):
        super().setUp()
        self.run = self.asked("Who?", self.partner)
        self.run.write({"state": "done", "answer": ANSWER})
        self.runs = self.env["ai.run"].with_user(self.user)

    def test_the_answer_is_logged_as_the_user_and_as_text(self):
        self.runs.log_note(self.run.id)
        note = self.partner.message_ids[0]
        self.assertEqual(note.author_id, self.user.partner_id)
        self.assertTrue(note.subtype_id.internal)
        self.assertIn("&lt;script&gt;", note.body)
        self.assertNotIn("<script", note.body)
        self.assertIn("Written by llama3.2", note.body)

    def test_a_message_is_begun_with_it(self):
        action = self.runs.composer(self.run.id)
        composer = self.env["mail.compose.message"].with_user(self.user)
        composer = composer.with_context(**action["context"]).create({})
        self.assertEqual((composer.model, composer.res_ids), ("res.partner", str(self.partner.ids)))
        self.assertIn("&lt;script&gt;", composer.body)
        composer._action_send_mail()
        self.assertIn("Dear all,", self.partner.message_ids[0].body)

    def test_only_ones_own_answer_and_only_where_it_belongs(self):
        nowhere = self.asked("Who?")
        nowhere.write({"state": "done", "answer": "x"})
        unanswered = self.asked("Who?", self.partner)
        several = self.asked("Who?", self.partner + self.user.partner_id)
        several.write({"state": "done", "answer": "x"})
        admin = self.env["ai.run"].with_user(self.env.ref("base.user_admin"))
        for runs, run, error in [
            (admin, self.run, AccessError),
            (self.runs.with_user(self.colleague), self.run, AccessError),
            (self.runs, nowhere, UserError),
            (self.runs, several, UserError),
            (self.runs, unanswered, UserError),
        ]:
            for method in ("log_note", "composer"):
                with self.subTest(run=run.id, method=method), self.assertRaises(error):
                    getattr(runs, method)(run.id)
