from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, tagged

from ..providers import InvalidConfiguration
from ..providers.address import allowed
from ..providers.errors import RefusedAddress
from .common import AiCase, needs_model

KEY = "sk-operators-0815"


@tagged("-at_install", "post_install")
class TestSettings(AiCase, TransactionCase):
    def settings(self, **values):
        return self.env["res.config.settings"].create(values)

    def configuration(self, **parameters):
        for name, text in parameters.items():
            self.env["ir.config_parameter"].set_param(f"insightpulse_ai.{name}", text)
        return self.env["ai.settings"]._configuration()

    def test_the_database_beats_the_file(self):
        found = self.configuration(ollama_base_url="https://ai.example", ollama_model="other")
        self.assertEqual((found.base_url, found.model), ("https://ai.example", "other"))
        self.assertEqual(found.provider, "ollama")
        self.assertEqual(self.configuration(provider="none").provider, "none")

    def test_an_address_of_the_database_is_never_private_but_the_operators_may_be(self):
        self.file = {"provider": "ollama", "ollama_base_url": "http://127.0.0.1:11434"}
        for text, switch, refused in [
            ("", "", False),  # the file's own
            ("http://127.0.0.1:11435", "", True),
            ("http://10.1.2.3", "0", True),
            ("http://10.1.2.3", "1", False),
            ("http://169.254.169.254", "1", True),
        ]:
            with self.subTest(text=text, switch=switch):
                self.file["allow_private_addresses"] = switch
                found = self.configuration(ollama_base_url=text)
                arguments = (found.base_url, found.allow_private, found.allowed_hosts)
                if refused:
                    with self.assertRaises(RefusedAddress):
                        allowed(*arguments)
                else:
                    self.assertTrue(allowed(*arguments).is_local)

    def test_the_switch_is_not_the_databases(self):
        found = self.configuration(ollama_base_url="http://10.1.2.3", allow_private_addresses="1")
        self.assertFalse(found.allow_private)

    def test_the_operators_key_goes_to_the_operators_address(self):
        self.file = {"provider": "openai", "openai_api_key": KEY, "openai_model": "m"}
        self.assertEqual(self.configuration().openai_key.reveal(), KEY)
        same = self.configuration(openai_base_url="https://api.openai.com/v1/")
        self.assertEqual(same.openai_key.reveal(), KEY)
        with self.assertRaises(InvalidConfiguration):  # no key
            self.configuration(openai_base_url="https://elsewhere.example/v1")
        theirs = self.configuration(openai_api_key="sk-entered")
        self.assertEqual(theirs.openai_key.reveal(), "sk-entered")

    def test_a_key_is_entered_and_never_shown(self):
        settings = self.settings(ai_openai_key_new=" sk-entered ")
        settings.execute()
        self.assertEqual(self.configuration().openai_key.reveal(), "sk-entered")
        self.assertFalse(settings.ai_openai_key_new)
        again = self.settings()
        self.assertIn("entered here", again.ai_openai_key_shown)
        self.assertNotIn("sk-entered", str(again.read()) + str(settings.read()))
        self.settings(ai_openai_key_forget=True).execute()
        self.assertFalse(self.configuration().openai_key)

    def test_the_files_key_is_masked(self):
        self.file = {"provider": "openai", "openai_api_key": KEY, "openai_model": "m"}
        settings = self.settings()
        self.assertIn("configuration file", settings.ai_openai_key_shown)
        self.assertNotIn(KEY, str(settings.read()))
        self.assertNotIn(KEY, str(self.conversations().panel()))

    def test_only_addresses(self):
        for address in ("ftp://host", "http://user:password@host", "host:1"):
            with self.subTest(address=address), self.assertRaises(ValidationError):
                self.settings(ai_ollama_base_url=address)

    @needs_model
    def test_the_connection_is_tested_with_what_the_form_holds(self):
        self.model.reset()
        for values, kind, words in [
            ({}, "success", "nomic-embed-text:latest"),
            ({"ai_ollama_model": "no-such"}, "warning", "llama3.2:latest"),
            ({"ai_ollama_base_url": "http://127.0.0.1:9"}, "danger", "private"),
            ({"ai_provider": "openai"}, "danger", "OPENAI_API_KEY"),
        ]:
            with self.subTest(values=values):
                answer = self.settings(**values).action_ai_test_connection()["params"]
                self.assertEqual(answer["type"], kind, answer)
                self.assertIn(words, answer["message"])

    def test_users_neither_see_nor_use_the_settings(self):
        with self.assertRaises(AccessError):
            self.env["res.config.settings"].with_user(self.user).create(
                {}
            ).action_ai_test_connection()
