"""Where a person decides before anything is written."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import needs_model
from .fill_common import FillCase, say


@needs_model
@tagged("post_install", "-at_install")
class TestFillReview(FillCase):
    def to_review(self, review="always", quote="carpenters in Lyon"):
        self.action.ai_review = review
        [line] = self.filled(say(function=("Carpenter", quote)))
        return line.with_user(self.user)

    def test_nothing_is_written_before_the_click(self):
        line = self.to_review()
        self.assertEqual((line.state, self.partner.function), ("review", False))
        self.assertRecordValues(
            line.proposal_id,
            [{"state": "pending", "user_id": self.user.id, "values": {"function": "Carpenter"}}],
        )
        self.assertIn("carpenters in Lyon", line.proposal_id.reason)
        self.assertEqual(line.fill_id.to_review, 1)
        line.fill_id.action_approve_all()
        self.assertEqual((line.state, self.partner.function), ("done", "Carpenter"))
        self.assertEqual(line.proposal_id.state, "done")

    def test_only_what_is_not_sure_is_reviewed(self):
        for quote, state in [("carpenters in Lyon", "done"), ("made up", "review")]:
            with self.subTest(quote=quote):
                self.partner.function = False
                self.assertEqual(self.to_review("unsure", quote).state, state)

    def test_what_the_model_has_not_read_as_a_whole_is_reviewed(self):
        self.file["context_tokens"] = "1024"
        told = f"<record>We are carpenters in Lyon. {'More is said. ' * 900}</record>"
        self.patch(self.env.registry["ai.context"], "_text", lambda context, records: told)
        line = self.to_review("never")
        self.assertEqual((line.state, self.partner.function), ("review", False))
        self.assertEqual(line.run_ids.sudo().error_kind, "truncated")
        self.assertIn("has not read all of it", line.changes)
        line.action_approve()
        self.assertEqual((line.state, self.partner.function), ("done", "Carpenter"))

    def test_decided_in_the_list_of_proposals(self):
        for decide, state, value in [
            ("action_approve", "done", "Carpenter"),
            ("action_reject", "skipped", False),
        ]:
            with self.subTest(decide=decide):
                self.partner.function = False
                line = self.to_review()
                getattr(line.proposal_id, decide)()
                self.assertEqual((line.state, self.partner.function), (state, value))

    def test_rejected(self):
        line = self.to_review()
        line.action_reject()
        self.assertRecordValues(line, [{"state": "skipped", "error": "Rejected."}])
        self.assertEqual(line.proposal_id.state, "rejected")
        self.assertFalse(self.partner.function)

    def test_changed_before_the_click(self):
        line = self.to_review()
        self.partner.function = "Typed meanwhile"
        line.action_approve()
        self.assertEqual((line.state, self.partner.function), ("skipped", "Typed meanwhile"))

    def test_a_click_after_the_proposal_has_expired(self):
        for typed, state, value in [
            (False, "done", "Carpenter"),
            ("Typed meanwhile", "skipped", "Typed meanwhile"),
        ]:
            with self.subTest(typed=typed):
                self.partner.function = False
                line = self.to_review()
                line.proposal_id.sudo().expires = fields.Datetime.now() - timedelta(minutes=1)
                self.partner.function = typed
                line.action_approve()
                self.assertEqual((line.state, self.partner.function), (state, value))

    def test_a_decision_is_made_once(self):
        line = self.to_review()
        proposal = line.proposal_id
        line.action_approve()
        with self.assertRaises(UserError):
            proposal.action_approve()
        line.action_reject()
        self.assertEqual(line.state, "done")
