"""The two routes, by Odoo's WSGI application, against a server that speaks Ollama's protocol.

Not an HttpCase: that would first build every bundle of assets that there is, for a minute. The body
of an answer is read as a server reads it, in the test's own thread.
"""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import psycopg2
from odoo import fields
from odoo.tests import TransactionCase, new_test_user, tagged

from ..controllers import run_store
from ..providers import Deadline
from ..runs import stream, turns
from ..runs.running import RUNNING
from .common import AiCase, PageCase, events, needs_model


@needs_model
@tagged("-at_install", "post_install")
class TestStream(PageCase, AiCase, TransactionCase):
    def test_an_answer_word_by_word(self):
        self.model.script([{"say": "Hel"}, {"wait": 0.3}, {"say": "lo"}])
        run = self.asked("Hello?", self.partner)
        with self.open(run) as response:
            self.assertEqual(response.headers["Content-Type"], "text/event-stream; charset=utf-8")
            self.assertIn("no-store", response.headers["Cache-Control"])
            told = [*events(response)]
        self.assertEqual(told[:2], [("delta", {"text": "Hel"}), ("delta", {"text": "lo"})])
        name, end = told[2]
        self.assertEqual((name, end["state"], end["answer"]), ("end", "done", "Hello"))
        self.assertEqual((run.state, run.answer, run.completion_tokens), ("done", "Hello", 2))
        self.assertGreater(run.first_token_seconds, 0)
        self.assertGreater(run.seconds, run.first_token_seconds)
        [sent] = self.model.sent()
        self.assertEqual(
            [one["content"] for one in sent], [one["text"] for one in run.messages],
            "the log has exactly what was sent",
        )  # fmt: skip
        [history] = self.conversations().history(run.conversation_id.id)
        self.assertEqual(history, end)

    def test_it_is_asked_once_and_told_again(self):
        run = self.asked()
        first = self.streamed(run)
        again = self.streamed(run)
        answer = "Hello from the script."
        self.assertEqual([one for one in first if one[0] != "delta"], again[1:])
        self.assertEqual(again[0], ("delta", {"text": answer}))
        self.assertEqual(len(self.model.sent()), 1)

    def test_failures_are_told_with_a_remedy_and_without_a_traceback(self):
        for reply, kind, words in [
            ([{"say": "Hel"}, {"cut": True}], "cut", "closed the connection"),
            ([{"refuse": [404, "model 'x' not found", {}]}], "model_missing", "not found"),
            ([{"say": "a"}, {"error": "out of memory"}], "server_error", "out of memory"),
            ([{"refuse": [400, "too long", {}]}], "refused_request", "too long"),
            ([{"answer": "<html>"}], "bad_answer", ""),
        ]:
            with self.subTest(kind=kind, words=words):
                self.model.script(reply)
                run = self.asked()
                end = self.streamed(run)[-1][1]
                self.assertEqual((end["state"], run.error_kind), ("failed", kind))
                self.assertIn(words, end["error"]["message"])
                self.assertTrue(end["error"]["remedy"])
                self.assertNotIn("Traceback", str(end))

    def test_a_server_that_is_away(self):
        run = self.asked()
        self.file["ollama_base_url"] = "http://127.0.0.1:9"
        end = self.streamed(run)[-1][1]
        self.assertEqual((end["state"], run.error_kind), ("failed", "unreachable"))
        self.assertIn("127.0.0.1:9", end["error"]["message"])
        self.assertIn("runs", end["error"]["remedy"])

    def test_a_database_that_is_away_for_a_moment_only_delays_the_turn(self):
        self.patch(turns, "AGAIN_SECONDS", 0.0)
        store = run_store.RunStore
        writing, make, away, made = store._writing, run_store.make, [True, True], []

        @contextmanager
        def sometimes(self):
            if away:
                away.pop()
                raise psycopg2.OperationalError("The server closed the connection.")
            with writing(self) as env:
                yield env

        def counted(configuration):
            made.append(configuration)
            return make(configuration)

        run = self.asked()
        with (
            patch.object(store, "_writing", sometimes),
            patch.object(store, "look"),
            patch.object(run_store, "make", counted),
            self.assertLogs(run_store.__name__),
        ):
            self.assertEqual(self.streamed(run)[-1][1]["state"], "done")
        self.assertEqual((away, len(made)), ([], 1))

    def test_what_jobs_ask_is_no_pages(self):
        run = self.asked()
        run.is_job = True
        self.env.flush_all()
        self.assertEqual(self.page.get(self.path(run, "stream")).status_code, 404)
        self.assertEqual(self.cancel(run)["error"]["code"], 404)
        self.assertEqual((run.state, self.model.sent()), ("waiting", []))

    def test_a_server_that_stalls(self):
        self.patch(run_store, "Deadline", lambda: Deadline(idle=0.5))
        self.model.script([{"say": "Hel"}, {"stall": True}])
        run = self.asked()
        end = self.streamed(run)[-1][1]
        self.assertEqual((end["state"], end["answer"]), ("failed", "Hel"))
        self.assertEqual(run.error_kind, "timeout_idle")
        self.assertTrue(end["error"]["remedy"])

    def test_it_says_that_it_lives_and_hears_a_cancel_from_elsewhere(self):
        self.patch(stream, "BEAT_SECONDS", 0.1)
        self.model.script([{"say": "Hel"}, {"stall": True}])
        run = self.asked()
        with self.open(run) as response:
            told = events(response)
            self.assertEqual(next(told)[0], "delta")
            self.assertEqual(self.model.state()["generating"], 1)
            # as another process does that has no such run
            self.patch(RUNNING, "stop", lambda key: False)
            self.cancel(run)
            name, end = next(told)
        self.assertEqual((name, end["state"], end["answer"]), ("end", "cancelled", "Hel"))
        self.assertGreater(run.alive, run.queued - timedelta(seconds=1))

    def test_a_provider_that_was_switched_off_meanwhile(self):
        run = self.asked()
        self.file = {}
        end = self.streamed(run)[-1][1]
        self.assertEqual((end["state"], run.error_kind), ("failed", "not_configured"))

    def test_cancelled_while_it_answers_and_what_was_said_is_kept(self):
        self.model.script([{"say": "Hel"}, {"stall": True}])
        run = self.asked()
        with self.open(run) as response:
            told = events(response)
            self.assertEqual(next(told), ("delta", {"text": "Hel"}))
            self.assertTrue(self.cancel(run)["result"])
            name, end = next(told)
        self.assertEqual((name, end["state"], end["answer"]), ("end", "cancelled", "Hel"))
        self.assertFalse(end["error"])

    def test_cancelled_before_it_is_opened_it_is_never_asked(self):
        run = self.asked()
        self.assertTrue(self.cancel(run)["result"])
        self.assertEqual(run.state, "cancelled")
        self.assertEqual([name for name, _data in self.streamed(run)], ["end"])
        self.assertEqual(self.model.sent(), [])

    def test_nobody_elses_not_even_an_administrators(self):
        portal = new_test_user(self.env, "ai_portal", groups="base.group_portal")
        run = self.asked()
        self.env.flush_all()
        for user in (self.colleague, portal, self.env.ref("base.user_admin")):
            with self.subTest(user=user.login):
                page = self.logged_in(user)
                self.assertEqual(page.get(self.path(run, "stream")).status_code, 404)
                self.assertEqual(self.cancel(run, page)["error"]["code"], 404)
        for number in (run.id + 100, 2**31, 2**80):
            path = self.path(run.browse(number), "stream")
            self.assertEqual(self.page.get(path).status_code, 404)
        self.assertEqual((run.state, self.model.sent()), ("waiting", []))

    def test_what_a_killed_process_has_left_is_closed(self):
        now = fields.Datetime.now()
        ago = [fields.Datetime.subtract(now, seconds=seconds) for seconds in (5, 41, 301)]
        rows = {
            ("running", ago[1], ago[0]): "running",
            ("running", ago[1], ago[1]): "failed",
            ("waiting", ago[1], False): "waiting",
            ("waiting", ago[2], False): "failed",
            ("waiting", ago[2], ago[0]): "waiting",
            ("done", ago[2], ago[2]): "done",
        }
        runs = self.asked()
        conversation = runs.conversation_id
        for _row in range(len(rows) - 1):
            runs += self.asked("?", conversation_id=conversation.id)
        for run, (state, queued, alive) in zip(runs, rows):
            run.write({"state": state, "queued": queued, "started": queued, "alive": alive})
        history = self.conversations().history(conversation.id)
        self.assertEqual([run["state"] for run in history], [*rows.values()])
        self.assertIn("restarted", history[1]["error"]["message"])
        self.assertIn("Ask again", history[1]["error"]["remedy"])
