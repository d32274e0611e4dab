from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged

from ..models import ai_retention
from ..models.ai_log import DELETED
from ..providers import InvalidConfiguration, make
from ..trust.veiled import Veiled
from .common import AiCase

IBAN = "BE71 0961 2345 6769"


@tagged("-at_install", "post_install")
class TestRetention(AiCase, TransactionCase):
    def setUp(self):
        super().setUp()
        self.now = fields.Datetime.now()
        self.startPatcher(
            patch.object(
                self.env.registry["ir.cron"],
                "_commit_progress",
                lambda cron, processed=0, **options: cron.env.flush_all(),
            )
        )

    def set(self, **parameters):
        for name, text in parameters.items():
            self.env["ir.config_parameter"].set_param(f"insightpulse_ai.{name}", text)

    def run_of(self, days, state="done", **values):
        moment = self.now - timedelta(days=days)
        run = self.asked(f"May I pay to {IBAN}?", self.partner)
        run.write({
            "queued": moment, "finished": moment, "state": state, "answer": f"Yes, to {IBAN}.",
            "prompt_tokens": 7, "completion_tokens": 3, **values,
        })  # fmt: skip
        self.cr.execute(
            "UPDATE ai_conversation SET create_date = %s WHERE id = %s",
            [moment, run.conversation_id.id],
        )
        self.env.invalidate_all()
        return run

    def proposal_of(self, days, state):
        moment = self.now - timedelta(days=days)
        proposal = self.env["ai.proposal"].with_user(self.user)._propose_write(
            self.partner.with_user(self.user), {"comment": f"Pays to {IBAN}"}, f"It says {IBAN}"
        )  # fmt: skip
        self.env.flush_all()
        self.cr.execute(
            "UPDATE ai_proposal SET state = %s, create_date = %s, decided = %s, expires = %s "
            "WHERE id = %s",
            [
                state,
                moment,
                None if state == "pending" else moment,
                moment + timedelta(days=1),
                proposal.id,
            ],
        )
        self.env.invalidate_all()
        return proposal.sudo()

    def step_of(self, run):
        step = self.env["ai.run.step"].create({
            "run_id": run.id, "number": 1, "kind": "sources", "title": "Looked",
            "sources": [{"number": 1, "label": f"Letter of {IBAN}", "page": 2, "url": "/web#1"}],
            "action_label": f"Open {IBAN}",
        })  # fmt: skip
        self.env.flush_all()
        self.cr.execute(
            "UPDATE ai_run_step SET create_date = %s WHERE id = %s", [run.queued, step.id]
        )
        self.env.invalidate_all()
        return step

    def line_of(self, days, state):
        moment = self.now - timedelta(days=days)
        texts = {"value": f"Pays to {IBAN}", "quote": IBAN, "confidence": "high"}
        told = {"label": "Notes", "before": "", "after": f"Pays to {IBAN}", **texts}
        fill = self.env["ai.fill"].create({
            "name": "Fill in", "user_id": self.user.id, "res_model": "res.partner",
            "company_ids": self.env.company.ids, "prompt": "Who?", "spec": [{"name": "comment"}],
            "overwrite": "empty", "review": "never",
            "line_ids": [Command.create({
                "res_id": self.partner.id, "state": state, "before": {"comment": ""},
                "proposed": {"comment": texts}, "told": [told], "error": f"{IBAN}?",
            })],
        })  # fmt: skip
        self.env.flush_all()
        self.cr.execute(
            "UPDATE ai_fill_line SET create_date = %s, write_date = %s WHERE fill_id = %s",
            [moment, moment, fill.id],
        )
        self.env.invalidate_all()
        return fill.line_ids

    def texts(self, log):
        return str([log[name] for name in log._log_texts])

    # -- deleting ----------------------------------------------------------------------

    def test_texts_go_and_figures_stay(self):
        self.set(keep_texts_days=30, keep_rows_days=0)
        old, young = self.run_of(31), self.run_of(29)
        conversation = old.conversation_id
        self.env["ai.retention"]._trim()
        self.assertNotIn(IBAN, self.texts(old))
        self.assertEqual(old.question, DELETED)
        self.assertFalse(old.answer or old.messages)
        self.assertEqual((old.prompt_tokens, old.user_id, old.model), (7, self.user, "llama3.2"))
        self.assertIn(IBAN, self.texts(young))
        self.assertFalse(conversation.exists())
        self.assertTrue(young.conversation_id)

    def test_rows_go(self):
        self.set(keep_texts_days=30, keep_rows_days=60)
        old, middle = self.run_of(61), self.run_of(31)
        self.env["ai.retention"]._trim()
        self.assertEqual((old + middle).exists(), middle)

    def test_zero_is_for_ever(self):
        self.set(keep_texts_days=0, keep_rows_days=0)
        run = self.run_of(9999)
        self.env["ai.retention"]._trim()
        self.assertIn(IBAN, self.texts(run))

    def test_what_holds_where_nobody_has_chosen(self):
        kept, forgotten, gone = self.run_of(364), self.run_of(366), self.run_of(1096)
        self.env["ai.retention"]._trim()
        self.assertEqual((kept + forgotten + gone).exists(), kept + forgotten)
        self.assertEqual((kept.texts_deleted, forgotten.texts_deleted), (False, True))

    def test_a_conversation_stays_as_long_as_one_of_its_texts(self):
        self.set(keep_texts_days=30)
        old = self.run_of(31)
        conversation = old.conversation_id
        self.asked("And now?", conversation_id=conversation.id)
        self.env["ai.retention"]._trim()
        self.assertTrue(old.texts_deleted)
        self.assertTrue(conversation.exists())

    def test_what_is_under_way_stays(self):
        self.set(keep_texts_days=1, keep_rows_days=1)
        run = self.run_of(9, state="running")
        self.env["ai.retention"]._trim()
        self.assertIn(IBAN, self.texts(run))

    def test_proposals(self):
        self.set(keep_texts_days=30, keep_rows_days=60)
        open_one, done, old, expired = (
            self.proposal_of(*what)
            for what in [(0, "pending"), (31, "done"), (61, "rejected"), (31, "pending")]
        )
        self.env["ai.retention"]._trim()
        self.assertFalse(old.exists())
        for proposal, stays in [(open_one, True), (done, False), (expired, False)]:
            self.assertEqual(IBAN in self.texts(proposal), stays)
            self.assertEqual(bool(proposal._rows()), stays)
        self.assertEqual((done.state, done.user_id), ("done", self.user))
        open_one.with_user(self.user).action_approve()
        self.assertIn(IBAN, self.partner.comment)

    def test_what_was_found_in_sources(self):
        self.set(keep_texts_days=30)
        old, young = (self.step_of(self.run_of(days)) for days in (31, 29))
        self.env["ai.retention"]._trim()
        self.assertNotIn(IBAN, self.texts(old))
        self.assertFalse(old._described()["button"])
        self.assertEqual(old.run_id._described()["sources"], [])
        self.assertIn(IBAN, self.texts(young))

    def test_of_filled_records_the_texts_go_and_the_rows_stay(self):
        self.set(keep_texts_days=30, keep_rows_days=60)
        ended = [self.line_of(61, state) for state in ("done", "skipped", "failed", "cancelled")]
        kept = [self.line_of(29, "done"), *(self.line_of(61, s) for s in ("waiting", "review"))]
        self.env["ai.retention"]._trim()
        for line in ended:
            self.assertNotIn(IBAN, self.texts(line))
            self.assertFalse(line.changes)
            self.assertEqual(line.res_id, self.partner.id)
        for line in kept:
            self.assertIn(IBAN, self.texts(line))

    def test_in_batches(self):
        self.set(keep_texts_days=30)
        self.patch(ai_retention, "BATCH", 2)
        runs = sum((self.run_of(31) for _run in range(5)), self.env["ai.run"])
        self.env["ai.retention"]._trim()
        self.assertEqual(runs.mapped("texts_deleted"), [True] * 5)

    # -- redaction ---------------------------------------------------------------------

    def test_the_log_is_redacted(self):
        self.set(redact_iban="True", redact_own="number: KD-\\d{5}")
        run = self.run_of(1, answer=f"KD-12345 has {IBAN}; ask a@example.org")
        done, pending = self.proposal_of(1, "done"), self.proposal_of(0, "pending")
        self.env["ai.retention"]._redact()
        self.assertEqual(run.answer, "[number] has [IBAN]; ask a@example.org")
        self.assertEqual(run.question, "May I pay to [IBAN]?")
        self.assertNotIn(IBAN, self.texts(run) + self.texts(done) + run.conversation_id.name)
        self.assertEqual(done.values, {"comment": "Pays to [IBAN]"})
        self.assertIn(IBAN, self.texts(pending), "it is to be done")

    def test_what_was_found_in_sources_is_redacted(self):
        self.set(redact_iban="True")
        step = self.step_of(self.run_of(1))
        self.env["ai.retention"]._redact()
        self.assertEqual(
            step.sources, [{"number": 1, "label": "Letter of [IBAN]", "page": 2, "url": "/web#1"}]
        )
        self.assertEqual(step.action_label, "Open [IBAN]")

    def test_filled_records_are_redacted_and_marks_are_never_written(self):
        self.set(redact_iban="True")
        failed, done, review = (self.line_of(1, s) for s in ("failed", "done", "review"))
        self.env["ai.retention"]._redact()
        self.assertNotIn(IBAN, self.texts(failed) + self.texts(done))
        self.assertIn("[IBAN]", done.changes)
        self.assertIn(IBAN, self.texts(review), "it may still be written")
        failed.with_user(self.user).action_retry()
        self.assertEqual((failed.state, failed.proposed), ("waiting", False))
        self.assertFalse(failed.texts_redacted, "what is proposed then is redacted, too")

    def test_what_is_tried_again_at_once_is_not_asked_again(self):
        failed = self.line_of(0, "failed")
        failed.with_user(self.user).action_retry()
        self.assertEqual(failed.proposed["comment"]["quote"], IBAN)

    def test_not_while_somebody_works_with_it(self):
        self.set(redact_iban="True")
        run = self.run_of(0)
        self.env["ai.retention"]._redact()
        self.assertIn(IBAN, run.answer)

    def test_nothing_is_redacted_unless_it_is_chosen_then_also_what_was_before(self):
        run = self.run_of(1)
        self.env["ai.retention"]._redact()
        self.assertIn(IBAN, run.answer)
        self.set(redact_iban="True")
        self.env["ai.retention"]._redact()
        self.assertNotIn(IBAN, run.answer)

    def test_expressions_are_checked_when_they_are_entered(self):
        settings = self.env["res.config.settings"]
        for text in ("x: (a+)+b", "no name", "x: ("):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                settings.create({"ai_redact_own": text})
        settings.create(
            {"ai_redact_own": "a: KD-\\d{5}\nb: X\\d{6}", "ai_redact_card": True}
        ).execute()
        self.assertEqual(
            self.env["ai.settings"]._redaction(), (("card",), "a: KD-\\d{5}\nb: X\\d{6}")
        )
        self.assertIn("X\\d", settings.create({}).ai_redact_own)

    def test_what_is_sent_is_hidden_where_it_is_chosen(self):
        def provider():
            return make(self.env["ai.settings"]._configuration())

        self.set(redact_iban="True")
        self.assertNotIsInstance(provider(), Veiled)
        self.set(redact_sent="True")
        self.assertIsInstance(provider(), Veiled)
        self.set(redact_own="x: (a+)+b")  # entered past the form
        with self.assertRaisesRegex(InvalidConfiguration, "too many ways"):
            provider()
