import tempfile
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import config

from .common import OcrCase
from .ocr_service_double import refuses


@tagged("-at_install", "post_install")
class TestSettings(OcrCase):
    def settings(self, **values):
        return self.env["res.config.settings"].create(values)

    def test_connection_is_tested_with_the_values_in_the_form(self):
        self.env["ir.config_parameter"].set_param("insightpulse_ocr.service_url", False)
        answer = self.settings(
            ocr_service_url=self.service.address, ocr_service_token="from the form"
        ).action_ocr_test_connection()
        self.assertEqual(answer["params"]["type"], "success")
        self.assertIn("PP-OCRv6_small", answer["params"]["message"])
        self.assertEqual(self.service.authorizations, ["Bearer from the form"])

    def test_a_refused_connection_is_told_in_words(self):
        self.service.version_answer = refuses(401, "unauthorized")
        answer = self.settings().action_ocr_test_connection()
        self.assertEqual(answer["params"]["type"], "danger")
        self.assertIn("token", answer["params"]["message"])

    def test_a_service_that_is_not_there(self):
        answer = self.settings(ocr_service_url="http://127.0.0.1:9").action_ocr_test_connection()
        self.assertEqual(answer["params"]["message"], "The OCR service does not answer.")

    def test_only_addresses_of_services(self):
        for address in ("ftp://host", "http://user:password@host", "localhost:8868"):
            with self.assertRaises(ValidationError) as raised:
                self.settings(ocr_service_url=address)
            self.assertIn(address, str(raised.exception))

    def test_the_configuration_file_is_the_fallback(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("insightpulse_ocr.service_url", False)
        parameters.set_param("insightpulse_ocr.service_token", False)
        service = self.env["ocr.service"].with_user(self.user)
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
            file.write(
                "[options]\n[insightpulse_ocr]\n"
                "service_url = http://ocr:8868\nservice_token = 100%safe\n"
            )
            file.flush()
            with patch.dict(config._runtime_options, {"config": file.name}):
                self.assertEqual(service._settings(), ("http://ocr:8868", "100%safe"))
                parameters.set_param("insightpulse_ocr.service_url", "http://other:1")
                self.assertEqual(service._settings(), ("http://other:1", "100%safe"))
        parameters.set_param("insightpulse_ocr.service_url", False)
        with patch.dict(config._runtime_options, {"config": ""}):
            self.assertEqual(service._settings(), ("http://127.0.0.1:8868", ""))

    def test_users_neither_see_nor_use_the_settings(self):
        settings = self.env["res.config.settings"].with_user(self.user)
        with self.assertRaises(AccessError):
            settings.create({}).action_ocr_test_connection()
