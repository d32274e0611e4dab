"""A language model that says what a script tells it to, and people who ask it."""

import json
import os
import unittest
import urllib.request
from unittest.mock import patch

from odoo.tests import new_test_user

URL = "INSIGHTPULSE_AI_TEST_URL"


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
                self.env.registry["ai.settings"], "_file_settings", lambda settings: dict(self.file)
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


needs_model = unittest.skipUnless(
    os.environ.get(URL), f"{URL} does not say where the scripted model runs"
)
