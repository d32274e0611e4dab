"""What an upgrade does to the templates of a database that had an earlier version."""

from odoo.modules.migration import exec_script, load_script
from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path

SCRIPT = "insightpulse_ai/migrations/19.0.1.1.0/post-prompt-of-sorting.py"


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
