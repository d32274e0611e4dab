from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged

from ..providers import InvalidConfiguration
from ..providers.address import allowed
from ..providers.errors import RefusedAddress
from ..providers.sealing import new_sealing_key
from .common import AiCase, needs_model

KEY = "sk-operators-0815"
ENTERED = "sk-entered-secret-4711"


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
        theirs = self.configuration(
            openai_base_url="https://elsewhere.example/v1", openai_api_key=ENTERED
        )
        self.assertEqual(theirs.openai_key.reveal(), ENTERED)

    def test_a_key_is_entered_and_never_shown(self):
        settings = self.settings(ai_openai_key_new=" sk-entered ")
        settings.execute()
        self.assertEqual(
            self.configuration(provider="openai", openai_model="m").openai_key.reveal(),
            "sk-entered",
        )
        self.assertFalse(settings.ai_openai_key_new)
        again = self.settings()
        self.assertIn("entered here", again.ai_openai_key_shown)
        self.assertNotIn("sk-entered", str(again.read()) + str(settings.read()))
        self.settings(ai_openai_key_forget=True).execute()
        self.assertFalse(self.configuration(provider="none").openai_key)

    def stored(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT value FROM ir_config_parameter WHERE key = 'insightpulse_ai.openai_api_key'"
        )
        return (self.env.cr.fetchone() or [""])[0]

    def test_a_key_is_encrypted_by_whatever_way_it_comes(self):
        parameters = self.env["ir.config_parameter"]
        name = "insightpulse_ai.openai_api_key"

        def by_the_form():
            self.settings(ai_openai_key_new=ENTERED).execute()

        def by_the_form_in_two_steps():
            form = self.settings()
            form.write({"ai_openai_key_new": ENTERED})
            form.execute()

        def by_a_new_parameter():
            parameters.create([{"key": "other", "value": "1"}, {"key": name, "value": ENTERED}])

        def by_an_import():
            parameters.load(["key", "value"], [[name, ENTERED]])

        def by_renaming():
            parameters.create({"key": "mistyped", "value": ENTERED}).key = name

        def by_a_change_of_many():
            found = parameters.create(
                [{"key": "another", "value": "1"}, {"key": name, "value": "sk-before"}]
            )
            found.write({"value": ENTERED})
            self.assertEqual(found[0].value, ENTERED)

        def by_an_update():
            by_a_new_parameter()
            self.env.cr.execute(
                "UPDATE ir_config_parameter SET value = %s WHERE key = %s", [ENTERED, name]
            )
            parameters.invalidate_model()
            with self.assertLogs("odoo.addons.insightpulse_ai", "WARNING") as log:
                parameters._ai_seal_what_is_plain()
            [line] = log.output
            self.assertIn("was plain text in the database until now", line)
            self.assertNotIn(ENTERED, line)
            sealed = self.stored()
            with self.assertNoLogs("odoo.addons.insightpulse_ai", "WARNING"):
                parameters._ai_seal_what_is_plain()
            self.assertEqual(self.stored(), sealed, "once is enough")

        for way in (
            by_the_form, by_the_form_in_two_steps, by_a_new_parameter, by_an_import, by_renaming,
            by_a_change_of_many, by_an_update,
        ):  # fmt: skip
            with self.subTest(way=way.__name__):
                parameters.search([("key", "in", ("other", "another", name))]).unlink()
                way()
                found = self.configuration(provider="openai", openai_model="m")
                self.assertEqual(found.openai_key.reveal(), ENTERED)
                self.assertTrue(self.stored().startswith("sealed:1:"))
                self.assertNotIn(ENTERED, self.stored())

    def test_an_open_form_does_not_hold_it_either(self):
        admin = self.env.ref("base.user_admin")
        settings = self.env["res.config.settings"].with_user(admin)
        form = settings.create({"ai_openai_key_new": ENTERED})
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM res_config_settings WHERE id = %s", [form.id])
        self.assertNotIn(ENTERED, str(self.env.cr.fetchall()))
        self.assertNotIn(ENTERED, str(form.read()) + str(form.export_data(["ai_openai_key_new"])))
        with self.assertRaises(AccessError):
            form.read(["ai_openai_key_sealed"])
        self.assertEqual(form._ai_changes()["openai_api_key"], ENTERED)

    def test_no_administrator_reads_it_back(self):
        self.settings(ai_openai_key_new=ENTERED).execute()
        another = new_test_user(self.env, "another_admin", groups="base.group_system")
        parameters = self.env["ir.config_parameter"].with_user(another)
        row = parameters.search([("key", "=like", "insightpulse_ai.%")])
        told = [
            row.read(), row.export_data(["key", "value"]), parameters.search_read([]),
            parameters.get_param("insightpulse_ai.openai_api_key"),
            self.env["res.config.settings"].with_user(another).create({}).read(),
            self.env["res.config.settings"].with_user(another).default_get(["ai_openai_key_new"]),
        ]  # fmt: skip
        self.assertIn("sealed:1:", str(told))
        self.assertNotIn(ENTERED, str(told))

    def test_a_key_goes_to_the_address_that_it_was_entered_for(self):
        self.configuration(openai_base_url="https://one.example/v1")
        self.settings(ai_openai_key_new=ENTERED).execute()
        wanted = {"provider": "openai", "openai_model": "m"}
        self.assertEqual(self.configuration(**wanted).openai_key.reveal(), ENTERED)
        with self.assertRaisesRegex(InvalidConfiguration, "Enter it again"):
            self.configuration(openai_base_url="https://two.example/v1")
        with self.assertRaisesRegex(InvalidConfiguration, "Enter it again"):
            self.settings()  # the address in the form only
            self.env["ai.settings"]._configuration(openai_base_url="https://three.example")
        self.configuration(openai_base_url="https://one.example/v1/")

    def test_a_changed_master_password_is_explained(self):
        self.settings(ai_openai_key_new=ENTERED).execute()
        self.configuration(provider="openai", openai_model="m")
        for changed in (new_sealing_key(), "", "not base64 of 32 bytes"):
            with self.subTest(changed=changed):
                self.file["sealing_key"] = changed
                problem, remedy = self.env["ai.settings"]._problem()
                self.assertIn("another ODOO_ADMIN_PASSWORD", problem)
                self.assertTrue(remedy)
                self.assertIn("Enter it again", self.settings().ai_problem)
                self.assertEqual(self.settings().action_ai_test_connection()["params"]["type"],
                                 "danger")  # fmt: skip
                with self.assertRaisesRegex(UserError, "another ODOO_ADMIN_PASSWORD"):
                    self.asked()
        # Ollama needs no key, so none is in its way
        self.assertEqual(self.configuration(provider="ollama").provider, "ollama")

    def test_a_master_password_that_changes_while_the_form_is_open_is_explained(self):
        form = self.settings(ai_openai_key_new=ENTERED)
        self.file["sealing_key"] = new_sealing_key()
        for press in (form.execute, form.action_ai_test_connection):
            with self.assertRaisesRegex(UserError, "Enter the key again"):
                press()
        form.write({"ai_openai_key_new": ENTERED})
        form.execute()
        found = self.configuration(provider="openai", openai_model="m")
        self.assertEqual(found.openai_key.reveal(), ENTERED)

    def test_without_anything_to_encrypt_with_a_key_is_refused(self):
        self.file["sealing_key"] = ""
        for enter in (
            lambda: self.settings(ai_openai_key_new=ENTERED),
            lambda: self.configuration(openai_api_key=ENTERED),
        ):
            with self.assertRaisesRegex(UserError, "Set OPENAI_API_KEY in the environment"):
                enter()

    def test_without_anything_to_encrypt_with_an_old_key_is_warned_of(self):
        self.configuration(openai_api_key=ENTERED, provider="openai", openai_model="m")
        self.env.cr.execute(
            "UPDATE ir_config_parameter SET value = %s WHERE key = %s",
            [ENTERED, "insightpulse_ai.openai_api_key"],
        )
        self.env.registry.clear_cache("stable")
        self.env.invalidate_all()
        self.file["sealing_key"] = ""
        with self.assertLogs("odoo.addons.insightpulse_ai", "WARNING") as log:
            self.env["ir.config_parameter"]._ai_seal_what_is_plain()
        self.assertIn("plain text", str(log.output))
        self.assertNotIn(ENTERED, str(log.output))
        self.assertIn("plain text", self.settings().ai_openai_key_shown)
        self.assertEqual(self.configuration().openai_key.reveal(), ENTERED)

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
