from odoo.tests import BaseCase, tagged

from .. import health_checks
from .ocr_service_double import OcrServiceDouble, answers, refuses, sleeps

URL, TOKEN = health_checks.PARAMETERS


class Parameters:
    """A context in whose database these system parameters are set."""

    def __init__(self, **rows):
        self._rows = [(f"insightpulse_ocr.{name}", value) for name, value in rows.items()]

    def rows(self, sql, params=(), *, seconds=1.0):
        return self._rows


@tagged("-at_install", "post_install")
class TestHealthChecks(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = OcrServiceDouble()
        cls.addClassCleanup(cls.service.close)

    def test_what_is_told_of_the_service(self):
        full = health_checks.LONG_QUEUE + 1
        for moment, status, words in [
            (answers({"status": "pass", "queue": 2}), "pass", ""),
            (answers({"status": "pass", "queue": full}), "warn", f"{full} documents wait"),
            (answers({"status": "warming", "queue": 0}, 503), "warn", "loads its weights"),
            (refuses(500, "internal"), "warn", "service_away"),
            (answers(b"<h1>Welcome</h1>", 200, "text/html"), "warn", "invalid_answer"),
            (sleeps(health_checks.SECONDS + 0.5), "warn", "timeout"),
        ]:
            with self.subTest(status=status, words=words):
                self.service.version_answer = moment
                result = health_checks.run(Parameters(service_url=self.service.address))
                self.assertEqual(result.status, status, result)
                self.assertIn(words, result.output)
                self.assertEqual(bool(result.remedy), status == "warn")

    def test_an_address_that_is_none(self):
        result = health_checks.run(Parameters(service_url="ftp://ocr"))
        self.assertEqual(result.status, "warn")
        self.assertIn("OCR_SERVICE_URL", result.remedy)

    def test_the_token_is_sent_and_not_told(self):
        self.service.version_answer = refuses(401, "unauthorized")
        token = "a-secret-of-the-test"
        self.service.authorizations.clear()
        parameters = Parameters(service_url=self.service.address, service_token=token)
        result = health_checks.run(parameters)
        self.assertEqual(self.service.authorizations, [f"Bearer {token}"])
        self.assertNotIn(token, repr(result))

    def test_a_parameter_beats_the_file(self):
        section = {"service_url": "http://file:1", "service_token": "of the file"}
        for parameters, expected in [
            ({}, ("http://file:1", "of the file")),
            ({URL: "http://database:2"}, ("http://database:2", "of the file")),
            ({URL: "", TOKEN: "its"}, ("http://file:1", "its")),
        ]:
            self.assertEqual(health_checks.settings(parameters, section), expected)
        self.assertEqual(health_checks.settings({}, {}), (health_checks.DEFAULT_URL, ""))
