"""One run, with tools and sources, for a customer and for an employee: what the model is sent."""

from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from ..controllers.run_store import RunStore
from ..runs import stream
from ..runs.running import RUNNING
from ..runs.turns import TURNS
from .common import InThisThread, PageCase, call, needs_model
from .sources import SourceCase

OWN, OTHER, INSIDE = "blue zebra of the customer", "red zebra of another", "zebra for employees"


@needs_model
@tagged("post_install", "-at_install")
class TestRunRights(PageCase, SourceCase, TransactionCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(stream, "Answering", InThisThread))
        self.mine = self.portal.partner_id
        self.mine.write({"city": "Ghent", "comment": f"The {OWN}."})
        self.partner.write({"city": "Brussels", "comment": f"The {OTHER}."})
        self.clerk = self.env.ref("insightpulse_ai.agent_clerk")
        self.clerk.write(
            {
                "is_small": False,
                "source_ids": self.partner_source(self.mine + self.partner)
                + self.text_source(f"The {INSIDE}."),
            }
        )

    def run_as(self, user):
        """Answer a row that says it is ``user``'s, though no entry makes one for a customer."""
        self.model.reset()
        self.model.script(
            call("search_records", kind="contacts", words=self.mine.name),
            call("read_record", kind="contacts", record="Azure Interior"),
            call("read_record", kind="contacts", record=str(self.partner.id)),
            call("count_and_sum", kind="contacts", group_by="City"),
            [{"say": "That is all."}],
        )
        run = self.asked("What is the zebra?", agent_id=self.clerk.id)
        run.user_id = user
        self.env.flush_all()
        configuration = self.env["ai.settings"]._configuration()
        key = (self.env.cr.dbname, run.id)
        running = RUNNING.add(key)
        try:
            line = TURNS.line_up((key[0], "x"), user.id)
            list(stream.stream(RunStore(run, configuration), running, TURNS, line, 1))
        finally:
            RUNNING.remove(key, running)
        self.env.invalidate_all()
        self.assertEqual((run.state, run.answer), ("done", "That is all."), run.error_message)
        return run, str(self.model.sent())

    def test_each_is_shown_their_own(self):
        for user, others in ((self.portal, False), (self.user, True)):
            with self.subTest(user=user.login):
                run, sent = self.run_as(user)
                self.assertEqual(OTHER in sent, others)
                self.assertEqual("Brussels" in sent, others)
                self.assertEqual(INSIDE in sent, others)
                self.assertEqual(self.mine.name in sent, True)
                self.assertIn(OWN, sent)
                steps = run.step_ids.filtered(lambda step: step.kind == "tool")
                self.assertEqual(len(steps), 4)
