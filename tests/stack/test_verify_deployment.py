"""`scripts/verify-deployment.py` on the running product, whole and broken.

nginx, Odoo and PostgreSQL are the real ones, with one thing broken, which has to be reported for
what it is. What cannot be broken here is played in `tests/verify`.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
import signal
import socket
import subprocess

import pytest
import trustme

from ..product import front
from ..product.running import CHECKOUT
from . import processes
from .planted import command, failed, faults, look, nginx_with, odoo_with, view_on_login_page

NOBODY = "server 127.0.0.1:1;"
NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


# --- whole ---------------------------------------------------------------------------------------


def test_the_product_passes(stack):
    outcomes = look(stack)
    assert failed(outcomes) == {}
    assert {name for name, outcome in outcomes.items() if outcome["status"] == "skip"} == {
        "commit", "certificate", "https redirect",
    }  # fmt: skip


def test_the_right_commit_passes_and_another_does_not(stack):
    commit = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=CHECKOUT, text=True).strip()
    other = commit.translate(str.maketrans("0123456789abcdef", "123456789abcdef0"))
    # as in an image: there, what is not committed has no say
    revision = front.visitor(stack).get("/insightpulse/revision").text.strip()
    with nginx_with(stack, (f'"{revision}\\n"', f'"{commit}\\n"')):
        assert look(stack, "--commit", commit)["commit"]["status"] == "pass"
        assert faults(stack, "--commit", commit) == {}
        found = faults(stack, "--commit", other)
    assert found.keys() == {"commit"}
    assert f"commit {commit} runs, not {other}" in found["commit"]


def test_a_start_is_waited_for(stack):
    stack.children.pop("odoo").stop()
    looking = subprocess.Popen(
        command(stack.url, "--deadline", "300"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert b"connection: no connection to" in looking.stderr.readline()
    stack.start_odoo()
    report, _waits = looking.communicate(timeout=120)
    assert looking.returncode == 0
    assert {outcome["attempts"] > 1 for outcome in json.loads(report)["checks"]} == {True}


# --- parts that are away -------------------------------------------------------------------------


def test_nothing_listens(stack):
    stack.children.pop("odoo").stop()
    found = faults(stack)
    assert found.keys() == {"connection"}
    assert "Connection refused" in found["connection"]


def test_the_workers_are_away_behind_nginx(stack):
    """It is the evented process that says whether it is ready."""
    with nginx_with(stack, (f"server 127.0.0.1:{stack.ports['odoo']};", NOBODY)):
        found = faults(stack)
    assert found.keys() == {"login page", "database manager"}
    assert "/web/login answers 503" in found["login page"]


def test_the_database_is_away(stack):
    stack.children.pop("postgres").stop()
    found = faults(stack, "--commit", "f" * 40)
    assert found.keys() == {"readiness", "commit"}  # which needs no database
    assert "Odoo or its database is away" in found["readiness"]


def test_the_evented_process_is_away(stack):
    with nginx_with(stack, (f"server 127.0.0.1:{stack.ports['evented']};", NOBODY)):
        found = faults(stack)
    assert found.keys() == {"readiness"}
    assert "Odoo or its database is away" in found["readiness"]


def test_the_evented_process_hangs(stack):
    pid = processes.evented(stack)
    os.kill(pid, signal.SIGSTOP)
    try:
        found = faults(stack, "--timeout", "5")
    finally:
        os.kill(pid, signal.SIGCONT)
    assert found.keys() == {"readiness"}
    assert "nothing whole within 5 s" in found["readiness"]


# --- nginx that was changed ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "check", "words"),
    [
        (("location ~ ^/websocket(/|$) {", "location ~ ^/sockets(/|$) {"),
         "websocket", "/websocket answers "),
        (("proxy_set_header Upgrade $upgrade;", ""), "websocket", "pass Upgrade and Connection on"),
        (("add_header X-Frame-Options $frame_options always;",
          "proxy_hide_header X-Frame-Options; proxy_hide_header Content-Security-Policy;"),
         "security headers", "X-Frame-Options is missing"),
        # one header of a location's own, and those of the server are gone; Odoo has two itself
        (("location / { proxy_pass", "location / { add_header X-Mine 1; proxy_pass"),
         "security headers", "Referrer-Policy is missing"),
        (("location ~ ^/queue_job/(?!static/) { return 404; }", ""),
         "job route", "Anybody could start jobs"),
        (("location ~ ^/web/database(/|$) { return 404; }", ""),
         "database manager", "/web/database/manager answers 200"),
        (("expires 7d;", ""), "assets", "Cache-Control ''"),
    ],
)  # fmt: skip
def test_a_change_of_nginx(stack, change, check, words):
    with nginx_with(stack, change):
        found = faults(stack)
    assert found.keys() == {check}
    assert words in found[check]


# --- the database manager ------------------------------------------------------------------------


def test_the_database_manager_is_open(stack):
    with odoo_with(stack, ODOO_DATABASE_MANAGER="1"):
        found = faults(stack)
        assert found.keys() == {"database manager"}
        assert "/web/database/manager answers 200" in found["database manager"]
        # its pages closed, and its calls not
        front.reload(stack, ODOO_DATABASE_MANAGER="0")
        found = faults(stack)
    assert found.keys() == {"database manager"}
    assert found["database manager"].startswith(
        "/jsonrpc lists the databases; /xmlrpc/db lists the databases; "
        "/xmlrpc/2/db lists the databases Set ODOO_DATABASE_MANAGER=0."
    )


# --- what is in the database ---------------------------------------------------------------------


def test_the_files_were_lost_with_the_disk(stack):
    files = stack.workdir / "data" / "filestore"
    away = files.rename(files.with_name("filestore-away"))
    try:
        found = faults(stack)
    finally:
        if files.exists():  # what was written meanwhile
            shutil.copytree(files, away, dirs_exist_ok=True)
            shutil.rmtree(files)
        away.rename(files)
    assert found.keys() == {"assets"}
    assert "Were attachments lost with a disk" in found["assets"]


def test_a_view_breaks_the_login_page(stack):
    arch = """<xpath expr="//input[@name='password']" position="attributes">
        <attribute name="t-att-title">1 / 0</attribute></xpath>"""
    with view_on_login_page(stack, arch):
        found = faults(stack)
    assert found.keys() == {"login page"}
    assert "/web/login answers 500" in found["login page"]


def test_a_view_takes_the_password_off_the_login_page(stack):
    arch = """<xpath expr="//input[@name='password']" position="replace"/>"""
    with view_on_login_page(stack, arch):
        found = faults(stack)
    assert found.keys() == {"login page"}
    assert "no page to log in on" in found["login page"]


def test_an_upgrade_that_did_not_end(stack, db):
    """The code knows a column that the database lacks."""
    db.rows("ALTER TABLE res_users RENAME COLUMN notification_type TO not_yet")
    try:
        found = faults(stack)
    finally:
        db.rows("ALTER TABLE res_users RENAME COLUMN not_yet TO notification_type")
    assert found.keys() == {"login page"}
    assert "Did the last upgrade end" in found["login page"]


# --- TLS, by nginx itself ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "ends", "extra", "check", "words"),
    [
        (["localhost"], 60, "", None, ""),
        (["localhost"], -1, "", "certificate", "certificate has expired"),
        (["localhost"], 5.5, "", "certificate", "the certificate ends in 5 days"),
        (["odoo.example.com"], 60, "", "certificate", "another domain's"),
        (["localhost"], 60, "$transport_security", "security headers",
         "Strict-Transport-Security is missing"),
    ],
)  # fmt: skip
def test_tls(stack, tmp_path, names, ends, extra, check, words):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    leaf = authority.issue_cert(*names, not_before=NOW - 90 * DAY, not_after=NOW + ends * DAY)
    leaf.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "site.pem"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    listen = f"listen 127.0.0.1:{stack.ports['web']};"
    secure = (
        f"listen 127.0.0.1:{port} ssl; "
        f"ssl_certificate {tmp_path}/site.pem; ssl_certificate_key {tmp_path}/site.pem;"
    )
    changes = [(listen, f"{listen} {secure}")]
    if extra:
        changes.append((f"add_header Strict-Transport-Security {extra} always;", ""))
    with nginx_with(stack, *changes):
        found = faults(
            stack, "--require-tls", url=f"https://localhost:{port}",
            environment={"SSL_CERT_FILE": str(tmp_path / "authority.pem")},
        )  # fmt: skip
    assert found.keys() == ({check} if check else set())
    assert words in found.get(check, "")
