"""`scripts/verify-deployment.py` on deployments that are played; on the real one: `tests/stack`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xmlrpc.client
from pathlib import Path

import pytest

from verify_deployment import rounds
from verify_deployment.address import Address, BadAddress
from verify_deployment.check import Target
from verify_deployment.checks import ALL
from verify_deployment.command import main
from verify_deployment.visitor import Visitor

from .played import COMMIT, LOGIN, SECURITY, Page, deployment, good, refused

CHECKOUT = Path(__file__).resolve().parents[2]


def verify(*arguments, environment=None):
    return subprocess.run(
        [sys.executable, CHECKOUT / "scripts" / "verify-deployment.py", *arguments],
        capture_output=True, text=True, check=False, timeout=60,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"} | (environment or {}),
    )  # fmt: skip


def look(url, **target):
    return rounds.run(ALL, Target(Visitor(Address.parse(url), 2), **target), 0)


def failed(url, **target):
    return {o.check: o for o in look(url, **target) if o.status == "fail"}


def test_a_good_deployment_passes():
    with deployment(good()) as url:
        done = verify(url, "--commit", COMMIT, "--deadline", "0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"✓ commit            commit {COMMIT} runs\n" in done.stdout
    assert done.stdout.endswith(f"\n{url} is as it should be\n")


@pytest.mark.parametrize(
    ("check", "path", "page", "words"),
    [
        ("readiness", "/health/ready", Page(503), "is Supabase paused?"),
        ("readiness", "/health/ready", Page(404), "lead to this Odoo?"),
        ("login page", "/web/login", Page(503), "/web/login answers 503"),
        ("login page", "/web/login", Page(500), "The runtime log has the traceback."),
        ("login page", "/web/login", Page(200, "<h1>Welcome to nginx</h1>"), "no page to log in"),
        ("login page", "/web/login", Page(303, headers={"Location": "https://other.example/"}),
         "answers 303, to 'https://other.example/'"),
        ("commit", "/insightpulse/revision", Page(200, "f" * 40), "commit ffffff"),
        ("commit", "/insightpulse/revision", Page(200, "unknown"), "'unknown' runs, which is no"),
        ("commit", "/insightpulse/revision", Page(200, f"{COMMIT}-dirty"), "a clean checkout?"),
        ("commit", "/insightpulse/revision", Page(404), "a deployment of this repository?"),
        ("assets", "/web/assets/1/web.css", Page(500), "/web/assets/1/web.css answers 500"),
        ("assets", "/web/assets/1/web.js", Page(200, "", "text/javascript"), "0 bytes"),
        ("assets", "/web/assets/1/web.js", Page(200, "<html>"), "text/html"),
        ("assets", "/web/static/img/favicon.ico", Page(200, "icon"), "Cache-Control ''"),
        ("websocket", "/websocket", Page(400), "pass Upgrade and Connection on"),
        ("websocket", "/websocket", Page(101, headers={"Sec-WebSocket-Accept": "x"}), "right key"),
        ("websocket", "/websocket", Page(101, headers={"Upgrade": "h2c"}), "right key"),
        ("websocket", "/websocket", Page(503), "evented process is away"),
        ("websocket", "/websocket", Page(200, "hello"), "/websocket answers 200"),
        ("security headers", "/web/login", Page(200, LOGIN, headers={"Referrer-Policy": ""}),
         "Referrer-Policy is missing"),
        ("security headers", "/web/login",
         Page(200, LOGIN, headers={"Content-Security-Policy": "frame-ancestors *"}),
         "frame-ancestors *: every site"),
        ("job route", "/queue_job/runjob", Page(400), "Anybody could start jobs"),
    ],
)  # fmt: skip
def test_each_fault_is_reported_for_what_it_is(check, path, page, words):
    with deployment(good() | {path: page}) as url:
        found = failed(url, commit=COMMIT)
    assert found.keys() == {check}
    assert words in f"{found[check].observation} {found[check].remedy}"


DONE = xmlrpc.client.dumps((["odoo"],), methodresponse=True)
OPEN, LATER = "Set ODOO_DATABASE_MANAGER=0.", "Run it again when the app is up"


@pytest.mark.parametrize(
    ("path", "page", "words"),
    [
        ("/web/database/manager", Page(200), OPEN),
        ("/web/database/selector", Page(303), "answers 303"),
        ("/web/database/manager", Page(503), LATER),
        ("/jsonrpc", Page(200, '{"result": ["odoo"]}'), "lists the databases; /jsonrpc copies"),
        ("/jsonrpc", Page(200, '{"error": {"data": {"name": "builtins.KeyError"}}}'), LATER),
        ("/jsonrpc", Page(200, '{"error": 5}'), LATER),
        ("/jsonrpc", Page(200, "5"), LATER),
        ("/jsonrpc", Page(200, "[" * 100_000), LATER),
        ("/jsonrpc", Page(502), "answers 502, and does not refuse list"),
        (
            "/xmlrpc/db",
            Page(200, DONE),
            f"/xmlrpc/db copies a database without the master password {OPEN}",
        ),
        ("/xmlrpc/2/db", Page(200, DONE), f"without the master password {OPEN}"),
        ("/xmlrpc/2/db", Page(200, refused(1)), LATER),
        ("/xmlrpc/2/db", Page(200, "<methodResponse><params>"), LATER),
        ("/xmlrpc/2/db", Page(200, DONE.replace("<methodR", "<!DOCTYPE x><methodR")), LATER),
    ],
)
def test_a_database_manager_that_is_open_anywhere_is_open(path, page, words):
    with deployment(good() | {path: page}) as url:
        found = failed(url)
    assert found.keys() == {"database manager"}
    assert words in f"{found['database manager'].observation} {found['database manager'].remedy}"


@pytest.mark.parametrize(
    ("path", "done"), [("/jsonrpc", '{"result": "UEs="}'), ("/xmlrpc/2/db", DONE)]
)
def test_a_copy_without_the_master_password_is_asked_for(path, done):
    """Of no database that there is: the look itself copies none."""
    asked = []

    def body(request):
        asked.append(request)
        return done if "dump" in request else good()[path].body

    with deployment(good() | {path: Page(200, body)}) as url:
        found = failed(url)["database manager"]
    assert found.observation == f"{path} copies a database without the master password"
    assert all("there-is-no-such-database" in request for request in asked if "dump" in request)


def test_a_route_for_programs_that_is_not_there_is_closed():
    with deployment(good() | {"/jsonrpc": Page(404), "/xmlrpc/db": Page(403)}) as url:
        assert failed(url) == {}


def test_faults_that_have_nothing_to_do_with_each_other_are_all_reported():
    faults = {"/websocket": Page(400), "/queue_job/runjob": Page(400), "/web/login": Page(500)}
    with deployment(good() | faults) as url:
        found = failed(url, commit="f" * 40)
    assert found.keys() == {"login page", "commit", "websocket", "job route"}


def test_what_follows_from_a_fault_is_not_reported_as_another():
    with deployment({}, lambda path: Page(502, headers=dict.fromkeys(SECURITY, ""))) as url:
        outcomes = {outcome.check: outcome for outcome in look(url, commit=COMMIT)}
    assert [name for name, outcome in outcomes.items() if outcome.status == "fail"] == ["liveness"]
    assert outcomes["assets"].observation == "not looked at, because of liveness"


def test_what_was_seen_of_the_deployment_before_is_looked_at_again():
    old = good() | {"/insightpulse/revision": Page(200, "f" * 40)}
    asked = []

    def before(path):
        answer = None if "/insightpulse/revision" in asked else old.get(path)
        asked.append(path)
        return answer

    with deployment(good() | {"/web/login": Page(200, "no form")}, before) as url:
        target = Target(Visitor(Address.parse(url), 2), COMMIT)
        outcomes = rounds.run(ALL, target, 6, sleep=lambda seconds: None)
    assert {outcome.check for outcome in outcomes if outcome.status == "fail"} == {"login page"}


def test_a_deployment_that_comes_up_is_waited_for():
    answers = iter([Page(502), Page(503)])

    def before(path):
        return next(answers, None) if path == "/health/ready" else None

    pauses = []
    with deployment(good(), before) as url:
        target = Target(Visitor(Address.parse(url), 2), COMMIT)
        outcomes = rounds.run(ALL, target, 60, sleep=pauses.append)
    assert {outcome.status for outcome in outcomes} == {"pass", "skip"}
    assert pauses == [rounds.PAUSE, rounds.PAUSE]
    assert {outcome.attempts for outcome in outcomes} == {3}


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


def test_an_abbreviated_commit_is_enough():
    with deployment(good()) as url:
        assert failed(url, commit=COMMIT[:7]) == {}


@pytest.fixture
def refusal(capsys):
    """What the command says where it does not look at all."""

    def refused(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        assert (ended.value.code, said.out) == (2, "")
        return said.err

    return refused


def test_what_is_no_address_ends_with_status_2():
    done = verify("odoo.example.com")
    assert done.returncode == 2
    assert "the address has to look like https://host" in done.stderr


@pytest.mark.parametrize("commit", ["another", COMMIT[:6], f"{COMMIT}-dirty", "f" * 65, ""])
def test_what_is_no_commit_is_not_waited_for(refusal, commit):
    assert "is no commit" in refusal("http://127.0.0.1:1", "--commit", commit)


@pytest.mark.parametrize(
    "option", ["--deadline=nan", "--deadline=-1", "--timeout=0", "--timeout=inf", "--timeout=x"]
)
def test_what_is_no_time(refusal, option):
    assert option.partition("=")[0] in refusal("http://127.0.0.1:1", option)


@pytest.mark.parametrize(
    "url",
    ["odoo.example.com", "ftp://odoo.example.com", "https://user:secret@odoo.example.com",
     "https://odoo.example.com/odoo", "https://odoo.example.com:port"],
)  # fmt: skip
def test_what_is_no_address(refusal, url):
    with pytest.raises(BadAddress):
        Address.parse(url)
    assert "secret" not in refusal(url)
