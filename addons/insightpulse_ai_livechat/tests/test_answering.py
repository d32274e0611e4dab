import contextlib
import threading
from unittest.mock import patch

from odoo import fields
from odoo.addons.insightpulse_ai.models import ai_source
from odoo.addons.insightpulse_ai.runs import turns
from odoo.addons.insightpulse_ai.tests.common import needs_model
from odoo.addons.queue_job.job import DEFAULT_PRIORITY
from odoo.tests import tagged

from ..models import ai_run_asking
from .common import LivechatCase, reply


@needs_model
@tagged("post_install", "-at_install")
class TestAnswering(LivechatCase):
    def test_answered_from_a_source_by_the_bot_who_stays(self):
        visitor = self.visitor()
        run = visitor.asks("When is the shop open?", reply("From nine to five [1]."))
        self.assertIn("From nine to five [1].", visitor.last.body)
        self.assertEqual(visitor.last.author_id, self.script.operator_partner_id)
        self.assertEqual(visitor.channel.chatbot_current_step_id, self.ask)
        self.assertRecordValues(
            run,
            [
                {
                    "question": "When is the shop open?",
                    "answer": "From nine to five [1].",
                    "state": "done",
                    "visitor_end": "answered",
                    "user_id": self.env.ref("base.public_user").id,
                }
            ],
        )
        self.assertEqual(self.told(visitor.persona), ["answering", ""])
        self.assertIn("nine to five", self.model.sent()[0][-1]["content"])

    def test_no_worker_waits_for_the_model(self):
        self.model.script(reply("From nine to five [1]."))
        visitor = self.visitor()
        run = visitor.says("When is the shop open?")
        self.assertEqual((run.state, self.model.sent()), ("waiting", []))
        job = self.env["queue.job"].search([("identity_key", "=", f"ai.run:{run.id}:visitor")])
        self.assertEqual((job.channel, job.user_id), ("root.ai", run.user_id))
        self.assertLess(job.priority, DEFAULT_PRIORITY, "before fills, of the same channel")
        self.assertTrue(run._is_of_job())

    def test_one_question_at_a_time(self):
        visitor = self.visitor()
        run = visitor.says("When is the shop open?")
        self.assertFalse(visitor.says("And on Sundays?"))
        self.model.script(reply("From nine to five."))
        self.run_answer(run)
        self.assertTrue(visitor.says("And on Sundays?"))

    def test_what_was_said_before_is_told_and_nothing_of_other_conversations(self):
        other = self.visitor()
        other.asks("Is the shop open for Mr Oldham?", reply("It is."))
        visitor = self.visitor()
        visitor.asks("When is the shop open?", reply("From nine to five."))
        visitor.asks("Is the shop closed on Sundays?", reply("It is closed."))
        [sent] = self.model.sent()
        texts = "\n".join(message["content"] for message in sent)
        self.assertIn("When is the shop open?", texts)
        self.assertIn("From nine to five.", texts)
        self.assertNotIn("Oldham", texts)

    def test_a_question_that_stays_in_the_house_does_not_leave_it_to_be_embedded(self):
        self.agent.provider = "ollama"
        self.file |= {
            "provider": "openai", "openai_base_url": f"{self.model.url}/v1",
            "openai_api_key": "sk-secret", "openai_model": "llava", "embedding_model": "embeds",
        }  # fmt: skip
        self.patch(ai_source, "is_local", lambda embeds: False)
        run = self.visitor().asks("When is the shop open?", reply("From nine to five [1]."))
        self.assertEqual((run.state, run.is_local), ("done", True))
        self.assertEqual([one["path"] for one in self.model.state()["requests"]], ["/api/chat"])

    def test_a_killed_job_goes_on_where_it_was(self):
        self.model.script(reply("From nine to five."))
        visitor = self.visitor()
        run = visitor.says("When is the shop open?")
        with self.other_cursor() as env:  # asked, and killed before it has told
            killed = env["ai.run"].browse(run.id).with_user(run.user_id)
            killed._begin_for_visitor()
            self.assertTrue(killed._ask_and_log(killed.sudo().visitor_token))
        self.run_answer(run)
        self.assertEqual(len(self.model.sent()), 1)
        self.assertIn("From nine to five.", visitor.last.body)

    def test_an_answer_that_comes_too_late_is_not_posted(self):
        self.model.script(reply("From nine to five."))
        visitor = self.visitor()
        run = visitor.says("When is the shop open?")
        self.assertEqual(visitor.goes_on(), self.person)
        self.run_answer(run)
        self.assertEqual((run.state, run.visitor_end), ("cancelled", "left"))
        self.assertEqual(self.model.sent(), [])

    def test_a_question_that_an_employee_answers_ends(self):
        self.model.script([{"say": "{"}, {"stall": True}])
        visitor = self.visitor()
        run = visitor.says("When is the shop open?")
        waits = self.env.registry["ai.run"]._visitor_waits

        def look(run, token):
            channel = visitor.channel.sudo()
            if not channel.livechat_agent_history_ids:
                channel._add_members(users=self.operator)
                self.env.flush_all()
            return waits(run, token)

        with patch.object(self.env.registry["ai.run"], "_visitor_waits", look):
            self.run_answer(run)
        self.assertTrue(visitor.channel.livechat_agent_history_ids)
        self.assertRecordValues(run, [{"state": "cancelled", "visitor_end": "left"}])
        self.assertTrue(run.finished)

    def test_nobody_waits_for_a_question_that_was_broken_off(self):
        visitor = self.visitor()
        run = visitor.says("When is the shop open?")
        with (
            patch.object(self.env.registry["ai.run"], "_visitor_waits", side_effect=OSError),
            patch.object(ai_run_asking, "LOOK_SECONDS", 0.0),
            self.other_cursor() as env,
        ):
            asked = env["ai.run"].browse(run.id).with_user(run.user_id)
            asked._begin_for_visitor()
            # not assertRaises, which undoes what was committed
            with contextlib.suppress(OSError):
                asked._ask_and_log(asked.sudo().visitor_token)
                self.fail("it was not broken off")
        self.assertRecordValues(run, [{"state": "running", "process": False}])

    def test_a_visitor_who_goes_on_stops_the_model_or_is_not_asked_for(self):
        self.patch(turns, "AGAIN_SECONDS", 0.1)
        waits = self.env.registry["ai.run"]._visitor_waits
        for others, asked in ([], 1), (["another"], 0):
            with self.subTest(others=others):
                self.model.reset()
                self.model.script([{"say": "{"}, {"stall": True}])
                self.env["ai.run"].search([("process", "=", "another")]).unlink()
                for process in others:
                    self.env["ai.run"].create(
                        {
                            "user_id": self.env.uid,
                            "question": "?",
                            "endpoint": self.env["ai.settings"]._told()["endpoint"],
                            "state": "running",
                            "process": process,
                            "alive": fields.Datetime.now(),
                        }
                    )
                visitor = self.visitor()
                run = visitor.says("When is the shop open?")
                looks = []

                def look(run, token, visitor=visitor, looks=looks):
                    looks.append(waits(run, token))
                    if len(looks) == 1:
                        visitor.channel.sudo()._ai_leave()
                        self.env.flush_all()
                    return looks[-1]

                with patch.object(self.env.registry["ai.run"], "_visitor_waits", look):
                    self.run_answer(run)
                self.assertTrue(looks[0])
                self.assertEqual(len(self.model.sent()), asked)
                self.assertEqual((run.state, run.visitor_end), ("cancelled", "left"))
                for _try in range(100):
                    if not self.model.state()["generating"]:
                        break
                    threading.Event().wait(0.1)
                self.assertEqual(self.model.state()["generating"], 0, "the model was stopped")

    def test_a_page_that_is_opened_again_knows_where_it_stands(self):
        visitor = self.visitor()
        visitor.says("When is the shop open?")
        data = visitor.call("/mail/data", fetch_params=[["discuss.channel", [visitor.channel.id]]])
        self.assertEqual([one["ai_state"] for one in data.get("Chatbot", [])], ["answering"])
