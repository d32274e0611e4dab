"""The statements and connections of the checks, on a real PostgreSQL: what no played one shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from metrics import database as metrics_database

from checking.check import FAIL, PASS, WARN
from checks import (
    cron_failures,
    cron_lag,
    database_connections,
    database_pooler,
    database_read_only,
    database_size,
    database_time,
    deployment,
    file_store_lost,
    lateness,
    mail,
    queue_failures,
    queue_stuck,
    queue_waiting,
    session_port,
    tables,
)
from native.postgres import ROLE

from .told import assert_told

pytestmark = pytest.mark.slow

# as Odoo and queue_job have them, with the columns that are looked at
SCHEMA = """
CREATE TABLE ir_config_parameter (key varchar PRIMARY KEY, value text);
CREATE TABLE ir_cron (id serial PRIMARY KEY, cron_name varchar, active bool DEFAULT true,
    nextcall timestamp DEFAULT (now() AT TIME ZONE 'UTC'), failure_count int DEFAULT 0);
CREATE TABLE ir_cron_progress (id serial, cron_id int REFERENCES ir_cron,
    create_date timestamp DEFAULT (now() AT TIME ZONE 'UTC'));
CREATE TABLE queue_job (id serial, state varchar, channel varchar, eta timestamp,
    date_created timestamp DEFAULT (now() AT TIME ZONE 'UTC'), date_enqueued timestamp,
    date_started timestamp, exc_name varchar);
CREATE TABLE queue_job_lock (queue_job_id int);
CREATE TABLE mail_mail (id serial, state varchar, failure_type varchar, scheduled_date timestamp,
    create_date timestamp DEFAULT (now() AT TIME ZONE 'UTC'),
    write_date timestamp DEFAULT (now() AT TIME ZONE 'UTC'));
CREATE TABLE ir_mail_server (id serial, active bool DEFAULT true);
"""
AGO = "now() AT TIME ZONE 'UTC' - interval '{}'"


class Database:
    """A context that asks for real, on one connection that it keeps."""

    registry = None

    def __init__(self, server, name: str) -> None:
        self.database = name
        self.connection = server.connect(name)

    def rows(self, sql, params=(), *, seconds=1.0):
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else []

    rows_apart = rows


@pytest.fixture
def started(monkeypatch):
    """Say how many seconds ago the server started."""
    return lambda age: monkeypatch.setattr(deployment, "server_age", lambda: age)


def add_points(database, *ranges):
    """To the charts: one every five minutes from so many seconds ago until so many."""
    database.rows("CREATE TABLE IF NOT EXISTS health_sample (time timestamp)")
    for first, last in ranges:
        database.rows(
            "INSERT INTO health_sample SELECT now() AT TIME ZONE 'UTC' - n * interval '1 second' "
            "FROM generate_series(%s, %s, 300) n",
            (last, first),
        )


@pytest.fixture
def empty(server, books) -> Iterator[Database]:
    database = Database(server, books)
    with closing(database.connection):
        yield database


@pytest.fixture
def database(empty) -> Database:
    empty.rows(SCHEMA)
    return empty


@pytest.fixture
def connecting(server, monkeypatch):
    """The checks' own connections go to this server."""

    def connect(name, port=None):
        connection = psycopg2.connect(
            host="127.0.0.1", port=port or server.port, user=ROLE, dbname=name,
            password=server.postgres.password,
        )  # fmt: skip
        connection.autocommit = True
        return connection

    monkeypatch.setattr(deployment, "connect", connect)
    monkeypatch.setattr(deployment, "session_port", lambda: None)
    monkeypatch.setattr(deployment, "ordinary_port", lambda: server.port)


@pytest.fixture
def running(server, books) -> Iterator:
    """Does something in a transaction that stays open."""
    connection = server.connect(books)
    connection.autocommit = False
    with closing(connection), connection.cursor() as cursor:
        yield cursor.execute


def test_an_empty_database_is_no_fault(empty, monkeypatch):
    monkeypatch.setattr(deployment, "database_limit", lambda: 0)
    for check in (
        cron_failures, cron_lag, mail, queue_failures, queue_stuck, queue_waiting, database_size,
        database_connections, database_read_only, database_time,
    ):  # fmt: skip
        assert_told(check.run(empty), PASS)
    assert tables.parameter(empty, "database.uuid") is None


@pytest.mark.parametrize(
    ("late", "status", "words"),
    [
        ("5 minutes", PASS, ""),
        ("20 minutes", WARN, "1 scheduled action late, “Vacuum” by 20 minutes."),
        ("3 hours", FAIL, "by 3 hours"),
        ("-1 hours", PASS, ""),
    ],
)
def test_cron_lag(database, late, status, words):
    database.rows(
        f"INSERT INTO ir_cron (cron_name, nextcall) VALUES ('Vacuum', {AGO.format(late)})"
    )
    assert_told(cron_lag.run(database), status, words)


def test_an_action_that_runs_is_not_late_but_named(database, running):
    ago = AGO.format("2 hours")
    database.rows(f"INSERT INTO ir_cron (cron_name, nextcall) VALUES ('Import', {ago})")
    assert_told(cron_lag.run(database), FAIL)
    running("SELECT FROM ir_cron WHERE cron_name = 'Import' FOR NO KEY UPDATE")
    assert_told(cron_lag.run(database), FAIL)  # somebody changes one, and does not run it
    # as Odoo does in a transaction beside that, which then has a lock of the same row
    database.rows("INSERT INTO ir_cron_progress (cron_id) SELECT id FROM ir_cron")
    assert_told(cron_lag.run(database), PASS)
    ago = AGO.format("20 minutes")
    database.rows(f"INSERT INTO ir_cron (cron_name, nextcall) VALUES ('Vacuum', {ago})")
    words = "“Vacuum” by 20 minutes. Meanwhile “Import” runs."
    assert_told(cron_lag.run(database), WARN, words)


def test_an_action_whose_process_was_killed_is_late(database):
    ago = AGO.format("2 hours")
    database.rows(f"INSERT INTO ir_cron (cron_name, nextcall) VALUES ('Import', {ago})")
    database.rows("INSERT INTO ir_cron_progress (cron_id) SELECT id FROM ir_cron")
    assert_told(cron_lag.run(database), FAIL)


def test_the_metric_counts_what_waits_and_not_what_runs(database, running):
    def lag():
        statement = metrics_database.STATEMENTS["ir_cron"].replace("{runs}", cron_lag.RUNS)
        return {row[0]: row[3] for row in database.rows(statement)}["odoo_cron_lag_seconds"]

    ago = AGO.format("2 hours")
    database.rows(f"INSERT INTO ir_cron (cron_name, nextcall) VALUES ('Import', {ago})")
    assert lag() > 7000
    running("SELECT FROM ir_cron WHERE cron_name = 'Import' FOR NO KEY UPDATE")
    database.rows("INSERT INTO ir_cron_progress (cron_id) SELECT id FROM ir_cron")
    assert lag() == 0


NIGHT = 10 * 3600


@pytest.mark.parametrize(
    ("age", "points", "stop"),
    [
        (100, [], None),  # nothing is known of before
        (100, [(90, 0)], None),
        (100, [(NIGHT, 400)], None),  # a deployment
        (100, [(NIGHT, 100 + 719)], None),
        (100, [(NIGHT, 100 + 720)], (100, 720)),
        (100, [(2 * NIGHT, NIGHT + 100), (90, 0)], (100, NIGHT)),
        (100, [(2 * NIGHT, NIGHT + 1910), (1910, 110)], (1910, NIGHT)),  # restarted since
        (100, [(NIGHT, 8000), (4000, 3000)], (100, 2900)),
        (3 * NIGHT, [(4 * NIGHT, 3 * NIGHT + 8000), (3 * NIGHT, 0)], None),  # too long ago
    ],
)
def test_the_last_stop_is_where_the_charts_have_no_point(database, started, age, points, stop):
    started(age)
    add_points(database, *points)
    assert lateness.last_stop(database) == (stop and pytest.approx(stop, abs=2))


@pytest.mark.parametrize(
    ("age", "status", "words"),
    [
        (5, PASS, ""),
        (60 + 590, PASS, ""),
        (60 + 610, WARN, "by 10 minutes"),
        (60 + 3610, FAIL, "by 1 hour"),
    ],
)
def test_after_a_night_an_action_is_late_from_the_start(database, started, age, status, words):
    started(age)
    ago = AGO.format(f"{NIGHT} seconds")
    database.rows(f"INSERT INTO ir_cron (cron_name, nextcall) VALUES ('Vacuum', {ago})")
    add_points(database, (2 * NIGHT, NIGHT + 60), (age - 5, 0))
    assert_told(cron_lag.run(database), status, words)


@pytest.mark.parametrize(
    "points",
    [
        [(2 * NIGHT, 30)],  # deployed, restarted, or in a loop of crashes
        [(2 * NIGHT, NIGHT - 7000), (300, 30)],  # stopped for a while, after it was late
        None,
    ],
)
def test_a_scheduler_that_is_dead_is_told_after_a_restart(database, started, points):
    started(5)
    ago = AGO.format(f"{NIGHT} seconds")
    database.rows(f"INSERT INTO ir_cron (cron_name, nextcall) VALUES ('Vacuum', {ago})")
    if points:
        add_points(database, *points)
    assert_told(cron_lag.run(database), FAIL, "late, “Vacuum” by")


@pytest.mark.parametrize(
    ("age", "waits", "hangs"),
    [
        (5, PASS, PASS),
        (60 + 590, PASS, PASS),
        (60 + 610, PASS, WARN),
        (60 + 1810, WARN, WARN),
        (60 + 4 * 3610, FAIL, WARN),
    ],
)
def test_after_a_night_jobs_wait_from_the_start(database, started, age, waits, hangs):
    started(age)
    ago = AGO.format(f"{NIGHT} seconds")
    database.rows(
        "INSERT INTO queue_job (state, channel, date_created, date_started) VALUES "
        f"('pending', 'root.ocr', {ago}, NULL), ('started', 'root.ocr', {ago}, {ago})"
    )
    add_points(database, (2 * NIGHT, NIGHT + 60))
    [result] = queue_waiting.run(database)
    assert_told(result, waits)
    assert_told(queue_stuck.run(database), hangs)


@pytest.mark.parametrize(
    ("failures", "active", "status", "words"),
    [
        (0, True, PASS, ""),
        (1, True, WARN, "“Vacuum” (1 time in a row)"),
        (6, True, FAIL, "“Vacuum” (6 times in a row)"),
        (6, False, PASS, ""),  # somebody has archived it
    ],
)
def test_cron_failures(database, failures, active, status, words):
    database.rows(
        "INSERT INTO ir_cron (cron_name, failure_count, active) VALUES ('Vacuum', %s, %s)",
        (failures, active),
    )
    assert_told(cron_failures.run(database), status, words)


@pytest.mark.parametrize(
    ("created", "eta", "status"),
    [
        ("5 minutes", "NULL", PASS),
        ("45 minutes", "NULL", WARN),
        ("5 hours", "NULL", FAIL),
        ("5 hours", AGO.format("45 minutes"), WARN),  # it waits since it was due
    ],
)
def test_jobs_that_wait(database, created, eta, status):
    database.rows(
        "INSERT INTO queue_job (state, channel, date_created, eta) VALUES "
        f"('pending', 'root.ocr', {AGO.format(created)}, {eta}), "
        f"('pending', 'root.later', {AGO.format('9 hours')}, {AGO.format('-1 hours')}), "
        f"('done', 'root.done', {AGO.format('9 hours')}, NULL)"
    )
    [result] = queue_waiting.run(database)
    assert result.component == "root.ocr"
    assert_told(result, status, "" if status == PASS else "1 job in the channel root.ocr")


def test_jobs_that_failed_by_channel(database):
    database.rows(
        "INSERT INTO queue_job (state, channel, date_started, exc_name) VALUES "
        f"('failed', 'root.ai', {AGO.format('1 hour')}, 'builtins.ValueError'), "
        f"('failed', 'root.ai', {AGO.format('2 hours')}, 'odoo.exceptions.UserError'), "
        f"('failed', 'root.ocr', {AGO.format('2 days')}, 'builtins.ValueError')"
    )
    [result] = queue_failures.run(database)
    assert (result.component, result.value) == ("root.ai", 2)
    assert_told(result, WARN, "builtins.ValueError, odoo.exceptions.UserError.")


def test_a_job_that_nobody_runs_is_stuck(database, running):
    [[job]] = database.rows(
        "INSERT INTO queue_job (state, channel, date_started) VALUES "
        f"('started', 'root.ocr', {AGO.format('1 hour')}) RETURNING id"
    )
    database.rows("INSERT INTO queue_job_lock VALUES (%s)", (job,))
    assert_told(queue_stuck.run(database), WARN, "1 background job started and not running")
    running("SELECT FROM queue_job_lock FOR UPDATE")
    assert_told(queue_stuck.run(database), PASS)


@pytest.mark.parametrize(
    ("mails", "servers", "status", "words"),
    [
        ([], 0, PASS, ""),
        ([("outgoing", None, "1 minute", "NULL")], 1, PASS, ""),
        ([("outgoing", None, "2 hours", "NULL")], 1, WARN, "the oldest waits for 2 hours"),
        ([("outgoing", None, "2 hours", AGO.format("-1 hours"))], 1, PASS, ""),
        ([("outgoing", None, "1 minute", "NULL")], 0, WARN, "no outgoing mail server"),
        ([("exception", "mail_smtp", "1 day", "NULL")], 1, WARN, "(mail_smtp)"),
        ([("exception", "mail_smtp", "9 days", "NULL")], 1, PASS, ""),
        ([("sent", None, "9 days", "NULL")], 0, PASS, ""),
    ],
)
def test_mail(database, mails, servers, status, words):
    for state, failure, created, scheduled in mails:
        database.rows(
            "INSERT INTO mail_mail (state, failure_type, create_date, write_date, scheduled_date) "
            f"VALUES (%s, %s, {AGO.format(created)}, {AGO.format(created)}, {scheduled})",
            (state, failure),
        )
    for _server in range(servers):
        database.rows("INSERT INTO ir_mail_server DEFAULT VALUES")
    assert_told(mail.run(database), status, words)


@pytest.mark.parametrize(
    ("kind", "name", "status"),
    [
        ("disk", "NULL", PASS),
        ("disk", "'s3://ab/abc'", PASS),
        ("disk", "'ab/abc'", FAIL),
        ("db", "'ab/abc'", PASS),
    ],
)
def test_files_of_which_the_disk_has_none(database, monkeypatch, tmp_path, kind, name, status):
    monkeypatch.setattr(deployment, "filestore", lambda: kind)
    monkeypatch.setattr(deployment, "files_folder", lambda _database: tmp_path)
    assert_told(file_store_lost.run(database), PASS)
    database.rows("CREATE TABLE ir_attachment (id serial PRIMARY KEY, store_fname varchar)")
    database.rows(f"INSERT INTO ir_attachment (store_fname) VALUES ({name})")
    assert_told(file_store_lost.run(database), status)


def test_the_metric_forgets_failed_mails_as_the_check_does(database):
    for state, age in (("exception", "1 day"), ("exception", "9 days"), ("outgoing", "9 days"),
                       ("sent", "1 day")):  # fmt: skip
        database.rows(
            f"INSERT INTO mail_mail (state, write_date) VALUES (%s, {AGO.format(age)})", (state,)
        )
    rows = database.rows(metrics_database.STATEMENTS["mail_mail"])
    assert {state: count for _name, state, _none, count in rows} == {"exception": 1, "outgoing": 1}


def test_growth_is_the_line_through_the_samples(database, monkeypatch):
    monkeypatch.setattr(deployment, "database_limit", lambda: 10**12)
    assert database_size.growth(database) is None
    database.rows("CREATE TABLE health_sample (time timestamp, database_bytes float8)")
    assert database_size.growth(database) is None
    database.rows(
        "INSERT INTO health_sample "
        "SELECT now() AT TIME ZONE 'UTC' - n * interval '1 day', 5e9 - n * 1e6 "
        "FROM generate_series(0, 10) n"
    )
    assert database_size.growth(database) == pytest.approx(1e6)


@pytest.mark.parametrize("of", ["DATABASE {database}", "ROLE {role} IN DATABASE {database}"])
def test_read_only(database, of):
    """Although the connection that asks is older than the change."""
    assert_told(database_read_only.run(database), PASS)
    of = of.format(database=database.database, role=ROLE)
    database.rows(f"ALTER {of} SET default_transaction_read_only = on")
    assert_told(database_read_only.run(database), FAIL, "read-only")


def test_the_limit_of_a_database_counts(database):
    assert_told(database_connections.run(database), PASS, "of the server")
    database.rows(f"ALTER DATABASE {database.database} CONNECTION LIMIT 1")
    assert_told(database_connections.run(database), FAIL, "1 of the 1 connections of this database")


def test_a_transaction_pooler_is_found_out(server, database, pooler, connecting, monkeypatch):
    assert_told(database_pooler.run(database), PASS)
    assert_told(session_port.run(database), PASS)

    port = pooler("transaction")
    for _ in range(3):  # also once the pooler has server connections to choose from
        assert not database_pooler.keeps_sessions(database.database, port)
    monkeypatch.setattr(session_port, "SECONDS", 0.3)
    monkeypatch.setattr(deployment, "session_port", lambda: port)
    assert_told(session_port.run(database), FAIL, f"port {port} did not arrive")

    port = pooler("session")
    assert database_pooler.keeps_sessions(database.database, port)
    monkeypatch.setattr(deployment, "session_port", lambda: port)
    assert_told(session_port.run(database), PASS)


def test_a_port_where_nobody_is(database, connecting, monkeypatch):
    monkeypatch.setattr(deployment, "session_port", lambda: 9)
    assert_told(session_port.run(database), FAIL, "No session can be had on port 9")
