"""The SQL of the deployment guide, on a real server, run by a role like Supabase's ``postgres``."""

from __future__ import annotations

import re
from contextlib import closing

import psycopg2
import pytest

from boot import privileges

from .test_documents import named

PASSWORD = "secret of the project"


@pytest.fixture
def project(server):
    """A server with Supabase's roles: a ``postgres`` that is no superuser, and the Data API's."""
    roles = {
        "supabase_postgres": f"LOGIN PASSWORD '{PASSWORD}' CREATEDB CREATEROLE",
        **dict.fromkeys(privileges.OUTSIDERS, ""),
    }
    for role, attributes in roles.items():
        server.run(
            "postgres",
            f"DO $$ BEGIN CREATE ROLE {role} {attributes}; "
            "EXCEPTION WHEN duplicate_object THEN END $$",
        )
    yield server
    server.run("postgres", "DROP DATABASE IF EXISTS guide", "DROP ROLE IF EXISTS guide")


def connect(server, database: str, user: str, password: str):
    connection = psycopg2.connect(
        host="127.0.0.1", port=server.port, user=user, password=password, dbname=database
    )
    connection.autocommit = True
    return closing(connection)


@pytest.mark.slow
def test_it_makes_a_database_that_odoo_can_use_and_others_cannot(project):
    [sql] = [
        block.text
        for block in named("infra/do/DEPLOYMENT_GUIDE.md").blocks
        if block.language == "sql"
    ]
    sql = sql.replace("TO postgres", "TO supabase_postgres")
    sql = re.sub(r"\bodoo\b", "guide", sql)  # the server of the tests has a superuser "odoo"
    with (
        connect(project, "postgres", "supabase_postgres", PASSWORD) as connection,
        connection.cursor() as cursor,
    ):
        for statement in sql.split(";\n"):
            if statement.strip():
                cursor.execute(statement)
    settings = project.settings("guide")
    with (
        connect(project, "guide", "guide", "the password") as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE TABLE res_partner (name text)")
        assert privileges.faults(cursor, settings) == []
        for role in privileges.OUTSIDERS:
            cursor.execute("SELECT has_database_privilege(%s, 'guide', 'CONNECT')", [role])
            assert cursor.fetchone() == (False,)
