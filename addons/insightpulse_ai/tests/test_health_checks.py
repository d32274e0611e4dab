import os
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from .. import health_checks
from ..providers.sealing import new_sealing_key, seal
from .common import URL, needs_model

AWAY = "http://127.0.0.1:9"


class Parameters:
    """A context in whose database these system parameters are set."""

    def __init__(self, **rows):
        self._rows = [(f"insightpulse_ai.{name}", value) for name, value in rows.items()]

    def rows(self, sql, params=(), *, seconds=1.0):
        return self._rows


@tagged("-at_install", "post_install")
class TestHealthChecks(BaseCase):
    def told(self, file, **parameters):
        with patch.object(health_checks, "_file_section", lambda _path: file):
            return health_checks.run(Parameters(**parameters))

    def test_nobody_is_asked_where_no_provider_is_set(self):
        with patch.object(health_checks, "asked", side_effect=AssertionError):
            for file, parameters in [
                ({}, {}),
                ({"provider": "none", "ollama_base_url": AWAY}, {}),
                ({"provider": "ollama", "ollama_base_url": AWAY}, {"provider": "none"}),
            ]:
                result = self.told(file, **parameters)
                self.assertEqual((result.status, result.output), ("pass", "not used"))

    def test_what_is_wrong_is_told_with_a_remedy_and_no_key(self):
        key = "sk-secret-of-the-test"
        server = {"provider": "openai", "openai_api_key": key, "openai_model": "m"}
        for file, words in [
            ({"provider": "ollama", "ollama_base_url": AWAY}, "does not answer"),
            ({"provider": "ollama"}, "needs OLLAMA_BASE_URL"),
            ({"provider": "elsewhere"}, "AI_PROVIDER"),
            ({**server, "openai_base_url": AWAY}, "does not answer"),
            ({**server, "openai_base_url": AWAY, "openai_api_key": f"{key}\n"}, "does not answer"),
            ({**server, "openai_base_url": "file:///etc/passwd"}, "OPENAI_BASE_URL"),
        ]:
            with self.subTest(file=file):
                result = self.told(file)
                self.assertEqual(result.status, "warn")
                self.assertIn(words, result.output)
                self.assertTrue(result.remedy)
                self.assertNotIn(key, repr(result))

    def test_a_key_of_the_settings(self):
        key, sealing_key = "sk-secret-of-the-test", new_sealing_key()
        file = {"provider": "openai", "openai_model": "m", "openai_base_url": AWAY}
        sealed = seal(key, sealing_key, AWAY)
        for stored, opener, words in [
            (sealed, sealing_key, "does not answer"),
            (sealed, new_sealing_key(), "another ODOO_ADMIN_PASSWORD"),
            (sealed, "", "another ODOO_ADMIN_PASSWORD"),
            (key, sealing_key, "plain text"),
        ]:
            with self.subTest(words=words, opener=opener):
                result = self.told(file | {"sealing_key": opener}, openai_api_key=stored)
                self.assertEqual(result.status, "warn")
                self.assertIn(words, result.output)
                self.assertTrue(result.remedy)
                self.assertNotIn(key, repr(result))

    @needs_model
    def test_the_model_has_to_be_there(self):
        file = {"provider": "ollama", "ollama_base_url": os.environ[URL]}
        self.assertEqual(self.told(file, ollama_model="llama3.2").status, "pass")
        result = self.told(file, ollama_model="not-there")
        self.assertEqual(result.status, "warn")
        self.assertIn("has no model not-there", result.output)
