import time
from types import SimpleNamespace

import werkzeug.test
from odoo import http
from odoo.service.security import compute_session_token
from odoo.tests import TransactionCase, new_test_user, tagged

from .. import health
from ..checking import Check, Result, Runner
from ..logs.redaction import Redaction
from ..probes import bearer, full, ready
from ..sampling import SAMPLER

ROUTE = "/insightpulse_health/report"
RUNNER = health.runner.__wrapped__
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
class TestReport(TransactionCase):
    """Not an HttpCase: that would first build every bundle of assets, for a minute."""

    def setUp(self):
        super().setUp()
        self.http_request_allow_all = True
        self.registry_enter_test_mode()
        self.env["health.state"].search([("id", "!=", False)]).unlink()
        runner = Runner(lambda: CHECKS, None)
        self.patch(health, "runner", lambda: runner)
        self.patch(health, "redaction", lambda: Redaction({PASSWORD}))
        # a cursor of the test mode is one thread's
        self.patch(SAMPLER, "_write_beside", SAMPLER._try_to_write)
        self.users = {
            group: new_test_user(self.env, f"health_{group}", groups=f"base.group_{group}")
            for group in ("user", "portal", "system")
        }

    def browser(self, group=None):
        """Of a user of that group; of a stranger, without one."""
        session = http.root.session_store.new()
        session.update(http.get_default_session(), db=self.env.cr.dbname)
        if group:
            user = self.users[group]
            session.uid, session.login = user.id, user.login
            session.session_token = compute_session_token(session, self.env(user=user))
            session.context = dict(user.context_get())
        http.root.session_store.save(session)
        browser = werkzeug.test.Client(http.root, werkzeug.test.TestResponse)
        browser.set_cookie("session_id", session.sid)
        return browser

    def test_nobody_else_is_told(self):
        for group in ("user", "portal"):
            with self.subTest(group=group):
                answer = self.browser(group).get(ROUTE)
                self.assertEqual(answer.status_code, 403)
                self.assertNotIn("Outgoing mail", answer.text)
        self.assertIn("/web/login", self.browser().get(ROUTE).location)

    def test_an_administrator_is_told(self):
        before = time.time()
        answer = self.browser("system").get(ROUTE)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        told = answer.get_json()
        self.assertEqual(told["status"], "fail")
        size, mail = told["checks"]
        self.assertEqual((size["title"], size["shown"]), ("Database size", "500 MB"))
        self.assertEqual((mail["status"], mail["name"]), ("fail", "mail:failures"))
        self.assertGreaterEqual(mail["since"], before - 1)

    def test_the_text_to_copy_has_no_secrets(self):
        text = self.browser("system").get(ROUTE).get_json()["text"]
        self.assertIn("[pass] Database size: 500 MB", text)
        self.assertIn("[fail] Outgoing mail", text)
        self.assertIn("Odoo: 19.0", text)
        for secret in (PASSWORD, "secret-xyz", "marc", "mitchell", "odoo:"):
            self.assertNotIn(secret, text)

    def test_a_probe_tells_no_secrets_either(self):
        self.patch(health.checks, "ALL", CHECKS)
        self.patch(health, "_of_addons", lambda registry: ())
        runner = RUNNER()
        self.patch(health, "runner", lambda: runner)
        reason = f"no entry for host with password={PASSWORD}"
        self.patch(health, "readiness", lambda: SimpleNamespace(reason=lambda: reason))
        self.patch(bearer, "is_right", lambda token: True)
        self.patch(ready, "_said", "")
        with self.assertLogs(ready.__name__, "WARNING"):
            answers = [
                probe({"HTTP_AUTHORIZATION": "Bearer x"}).body.decode()
                for probe in (full.full, ready.ready)
            ]
        self.assertIn("refused user", answers[0])
        self.assertIn("no entry for host", answers[1])
        for text in answers:
            for secret in (PASSWORD, "secret-xyz"):
                self.assertNotIn(secret, text)

    def test_the_banner_starts_with_what_fails(self):
        SAMPLER.look()
        told = self.session_info("system")
        self.assertEqual([one["title"] for one in told["system_health"]["failing"]],
                         ["Outgoing mail"])  # fmt: skip
        self.assertNotIn("system_health", self.session_info("user"))

    def session_info(self, group):
        answer = self.browser(group).post("/web/session/get_session_info", json={"params": {}})
        return answer.get_json()["result"]
