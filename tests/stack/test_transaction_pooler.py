"""Behind a transaction pooler, and while it is gone: what a user sees through the one port."""

from __future__ import annotations

import time

import pytest

from ..product.client import Client
from ..product.live import Cron, Socket
from ..product.pooler import Pooler
from ..product.running import DATABASE
from . import processes
from .conftest import make_whole


@pytest.fixture(scope="module")
def pooler(stack):
    """All of Odoo's connections go through the pooler, but those that LISTEN."""
    make_whole(stack)
    pooler = Pooler(stack.workdir / "pooler", stack.ports["postgres"], stack.postgres.password)
    pooler.start()
    direct = dict(stack.settings)
    stack.settings |= {
        "POSTGRES_PORT": str(pooler.port),
        "POSTGRES_SESSION_PORT": str(stack.ports["postgres"]),
    }
    stack.restart("odoo")
    yield pooler
    stack.settings.clear()
    stack.settings |= direct
    stack.restart("odoo")
    pooler.kill()


@pytest.fixture
def admin(stack, pooler, company):
    return Client(stack.url, DATABASE, "admin", "admin")


@pytest.fixture
def live(admin, db):
    socket = Socket(admin)
    yield socket, Cron(admin, db)
    socket.close()


def test_notifications_and_triggered_jobs_arrive(live):
    socket, cron = live
    assert socket.status == 101
    # 0.5 s and 1 s are promised; the margin is for a machine with other work
    assert min(socket.notification_seconds() for _ in range(3)) < 0.5
    assert min(cron.seconds() for _ in range(3)) < 1


@pytest.mark.parametrize("seconds", [3, 60])
def test_the_pooler_is_gone(stack, pooler, admin, db, live, seconds):
    master, http = _server(stack)
    pooler.kill()
    _assert_away(admin, seconds)
    pooler.start()
    _assert_back(admin, db)
    assert _server(stack) == (master, http)
    # a statement that fails is logged, but not whose session it asked for
    assert admin.session_id not in (stack.logs / "odoo.log").read_text(errors="replace")


def test_postgresql_is_gone(stack, admin, db, live):
    master, http = _server(stack)
    stack.children.pop("postgres").stop()
    _assert_away(admin, 3)
    stack.start_postgres()
    _assert_back(admin, db)
    assert _server(stack) == (master, http)


def test_odoo_starts_before_the_pooler(stack, pooler, admin):
    """The container waits for its database instead of ending."""
    stack.children.pop("odoo").stop()
    pooler.kill()
    stack.launch_odoo()
    time.sleep(3)
    assert stack.children["odoo"].running()
    pooler.start()
    stack.await_odoo(60)
    _await_session(admin, 5)


def _server(stack):
    return stack.odoo_processes()["master"], processes.workers(stack, "WorkerHTTP")


def _assert_away(admin, seconds):
    """For that long users are told to wait: no other error, no login page."""
    until, answers = time.monotonic() + seconds, []
    while time.monotonic() < until:
        page = admin.get("/odoo")
        answers.append((page.status_code, page.headers.get("retry-after")))
        time.sleep(0.2)
    assert set(answers) == {(503, "5")}


def _await_session(admin, seconds):
    """Until the session answers; returns the seconds that it took."""
    began = time.monotonic()
    while (status := admin.get("/odoo").status_code) == 503:
        assert time.monotonic() - began < seconds, "still away"
        time.sleep(0.1)
    assert status == 200, "logged out"  # a redirect to the login page would be 303
    assert admin.post("/web/session/get_session_info")["uid"] == admin.user_id
    return time.monotonic() - began


def _assert_back(admin, db):
    began = time.monotonic()
    _await_session(admin, 5)
    socket = Socket(admin)
    try:
        assert socket.notification_seconds() < 5
    finally:
        socket.close()
    assert Cron(admin, db).seconds() < 5
    print(f"full service after {time.monotonic() - began:.1f} s")
