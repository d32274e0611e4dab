from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from ..controllers.run_store import RunStore
from ..providers import retry
from ..runs import stream
from .common import AiCase, PageCase, needs_model
from .test_agent import InThisThread

DOWN = [{"refuse": [503, "busy", {}]}]


@tagged("post_install", "-at_install")
class TestFallback(PageCase, AiCase, TransactionCase):
    def setUp(self):
        super().setUp()
        self.patch(retry, "DELAYS", (0.01, 0.01))
        self.patch(stream, "Answering", InThisThread)
        self.file |= {
            "openai_base_url": f"{self.model.url}/v1",
            "openai_api_key": "sk-secret",
            "openai_model": "llava",
        }
        self.admin = new_test_user(self.env, "ai_admin", groups="base.group_system")
        self.agent = self.env["ai.agent"].create({"name": "Helper"})
        self.host = self.model.url.removeprefix("http://")

    def paths(self):
        return [one["path"] for one in self.model.state()["requests"]]

    def allow(self):
        self.agent.with_user(self.admin).action_allow_fallback()

    def answered(self):
        run = self.asked("Hello?", agent_id=self.agent.id)
        self.streamed(run)
        return run

    # -- consent -----------------------------------------------------------------------

    def test_who_when_and_to_what(self):
        self.allow()
        self.assertEqual(self.agent.fallback_consented_by, self.admin)
        self.assertEqual(self.agent.fallback_endpoint, self.host)
        self.assertTrue(self.agent.fallback_consented)
        self.assertFalse(self.agent.copy().openai_fallback)
        self.agent.with_user(self.admin).action_forbid_fallback()
        self.assertFalse(self.agent.fallback_consented_by or self.agent.fallback_endpoint)

    def test_only_administrators(self):
        with self.assertRaises(AccessError):
            self.agent.with_user(self.user).action_allow_fallback()
        with self.assertRaises(AccessError):  # past the access rights, too
            self.agent.with_user(self.user).sudo().write({"openai_fallback": True})

    def test_it_cannot_be_written_in_another_ones_name(self):
        values = {"fallback_consented_by": self.user.id, "fallback_endpoint": "evil.example"}
        agent = self.agent.with_user(self.admin)
        agent.write({**values, "openai_fallback": True})
        self.assertEqual((agent.fallback_consented_by, agent.fallback_endpoint),
                         (self.admin, self.host))  # fmt: skip
        agent.write(values)
        self.assertEqual(agent.fallback_endpoint, self.host)
        self.assertFalse(agent.create({"name": "x", **values}).fallback_consented_by)

    def test_there_has_to_be_a_server_to_consent_to(self):
        del self.file["openai_api_key"]
        with self.assertRaisesRegex(UserError, "OPENAI_API_KEY"):
            self.allow()

    # -- what people are told ----------------------------------------------------------

    def told(self):
        [told] = self.agent._described()
        return told["provider"]

    def test_the_panel_says_who_may_stand_in_and_where_it_is(self):
        self.assertEqual(self.told()["substitute"], "")
        self.allow()
        self.assertEqual((self.told()["name"], self.told()["substitute"]), ("ollama", self.host))
        self.file["openai_base_url"] = "https://other.example/v1"
        self.assertEqual(self.told()["substitute"], "", "nobody consented to that one")

    @needs_model
    def test_an_answer_says_where_it_was_asked(self):
        self.file["openai_base_url"] = "https://api.openai.com/v1"
        self.allow()
        run = self.asked("Hello?", agent_id=self.agent.id)
        self.assertTrue(run._described()["local"])
        store = RunStore(run, self.env["ai.settings"]._configuration(**self.agent._changes()))
        self.assertIsNotNone(store.start(1))
        store._provider.has_switched = True
        store._switched()
        self.env.invalidate_all()
        described = run._described()
        self.assertEqual(
            (described["model"], described["endpoint"], described["local"]),
            ("llava", "api.openai.com:443", False),
        )

    # -- asking ------------------------------------------------------------------------

    @needs_model
    def test_without_consent_nothing_is_sent(self):
        self.model.script(*[DOWN] * 3)
        run = self.answered()
        self.assertEqual((run.state, run.provider), ("failed", "ollama"))
        self.assertNotIn("/v1/chat/completions", self.paths())

    @needs_model
    def test_with_consent_the_log_says_who_answered(self):
        self.allow()
        self.model.script(*[DOWN] * 3, [{"say": "Here."}])
        run = self.answered()
        self.assertEqual((run.state, run.answer), ("done", "Here."))
        self.assertEqual((run.provider, run.model, run.endpoint), ("openai", "llava", self.host))
        self.assertEqual(self.paths()[-1], "/v1/chat/completions")

    @needs_model
    def test_it_stays_where_it_is_as_long_as_that_answers(self):
        self.allow()
        run = self.answered()
        self.assertEqual((run.state, run.provider), ("done", "ollama"))
        self.assertEqual(self.paths(), ["/api/chat"])

    @needs_model
    def test_consent_is_to_one_server(self):
        self.allow()
        self.file["openai_base_url"] = self.model.url.replace("127.0.0.1", "localhost") + "/v1"
        self.model.script(*[DOWN] * 3)
        self.assertEqual(self.answered().state, "failed")
        self.assertNotIn("/v1/chat/completions", self.paths())

    @needs_model
    def test_nothing_is_sent_where_the_log_cannot_say_so(self):
        self.allow()
        self.model.script(*[DOWN] * 3)

        def away(store):
            raise RuntimeError

        self.patch(RunStore, "_switched", away)
        with self.assertLogs("odoo.addons.insightpulse_ai.runs.stream", "ERROR"):
            run = self.answered()
        self.assertEqual((run.state, run.provider), ("failed", "ollama"))
        self.assertNotIn("/v1/chat/completions", self.paths())

    @needs_model
    def test_a_question_that_did_not_fit_says_so(self):
        self.file["context_tokens"] = "1024"
        self.patch(self.env.registry["ai.context"], "_text", lambda context, records: "w " * 9000)
        run = self.asked("Hello?", self.partner, agent_id=self.agent.id)
        self.streamed(run)
        self.assertEqual((run.state, run.error_kind), ("done", "truncated"))
        self.assertIn("AI_CONTEXT_TOKENS", run._described()["error"]["remedy"])
