"""Checks of the database: what they make of its answers."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from checking.check import FAIL, PASS, WARN, Away
from checks import (
    database_connections,
    database_pooler,
    database_read_only,
    database_size,
    database_time,
    deployment,
    session_port,
)

from .told import FakeContext, assert_told

GB = 10**9


def test_an_answer_in_time_is_told_in_milliseconds():
    result = database_time.run(FakeContext({"SELECT 1": [(1,)]}))
    assert_told(result, PASS)
    assert result.unit == "ms"
    assert 0 <= result.value < database_time.SLOW


def test_a_slow_answer_warns(monkeypatch):
    clock = iter(range(100))  # a second passes between any two looks at it
    monkeypatch.setattr(database_time.time, "monotonic", lambda: float(next(clock)))
    assert_told(database_time.run(FakeContext({"SELECT 1": [(1,)]})), WARN, "takes 1000 ms")


def test_one_slow_answer_of_three_is_the_wait_for_another_check(monkeypatch):
    clock = iter((0.0, 0.9, 1.0, 1.01, 2.0, 2.9))
    monkeypatch.setattr(database_time.time, "monotonic", lambda: next(clock))
    result = database_time.run(FakeContext({"SELECT 1": [(1,)]}))
    assert_told(result, PASS)
    assert result.value == 10.0


def test_a_database_that_is_away_fails():
    result = database_time.run(FakeContext({"SELECT 1": Away("connection refused")}))
    assert_told(result, FAIL, "connection refused")


@pytest.mark.parametrize(
    ("found", "limit", "grows", "status", "words"),
    [
        (GB, 0, None, PASS, "its limit is not known"),
        (GB, 10 * GB, None, PASS, "1 GB of 10 GB (10%)"),
        (GB, 10 * GB, 0.1 * GB, PASS, "full in 90 days"),
        (GB, 10 * GB, -0.1 * GB, PASS, "(10%)."),
        (GB, 10 * GB, 9.0, PASS, "(10%)."),
        (6 * GB, 10 * GB, 0.4 * GB, WARN, "full in 10 days"),
        (8 * GB, 10 * GB, None, WARN, "(80%)"),
        (9.6 * GB, 10 * GB, None, FAIL, "(96%)"),
        (11 * GB, 10 * GB, GB, FAIL, "full in 0 days"),
    ],
)
def test_size(found, limit, grows, status, words):
    assert_told(database_size.judged(int(found), limit, grows), status, words)


@pytest.mark.parametrize(
    ("tables", "sample", "days"),
    [
        ([], None, None),
        (["health_sample"], (None, None), None),
        (["health_sample"], (GB, 2.0), None),  # two days say nothing
        (["health_sample"], (GB, 4.0), 9),
    ],
)
def test_days_left_come_from_samples(monkeypatch, tables, sample, days):
    monkeypatch.setattr(deployment, "database_limit", lambda: 10 * GB)
    context = FakeContext({"pg_database_size": [(GB,)], "regr_slope": [sample]}, tables=tables)
    result = database_size.run(context)
    assert ("full in" in result.output) == (days is not None)
    if days:
        assert_told(result, WARN, f"full in {days} days")


@pytest.mark.parametrize(
    ("counts", "status", "words"),
    [
        ((97, 20, -1, 10, -1, 10), PASS, "20 of the 97 connections of the server"),
        ((97, 78, -1, 10, -1, 10), WARN, "78 of the 97 connections of the server"),
        ((97, 96, -1, 10, -1, 10), FAIL, "96 of the 97"),
        ((97, 20, 22, 20, -1, 20), WARN, "20 of the 22 connections of this database"),
        ((97, 20, -1, 20, 20, 20), FAIL, "20 of the 20 connections of this role"),
    ],
)
def test_connections(counts, status, words):
    result = database_connections.run(FakeContext({"max_connections": [counts]}))
    assert_told(result, status, words)


@pytest.mark.parametrize(
    ("mode", "status", "words"),
    [
        ((False, False), PASS, ""),
        ((True, False), FAIL, "standby"),
        ((False, True), FAIL, "read-only"),
    ],
)
def test_mode(mode, status, words):
    assert_told(database_read_only.run(FakeContext({"pg_is_in_recovery": [mode]})), status, words)


class Sessions:
    """Two connections, which have these server processes one after the other, and the last one
    from then on."""

    def __init__(self, *processes: list[int]) -> None:
        self._processes = iter(processes)
        self.asked: list[str] = []

    def connect(self, _database, _port=None):
        return Session(next(self._processes), self.asked)


class Session:
    """A connection and its cursor."""

    description = True

    def __init__(self, processes: list[int], asked: list[str]) -> None:
        self._processes, self._asked = processes, asked

    def cursor(self):
        return nullcontext(self)

    def execute(self, sql):
        self._asked.append(sql)

    def fetchall(self):
        return [(self._processes.pop(0) if self._processes[1:] else self._processes[0],)]

    def close(self):
        self._asked.append("close")


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ([7], [8], True),
        ([7], [7], False),  # it was free
        ([7, 9], [8], False),  # the second one took it
        ([7, 7, 7, 9], [8], False),  # others came in between at first
    ],
)
def test_whether_sessions_are_kept(monkeypatch, first, second, kept):
    sessions = Sessions(first, second)
    monkeypatch.setattr(deployment, "connect", sessions.connect)
    assert database_pooler.keeps_sessions("odoo") == kept
    assert sessions.asked[-2:] == ["close", "close"]
    assert len(sessions.asked) <= 1 + 3 * database_pooler.ROUNDS + 2, "a far database takes longer"


@pytest.mark.parametrize(
    ("kept", "port", "status", "words"),
    [
        (True, None, PASS, "server process of its own"),
        (False, 5432, PASS, "port 5432 keeps sessions"),
        (False, None, FAIL, "no session port is set"),
    ],
)
def test_pooler(monkeypatch, kept, port, status, words):
    monkeypatch.setattr(database_pooler, "keeps_sessions", lambda database: kept)
    monkeypatch.setattr(deployment, "session_port", lambda: port)
    assert_told(database_pooler.run(FakeContext({})), status, words)


@pytest.mark.parametrize(
    ("seconds", "status", "words"),
    [
        (0.002, PASS, ""),
        (None, FAIL, "port 6543 did not arrive"),
        (OSError("connection refused\nsecond line"), FAIL, "port 6543: connection refused"),
    ],
)
def test_notifications(monkeypatch, seconds, status, words):
    def notified(_port):
        if isinstance(seconds, Exception):
            raise seconds
        return seconds

    monkeypatch.setattr(session_port, "notified", notified)
    monkeypatch.setattr(deployment, "session_port", lambda: 6543)
    result = session_port.run(FakeContext({}))
    assert_told(result, status, words)
    assert "second line" not in result.output
