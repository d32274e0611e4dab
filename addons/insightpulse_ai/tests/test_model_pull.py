import threading

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from ..models import ai_model_pull_job as job
from .common import AiCase, needs_model
from .jobs import RunsJobs

NAME = "qwen3:0.6b"


class Heard(job.Pulling):
    """Does not say that it goes on before it has heard something."""

    def wait(self, seconds):
        ended = super().wait(seconds)
        return ended if ended or self.layers.total else self.wait(seconds)


@tagged("-at_install", "post_install")
class TestModelPull(AiCase, RunsJobs, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(cls.env, "ai_admin", groups="base.group_system")

    def setUp(self):
        super().setUp()
        self.patch(job, "TICK_SECONDS", 0.05)

    def pull(self, name=NAME):
        return self.env["ai.model.pull"].with_user(self.admin)._start(name)

    def run_pull(self, pull):
        return self.run_job(f"ai.model.pull:{pull.id}")

    def pulled(self, *replies):
        self.model.reset()
        self.model.script(*replies, to="pull")
        pull = self.pull()
        return pull, self.run_pull(pull)

    def test_only_administrators(self):
        for what in (
            lambda env: env["ai.model.pull"]._start(NAME),
            lambda env: env["ai.model.choice"]._open(),
            lambda env: env["ai.model.choice"]._use("ollama", NAME),
            lambda env: env["ai.model.pull"].search([]),
        ):
            with self.assertRaises(AccessError):
                what(self.env(user=self.user))

    def test_only_names(self):
        for name in ("", "  ", "http://evil.example/x y", "../../etc", "a" * 201, "x\ny"):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, "not the name"):
                self.pull(name)

    def test_only_ollama(self):
        self.file = {"provider": "openai", "openai_api_key": "sk-secret", "openai_model": "m"}
        with self.assertRaisesRegex(UserError, "Only Ollama"):
            self.pull()

    def test_the_same_once(self):
        self.assertEqual(self.pull(), self.pull(f" {NAME} "))

    @needs_model
    def test_a_model_is_downloaded_and_used(self):
        self.model.reset()
        pull = self.pull()
        self.assertEqual(self.run_pull(pull), "done")
        self.assertEqual((pull.state, pull.progress, pull.completed), ("done", 100.0, 2019))
        self.assertFalse(pull.error)
        names = self.env["ai.model.choice"].browse(
            self.env["ai.model.choice"].with_user(self.admin)._open()["res_id"]
        ).line_ids.mapped("name")  # fmt: skip
        self.assertIn(NAME, names)
        pull.action_use()
        self.assertEqual(self.env["ai.settings"]._told()["model"], NAME)

    @needs_model
    def test_how_it_fails(self):
        for reply, state, words, remedy in [
            ([{"error": "pull model manifest: file does not exist"}], "failed", "does not exist",
             "name and its tag"),
            ([{"refuse": [401, "no access", {}]}], "failed", "no access", "key"),
            ([{"progress": {"status": "pulling a", "total": 9, "completed": 1}}, {"cut": True}],
             "running", "before the end", "Try again"),
        ]:  # fmt: skip
            with self.subTest(words=words):
                pull, _job = self.pulled(reply)
                self.assertEqual(pull.state, state)
                self.assertIn(words, pull.error)
                self.assertIn(remedy, pull.remedy)
                pull.write({"state": "cancelled"})

    @needs_model
    def test_what_passes_is_tried_again_but_not_for_ever(self):
        self.model.reset()
        cut = [{"cut": True}]
        self.model.script(*[cut] * job.MOST_ATTEMPTS, to="pull")
        pull = self.pull()
        states = []
        for _attempt in range(job.MOST_ATTEMPTS):
            self.run_pull(pull)
            states.append(pull.state)
        self.assertEqual(states, ["running"] * (job.MOST_ATTEMPTS - 1) + ["failed"])
        pull.action_retry()
        self.run_pull(pull)
        self.assertEqual((pull.state, pull.error), ("done", False))

    @needs_model
    def test_a_long_download_lets_others_have_their_turn(self):
        # the slice is over as soon as something was heard
        self.patch(job, "SLICE_SECONDS", 0.0)
        self.patch(job, "Pulling", Heard)
        half = {"progress": {"status": "pulling a", "total": 4_000_000, "completed": 2_000_000}}
        pull, state = self.pulled([half, {"stall": True}])
        self.assertEqual((state, pull.state, pull.progress), ("pending", "running", 50.0))
        self.run_pull(pull)
        self.assertEqual(pull.state, "done")

    @needs_model
    def test_cancelled_it_ends_within_a_second_or_so(self):
        self.model.reset()
        self.model.script([{"stall": True}], to="pull")
        pull = self.pull()
        tell = type(pull)._tell

        def cancelled_meanwhile(record, layers):
            record.env.cr.execute(
                "UPDATE ai_model_pull SET state = 'cancelled' WHERE id = %s", [record.id]
            )
            return tell(record, layers)

        self.patch(type(pull), "_tell", cancelled_meanwhile)
        self.assertEqual(self.run_pull(pull), "done")
        self.assertEqual(pull.state, "cancelled")
        until = threading.Event()
        for _attempt in range(100):
            [request] = [r for r in self.model.state()["requests"] if r["path"] == "/api/pull"]
            if request["end"]:
                break
            until.wait(0.1)
        self.assertEqual(request["end"], "gone")

    def test_cancelled_before_it_began_nothing_is_asked(self):
        pull = self.pull()
        pull.action_cancel()
        self.assertEqual(self.run_pull(pull), "done")
        self.assertEqual(pull.state, "cancelled")

    def test_a_lost_job_is_told_and_can_be_retried(self):
        pull = self.pull()
        pull.write({"state": "running", "alive": fields.Datetime.now() - job.DEAD * 2})
        other = self.pull("other")
        other.write({"state": "running", "alive": fields.Datetime.now()})
        self.env["ai.model.pull"]._close_dead()
        self.assertEqual((pull.state, other.state), ("failed", "running"))
        self.assertIn("goes on", pull.remedy)

    def test_the_server_was_changed_meanwhile(self):
        pull = self.pull()
        self.file["ollama_base_url"] = "http://127.0.0.1:9"
        self.run_pull(pull)
        self.assertEqual(pull.state, "failed")
        self.assertIn("not the AI server any more", pull.error)
