"""`scripts/verify-deployment.py` on deployments that are played; on the real one: `tests/stack`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .played import COMMIT, LOGIN, SECURITY, Page, deployment, good

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT / "scripts"))

from verify_deployment import rounds  # noqa: E402
from verify_deployment.address import Address, BadAddress  # noqa: E402
from verify_deployment.check import Target  # noqa: E402
from verify_deployment.checks import ALL  # noqa: E402
from verify_deployment.visitor import Visitor  # noqa: E402


def verify(*arguments):
    return subprocess.run(
        [sys.executable, CHECKOUT / "scripts" / "verify-deployment.py", *arguments],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def failed(url, **target):
    outcomes = rounds.run(ALL, Target(Visitor(Address.parse(url), 2), **target), 0)
    return {outcome.check: outcome for outcome in outcomes if outcome.status == "fail"}


def test_a_good_deployment_passes():
    with deployment(good()) as url:
        done = verify(url, "--commit", COMMIT, "--deadline", "0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"✓ commit            commit {COMMIT} runs" in done.stdout
    assert done.stdout.endswith(f"{url} is as it should be\n")


@pytest.mark.parametrize(
    ("check", "path", "page", "words"),
    [
        ("health", "/web/health", Page(503), "/web/health answers 503"),
        ("login page", "/web/login", Page(503), "is Supabase paused?"),
        ("login page", "/web/login", Page(200, "<h1>Welcome to nginx</h1>"), "no page to log in"),
        ("commit", "/insightpulse/revision", Page(200, "another"), "commit 'another' runs"),
        ("commit", "/insightpulse/revision", Page(404), "a deployment of this repository?"),
        ("assets", "/web/assets/1/web.css", Page(500), "/web/assets/1/web.css answers 500"),
        ("assets", "/web/assets/1/web.js", Page(200, "", "text/javascript"), "0 bytes"),
        ("assets", "/web/assets/1/web.js", Page(200, "<html>"), "text/html"),
        ("assets", "/web/static/img/favicon.ico", Page(200, "icon"), "Cache-Control ''"),
        ("websocket", "/websocket", Page(400), "pass Upgrade and Connection on"),
        ("websocket", "/websocket", Page(200, "hello"), "/websocket answers 200"),
        (
            "security headers", "/web/login",
            Page(200, LOGIN, headers=SECURITY | {"X-Frame-Options": "ALLOWALL"}),
            "lacks X-Frame-Options",
        ),
        ("security headers", "/web/login", Page(200, LOGIN), "X-Content-Type-Options: nosniff"),
        ("database manager", "/web/database/manager", Page(200), "ODOO_DATABASE_MANAGER=0"),
        ("database manager", "/web/database/selector", Page(303), "answers 303"),
        ("database manager", "/jsonrpc", Page(200, '{"result": ["odoo"]}'), "lists the server's"),
        ("database manager", "/jsonrpc", Page(502), "without refusing to list"),
        ("database manager", "/jsonrpc", Page(200, "5"), "without refusing to list"),
        ("database manager", "/web/database/manager", Page(503), "Run it again when the app is up"),
        (
            "security headers", "/web/login",
            Page(200, LOGIN, headers=SECURITY | {"Referrer-Policy": "unsafe-url"}),
            "lacks Referrer-Policy",
        ),
        ("job route", "/queue_job/runjob", Page(400), "Anybody could start jobs"),
    ],
)  # fmt: skip
def test_each_fault_is_reported_for_what_it_is(check, path, page, words):
    with deployment(good() | {path: page}) as url:
        found = failed(url, commit=COMMIT)
    assert found.keys() == {check}
    assert words in f"{found[check].observation} {found[check].remedy}"


def test_a_deployment_that_comes_up_is_waited_for():
    answers = iter([Page(502), Page(503)])

    def before(path):
        return next(answers, None) if path == "/web/health" else None

    pauses = []
    with deployment(good(), before) as url:
        target = Target(Visitor(Address.parse(url), 2), COMMIT)
        outcomes = rounds.run(ALL, target, 60, sleep=pauses.append)
    assert {outcome.status for outcome in outcomes} == {"pass", "skip"}
    assert pauses == [rounds.PAUSE, rounds.PAUSE]
    assert outcomes[0].attempts == 3


def test_what_stays_wrong_is_not_waited_for_until_the_deadline():
    pauses = []
    with deployment(good() | {"/websocket": Page(400)}) as url:
        target = Target(Visitor(Address.parse(url), 2))
        rounds.run(ALL, target, 3600, sleep=pauses.append)
    assert len(pauses) == rounds.LATER_ROUNDS


def test_nobody_listens():
    done = verify("http://127.0.0.1:1", "--deadline", "0", "--format", "json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["passed"] is False
    assert "Connection refused" in report["checks"][0]["observation"]
    assert {check["status"] for check in report["checks"][1:]} == {"skip"}


def test_http_is_a_fault_where_tls_is_required():
    with deployment(good()) as url:
        assert failed(url, require_tls=True).keys() == {"certificate"}


def test_what_a_server_says_cannot_write_on_the_terminal():
    evil = good() | {"/insightpulse/revision": Page(200, "\x1b[2Jall is well")}
    with deployment(evil) as url:
        done = verify(url, "--commit", COMMIT, "--deadline", "0")
    assert done.returncode == 1
    assert "\x1b" not in done.stdout


def test_an_abbreviated_commit_is_enough():
    with deployment(good()) as url:
        assert failed(url, commit=COMMIT[:7]) == {}
        assert failed(url, commit=COMMIT[:3]).keys() == {"commit"}


@pytest.mark.parametrize(
    "option", ["--deadline=nan", "--deadline=-1", "--timeout=0", "--timeout=inf", "--timeout=x"]
)
def test_what_is_no_time(option):
    assert verify("http://127.0.0.1:1", option).returncode == 2


@pytest.mark.parametrize(
    "url",
    ["odoo.example.com", "ftp://odoo.example.com", "https://user:secret@odoo.example.com",
     "https://odoo.example.com/odoo", "https://odoo.example.com:port"],
)  # fmt: skip
def test_what_is_no_address(url):
    with pytest.raises(BadAddress):
        Address.parse(url)
    done = verify(url)
    assert done.returncode == 2
    assert "secret" not in done.stderr
