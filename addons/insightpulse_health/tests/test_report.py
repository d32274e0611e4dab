import time

from odoo.tests import HttpCase, new_test_user, tagged

from .. import health
from ..checking import Check, Result, Runner
from ..controllers import report
from ..logs.redaction import Redaction
from ..sampling import SAMPLER

ROUTE = "/insightpulse_health/report"
PASSWORD = "hunter2-of-the-database"
CHECKS = (
    Check("database:size", "Database size", lambda _: Result("pass", value=5e8, unit="bytes")),
    Check(
        "mail:failures",
        "Outgoing mail",
        lambda _: Result(
            "fail",
            f"postgres://odoo:{PASSWORD}@db refused user 'marc', token=secret-xyz",
            "Tell mitchell@example.com.",
        ),
    ),
)


@tagged("-at_install", "post_install")
class TestReport(HttpCase):
    def setUp(self):
        super().setUp()
        self.env["health.state"].search([("id", "!=", False)]).unlink()
        runner = Runner(lambda: CHECKS, None)
        self.patch(health, "runner", lambda: runner)
        self.patch(report, "_redaction", lambda: Redaction({PASSWORD}))
        for groups in ("base.group_user", "base.group_portal", "base.group_system"):
            login = groups.rpartition(".")[2]
            new_test_user(self.env, login, groups=groups, password=f"{login} passw")

    def test_nobody_else_is_told(self):
        for login in ("group_user", "group_portal"):
            self.authenticate(login, f"{login} passw")
            with self.subTest(login=login):
                answer = self.url_open(ROUTE)
                self.assertEqual(answer.status_code, 403)
                self.assertNotIn("Outgoing mail", answer.text)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(ROUTE).url)

    def test_an_administrator_is_told(self):
        self.authenticate("group_system", "group_system passw")
        before = time.time()
        answer = self.url_open(ROUTE)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        told = answer.json()
        self.assertEqual(told["status"], "fail")
        size, mail = told["checks"]
        self.assertEqual((size["title"], size["shown"]), ("Database size", "500 MB"))
        self.assertEqual((mail["status"], mail["name"]), ("fail", "mail:failures"))
        self.assertGreaterEqual(mail["since"], before - 1)

    def test_the_text_to_copy_has_no_secrets(self):
        self.authenticate("group_system", "group_system passw")
        text = self.url_open(ROUTE).json()["text"]
        self.assertIn("[pass] Database size: 500 MB", text)
        self.assertIn("[fail] Outgoing mail", text)
        self.assertIn("Odoo: 19.0", text)
        for secret in (PASSWORD, "secret-xyz", "marc", "mitchell", "odoo:"):
            self.assertNotIn(secret, text)

    def test_the_banner_starts_with_what_fails(self):
        self.authenticate("group_system", "group_system passw")
        SAMPLER.look()
        told = self.session_info()
        self.assertEqual([one["title"] for one in told["system_health"]["failing"]],
                         ["Outgoing mail"])  # fmt: skip
        self.authenticate("group_user", "group_user passw")
        self.assertNotIn("system_health", self.session_info())

    def session_info(self):
        answer = self.url_open("/web/session/get_session_info", json={"params": {}})
        return answer.json()["result"]
