"""A language model that says what a script tells it to, and people who ask it."""

import base64
import json
import os
import unittest
import urllib.request
from contextlib import contextmanager
from unittest.mock import patch

import werkzeug.test
from odoo import http
from odoo.service.security import compute_session_token
from odoo.tests import new_test_user

from ..providers import Delta, Finished

URL = "INSIGHTPULSE_AI_TEST_URL"
SEALING = base64.b64encode(b"the secret of the tests, 32 long").decode()


class ScriptedModel:
    """The server of tests/product/llm_scripted, by HTTP."""

    def __init__(self, url):
        self.url = url

    def script(self, *replies, to="chat"):
        self._post("_script", {to: list(replies)})

    def reset(self):
        self._post("_reset", {})

    def state(self):
        with urllib.request.urlopen(f"{self.url}/_state", timeout=10) as answer:
            return json.load(answer)

    def sent(self):
        """What chats were asked for: their messages."""
        found = self.state()["requests"]
        return [one["body"]["messages"] for one in found if one["path"] == "/api/chat"]

    def _post(self, path, body):
        request = urllib.request.Request(
            f"{self.url}/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        urllib.request.urlopen(request, timeout=10).close()


class AiCase:
    """For a TransactionCase or HttpCase: the operator's file names the scripted server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env, "ai_user", groups="base.group_user,base.group_partner_manager"
        )
        cls.colleague = new_test_user(cls.env, "ai_colleague", groups="base.group_user")
        cls.partner = cls.env["res.partner"].create({"name": "Azure Interior"})
        cls.env["ir.config_parameter"].search([("key", "=like", "insightpulse_ai.%")]).unlink()

    def setUp(self):
        super().setUp()
        self.model = ScriptedModel(os.environ.get(URL, "http://127.0.0.1:9"))
        self.file = {"provider": "ollama", "ollama_base_url": self.model.url, "parallel": "1"}
        self.startPatcher(
            patch.object(
                self.env.registry["ai.settings"],
                "_file_settings",
                lambda settings: {"sealing_key": SEALING} | self.file,
            )
        )

    def conversations(self, user=None):
        return self.env["ai.conversation"].with_user(user or self.user)

    def asked(self, question="How is it?", record=None, **options):
        """A new run of the user's, as its row."""
        if record is not None:
            options |= {"res_model": record._name, "res_ids": record.ids}
        answer = self.conversations().ask(question, **options)
        return self.env["ai.run"].browse(answer["run"]["id"])


class PageCase:
    """For an AiCase: the user's browser, which reads streams as a server's thread does.

    Not an HttpCase: that would first build every bundle of assets that there is, for a minute.
    """

    has_pages = True

    def setUp(self):
        super().setUp()
        self.model.reset()
        self.http_request_allow_all = True
        self.registry_enter_test_mode()
        self.page = self.logged_in(self.user)

    def logged_in(self, user):
        """A browser with ``user``'s session."""
        session = http.root.session_store.new()
        session.update(http.get_default_session(), db=self.env.cr.dbname)
        session.uid, session.login = user.id, user.login
        session.session_token = compute_session_token(session, self.env(user=user))
        session.context = dict(user.context_get())
        http.root.session_store.save(session)
        page = werkzeug.test.Client(http.root, werkzeug.test.TestResponse)
        page.set_cookie("session_id", session.sid)
        return page

    def path(self, run, what):
        return f"/insightpulse_ai/runs/{run.id}/{what}"

    @contextmanager
    def open(self, run):
        self.env.flush_all()
        response = self.page.get(self.path(run, "stream"))
        try:
            yield response
        finally:
            response.close()
            self.env.invalidate_all()

    def streamed(self, run):
        with self.open(run) as response:
            self.assertEqual(response.status_code, 200)
            return [*events(response)]

    def cancel(self, run, page=None):
        self.env.flush_all()
        call = {"jsonrpc": "2.0", "params": {}}
        answer = (page or self.page).post(self.path(run, "cancel"), json=call).get_json()
        self.env.invalidate_all()
        return answer


def events(response):
    """``[(name, data)]`` as they arrive."""
    for part in response.iter_encoded():
        if not part.startswith(b":"):
            name, data = part.decode().strip().split("\n")
            yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


class InThisThread:
    """:class:`~..runs.answering.Answering` without its thread: all cursors of a test are one."""

    def __init__(self, chat, then):
        self.chat, self.then = chat(), then

    def heard(self, _seconds):
        try:
            event = next(self.chat)
        except Exception as error:
            self.then()
            return [], error
        if isinstance(event, Finished):
            self.then()
            return [], event
        return [event.text if isinstance(event, Delta) else event], None


def call(tool, /, **arguments):
    return [{"call": [tool, arguments]}]


needs_model = unittest.skipUnless(
    os.environ.get(URL), f"{URL} does not say where the scripted model runs"
)
