"""Who else could read Odoo's tables, on a real server with Supabase's roles."""

from __future__ import annotations

from contextlib import closing

import pytest

from boot import privileges
from native.postgres import ROLE


@pytest.fixture
def books(server, books):
    """A database with two tables, and the roles of Supabase's Data API."""
    for role in privileges.OUTSIDERS:
        server.run(
            "postgres",
            f"DO $$ BEGIN CREATE ROLE {role}; EXCEPTION WHEN duplicate_object THEN END $$",
        )
    server.run(books, "CREATE TABLE res_partner (name text)", "CREATE TABLE res_users (login text)")
    return books


def faults(server, name: str) -> list[str]:
    settings = server.settings(name)
    with closing(server.connect(name)) as connection, connection.cursor() as cursor:
        return privileges.faults(cursor, settings)


def test_a_separate_database_is_closed(server, books):
    assert faults(server, books) == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("GRANT SELECT ON res_partner TO anon", "can read res_partner in"),
        ("GRANT SELECT ON ALL TABLES IN SCHEMA public TO authenticated",
         "can read res_partner, res_users in"),
        ("GRANT SELECT (login) ON res_users TO anon", "can read res_users in"),
        ("GRANT SELECT ON res_users TO PUBLIC", "can read res_users in"),
        ("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO anon, authenticated",
         "anon or authenticated may read every new table in"),
        ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO anon",
         "anon or authenticated may read every new table in"),
    ],
)  # fmt: skip
def test_what_could_be_read_is_refused_until_the_remedy_is_run(server, books, statement, words):
    server.run(books, statement)
    (fault,) = faults(server, books)
    assert words in fault
    assert "separate database (POSTGRES_DB)" in fault
    remedy = fault.partition("tables: ")[2]
    assert remedy == privileges.remedy(ROLE)
    server.run(books, remedy)
    assert faults(server, books) == []


def test_tables_are_closed_where_the_schema_is(server, books):
    server.run(
        books, "GRANT SELECT ON res_partner TO anon", "REVOKE USAGE ON SCHEMA public FROM PUBLIC"
    )
    assert faults(server, books) == []


def test_nothing_is_left_behind(server, books):
    faults(server, books)
    with closing(server.connect(books)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.insightpulse_probe')")
        assert cursor.fetchone() == (None,)


def test_a_role_that_may_not_create_tables_still_sees_what_can_be_read(server, books):
    server.run(
        books,
        "DROP ROLE IF EXISTS reader",
        "CREATE ROLE reader",
        "GRANT SELECT ON res_partner TO anon",
    )
    settings = server.settings(books)
    with closing(server.connect(books)) as connection, connection.cursor() as cursor:
        cursor.execute("SET ROLE reader")
        (fault,) = privileges.faults(cursor, settings)
    assert "can read res_partner in" in fault
