"""What happens before Odoo's first start, against a database server that is played."""

from __future__ import annotations

from dataclasses import replace

import psycopg2
import pytest

from boot import database
from boot.settings import Settings

from .environment import REQUIRED

SETTINGS = Settings.from_environment(
    REQUIRED | {"POSTGRES_DB": "books", "ODOO_INIT_MODULES": "web,account"}
)
MISSING = psycopg2.OperationalError('FATAL:  database "books" does not exist\n')


class Server:
    """Answers each connection as told, and notes what was executed on which database."""

    def __init__(self, *answers: object, rows: dict[str, list[tuple[object, ...]]] | None = None):
        self.answers = list(answers)
        self.rows = rows or {}
        self.executed: list[tuple[str, str]] = []
        self.ports: list[int | None] = []

    def connect(self, settings: Settings, name: str, port: int | None = None) -> Connection:
        self.ports.append(port)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        return Connection(self, name, fails=answer)


class Connection:
    def __init__(self, server: Server, name: str, fails: object = None):
        self.server, self.name, self.fails = server, name, fails

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def close(self):
        return None

    def execute(self, query):
        text = query if isinstance(query, str) else repr(query)
        self.server.executed.append((self.name, text))
        self.last = text
        if isinstance(self.fails, list):
            raise self.fails[0]

    def fetchall(self):
        return self.server.rows.get(self.last.split(" FROM ")[1].split()[0], [])

    def fetchone(self):
        return (("ir_module_module",) if "ir_module_module" in self.server.rows else (None,))[:1]


@pytest.fixture
def play(monkeypatch):
    def start(*answers: object, **rows: list[tuple[object, ...]]) -> tuple[Server, list[str]]:
        server, said = Server(*answers, rows=rows), []
        monkeypatch.setattr(database, "connect", server.connect)
        monkeypatch.setattr(database.time, "sleep", lambda seconds: None)
        return server, said

    return start


def test_a_database_that_answers_is_left_alone(play):
    server, said = play(None)
    database.wait_for_database(SETTINGS, said.append)
    assert (server.executed, said) == ([], [])


def test_an_outage_is_waited_for_and_reported_once_for_each_cause(play):
    refused = psycopg2.OperationalError("connection refused\n\tIs the server running?")
    starting = psycopg2.OperationalError("FATAL:  the database system is starting up")
    _, said = play(refused, refused, refused, starting, starting, None)
    database.wait_for_database(SETTINGS, said.append)
    assert said == [
        "waiting for database books at db.example:5432: connection refused",
        "waiting for database books at db.example:5432: FATAL:  the database system is starting up",
    ]


def test_a_missing_database_is_created(play):
    server, said = play(MISSING, None, None)
    database.wait_for_database(SETTINGS, said.append)
    ((name, query),) = server.executed
    assert name == "postgres"
    assert "CREATE DATABASE" in query
    assert "Identifier('books')" in query
    assert said == ["created database books"]


def test_a_database_that_another_instance_creates_meanwhile_is_taken(play):
    _, said = play(MISSING, [psycopg2.errors.DuplicateDatabase()], None)
    database.wait_for_database(SETTINGS, said.append)
    assert said == ["created database books"]


def test_a_role_that_may_not_create_it_is_told_so(play):
    denied = psycopg2.errors.InsufficientPrivilege("permission denied to create database")
    _, said = play(MISSING, [denied], None)
    database.wait_for_database(SETTINGS, said.append)
    assert said == [
        "waiting for database books at db.example:5432: it does not exist and could not be "
        "created: permission denied to create database"
    ]


def test_the_session_port_is_waited_for_too(play):
    pooled = replace(SETTINGS, postgres_port=6543)
    server, said = play(None, psycopg2.OperationalError("connection refused"), None)
    database.wait_for_database(pooled, said.append)
    assert server.ports == [6543, 5432, 5432]
    assert said == ["waiting for database books at db.example:5432: connection refused"]


def test_an_empty_database_lacks_base_and_what_is_wanted():
    assert database.missing_modules(cursor(), SETTINGS) == ["base", "web", "account"]


def test_only_what_is_not_installed_is_missing():
    there = cursor(ir_module_module=[("base",), ("web",), ("mail",)])
    assert database.missing_modules(there, SETTINGS) == ["account"]


def cursor(**rows: list[tuple[object, ...]]) -> Connection:
    return Connection(Server(rows=rows), "books")
