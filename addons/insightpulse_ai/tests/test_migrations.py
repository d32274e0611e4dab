"""What an upgrade does to the templates of a database that had an earlier version."""

from odoo.modules.migration import exec_script, load_script
from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path

SCRIPT = "insightpulse_ai/migrations/19.0.1.1.0/post-prompt-of-sorting.py"
CANCELLED = "insightpulse_ai/migrations/19.0.1.2.0/post-cancelled-documents.py"


@tagged("post_install", "-at_install")
class TestPromptOfSorting(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.path = file_path(SCRIPT)
        cls.script = load_script(cls.path, "prompt_of_sorting")
        cls.action = cls.env.ref("insightpulse_ai.action_sort_attachments")

    def upgrade(self):
        """As Odoo does, which is particular about a script's arguments."""
        exec_script(self.env.cr, "19.0.1.0.0", self.path, "insightpulse_ai", "post", "19.0.1.1.0")

    def upgraded(self, prompt):
        self.action.ai_prompt = prompt
        self.upgrade()
        return self.action.ai_prompt

    def test_the_new_prompt_is_that_of_a_new_database(self):
        self.assertEqual(self.script.NEW, self.action.ai_prompt)

    def test_the_prompt_that_it_came_with_is_replaced(self):
        for prompt in (self.script.OLD, self.script.OLD.replace("\n", "\r\n") + "\n"):
            with self.subTest(prompt=prompt):
                self.assertEqual(self.upgraded(prompt), self.script.NEW)

    def test_what_somebody_has_written_stays(self):
        for prompt in ("Ours", self.script.OLD + " Keep it short.", False):
            with self.subTest(prompt=prompt):
                self.assertEqual(self.upgraded(prompt), prompt)

    def test_an_action_that_was_deleted_stays_so(self):
        self.action.unlink()
        self.upgrade()
        self.assertFalse(
            self.env.ref("insightpulse_ai.action_sort_attachments", raise_if_not_found=False)
        )


@tagged("post_install", "-at_install")
class TestCancelledDocuments(TransactionCase):
    def setUp(self):
        super().setUp()
        self.path = file_path(CANCELLED)
        self.domains = load_script(self.path, "cancelled_documents").DOMAINS

    def line(self, name):
        return self.env.ref(f"insightpulse_ai.{name}", raise_if_not_found=False)

    def upgrade(self):
        exec_script(self.env.cr, "19.0.1.1.0", self.path, "insightpulse_ai", "post", "19.0.1.2.0")

    def test_a_domain_that_it_came_with_is_that_of_a_new_database(self):
        for name, (old, new) in self.domains.items():
            with self.subTest(name):
                self.assertEqual(self.line(name).domain, new)
                self.line(name).domain = old
                self.upgrade()
                self.assertEqual(self.line(name).domain, new)

    def test_what_somebody_has_written_stays(self):
        ours, gone = self.line("clerk_account_move_in"), self.line("clerk_sale_order")
        ours.domain = "[('move_type', 'in', ('in_invoice', 'in_refund'))]"
        gone.unlink()
        self.upgrade()
        self.assertIn("in_refund", ours.domain)
        self.assertFalse(self.line("clerk_sale_order"))
