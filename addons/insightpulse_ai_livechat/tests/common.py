"""A live chat with a script, and visitors who use its routes as the page does."""

import json

import werkzeug.test
from odoo import Command, http
from odoo.addons.insightpulse_ai.tests.common import PageCase
from odoo.addons.insightpulse_ai.tests.jobs import RunsJobs
from odoo.addons.insightpulse_ai.tests.sources import SourceCase
from odoo.tests import TransactionCase, new_test_user

HOURS = "The shop is open from nine to five.\n\nOn Sundays the shop is closed."


def reply(answer, handover="no"):
    """A reply of the scripted model."""
    return [{"say": json.dumps({"answer": answer, "handover": handover})}]


class LivechatCase(PageCase, SourceCase, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(
            cls.env, "ai_operator", groups="base.group_user,im_livechat.im_livechat_group_user"
        )
        cls.script = cls.env.ref("insightpulse_ai_livechat.chatbot_script_ai")
        cls.ask, cls.person, cls.email, cls.lead = cls.script.script_step_ids
        cls.agent = cls.ask.ai_agent_id
        cls.livechat = cls.env["im_livechat.channel"].create(
            {
                "name": "Shop",
                "user_ids": cls.operator.ids,
                "rule_ids": [Command.create({"chatbot_script_id": cls.script.id})],
            }
        )

    def setUp(self):
        super().setUp()
        public = self.env.ref("base.group_public") | self.env.ref("base.group_portal")
        self.agent.source_ids = self.text_source(HOURS, group_ids=public.ids)

    def visitor(self, user=None):
        return Visitor(self, self.logged_in(user) if user else self.nobody())

    def nobody(self):
        """The browser of somebody who is not logged in."""
        session = http.root.session_store.new()
        session.update(http.get_default_session(), db=self.env.cr.dbname)
        http.root.session_store.save(session)
        page = werkzeug.test.Client(http.root, werkzeug.test.TestResponse)
        page.set_cookie("session_id", session.sid)
        return page

    perform = RunsJobs.perform  # (its `run_job` is another one than that of sources)

    def run_answer(self, run):
        return RunsJobs.run_job(self, f"ai.run:{run.id}:visitor")

    def told(self, persona):
        """The states that the page of ``persona`` was told, in their order."""
        rows = self.env["bus.bus"].search([("message", "like", "ai_state")], order="id")
        states = []
        for row in rows:
            name = json.dumps(json.loads(row.channel))
            if f'"{persona._name}", {persona.id}' in name:
                payload = json.loads(row.message)["payload"]
                states += [one["ai_state"] for one in payload["Chatbot"]]
        return states


class Visitor:
    """``channel``: the conversation; what a page would call is called."""

    def __init__(self, case, page):
        self.case, self.page = case, page
        channel = self.call(
            "/im_livechat/get_session",
            channel_id=case.livechat.id,
            chatbot_script_id=case.script.id,
        )["channel_id"]
        self.channel = case.env["discuss.channel"].browse(channel)

    def call(self, path, **params):
        self.case.env.flush_all()
        answer = self.page.post(path, json={"jsonrpc": "2.0", "params": params}).get_json()
        self.case.env.invalidate_all()
        self.case.assertNotIn("error", answer)
        return answer.get("result")

    def says(self, text):
        """Post a message; return the question that came of it, if any."""
        before = self.channel.ai_run_ids
        self.call(
            "/mail/message/post",
            thread_model="discuss.channel",
            thread_id=self.channel.id,
            post_data={
                "body": text,
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_comment",
            },
        )
        return self.channel.ai_run_ids - before

    def asks(self, text, *replies):
        """Write ``text``, and have it answered; return the question."""
        self.case.model.reset()
        self.case.model.script(*replies)
        run = self.says(text)
        self.case.assertTrue(run, "nobody was asked")
        self.case.run_answer(run)
        return run

    def goes_on(self):
        """Do as the page does when it is told of a handover; return the step that comes."""
        self.call(
            "/chatbot/step/trigger",
            channel_id=self.channel.id,
            chatbot_script_id=self.case.script.id,
        )
        return self.channel.chatbot_current_step_id

    @property
    def persona(self):
        member = self.channel._ai_visitor()
        return member.partner_id or member.guest_id

    @property
    def last(self):
        """The last message."""
        return self.channel.message_ids.sorted("id")[-1:]
