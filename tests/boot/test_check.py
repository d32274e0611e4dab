"""``check``: all that is wrong at once, each with its remedy, and no secret."""

from __future__ import annotations

import re

import psycopg2
import pytest

from boot import addons_path, check, database, mounts
from boot.check import NOTE, OK, WRONG
from boot.limits import MIB

from ..product.object_store import ObjectStore
from .test_config_command import CHECKOUT, run

MODULES = "CREATE TABLE ir_module_module AS SELECT name, 'installed' AS state FROM unnest({}) name"
PARAMETERS = "CREATE TABLE ir_config_parameter (key text, value text)"
ATTACHMENTS = (
    "CREATE TABLE ir_attachment (id serial, type text DEFAULT 'binary', file_size int, "
    "mimetype text, store_fname text, db_datas bytea)"
)
ODOO = (MODULES.format("'{base,web,queue_job}'::text[]"), PARAMETERS, ATTACHMENTS)


@pytest.fixture(autouse=True)
def lasting(monkeypatch):
    """Wherever these tests run, the data folder lies on a disk."""
    monkeypatch.setattr(mounts, "kind_of", lambda folder: "ext4")


def found(environment: dict[str, str], level: str = WRONG, memory: int = 0) -> list[str]:
    return [
        f"{finding.area}: {finding.text}"
        for finding in check.everything(environment, memory=memory)
        if finding.level == level
    ]


def test_nothing_is_wrong_with_an_empty_database(environment, books, capsys):
    findings = check.everything(environment, memory=512 * MIB)
    assert check.report(findings) == 0
    printed = capsys.readouterr().out
    assert f"{books} at 127.0.0.1:" in printed
    assert "answers: PostgreSQL 16" in printed
    assert "keeps sessions" in printed
    assert "409 MiB of 512 MiB for all; each process up to 400 MiB" in printed
    assert "empty; the next start installs base, web, queue_job" in printed
    assert printed.endswith("Nothing is wrong.\n")


def test_it_says_what_the_next_start_will_do(server, books, environment):
    server.run(books, MODULES.format("'{base,queue_job}'::text[]"), PARAMETERS, ATTACHMENTS)
    notes = found(environment, NOTE)
    assert "database: the next start installs web" in notes
    assert "database: the next start updates queue_job" in notes


def test_a_database_as_the_code_wants_it(server, books, environment):
    server.run(books, MODULES.format("'{base,web}'::text[]"), PARAMETERS, ATTACHMENTS)
    wanted = environment | {"ODOO_INIT_MODULES": "web"}
    assert "database: Odoo's, and as the code wants it" in found(wanted, OK)


def test_a_broken_environment_still_gets_everything_else_checked(server, books, environment):
    server.run(
        books,
        "DO $$ BEGIN CREATE ROLE anon; EXCEPTION WHEN duplicate_object THEN END $$",
        "CREATE TABLE res_partner ()",
        "GRANT SELECT ON res_partner TO anon",
    )
    broken = environment | {
        "PORT": "none",
        "ODOO_ADMIN_PASSWORD": "",
        "ODOO_LIMIT_MEMORY_HARD": "500000000",
        "POSTGRES_SESSION_PORT": "1",
        "ODOO_DATA_DIR": "/proc/nowhere",
    }
    wrong = found(broken, memory=512 * MIB)
    beginnings = [
        "environment: PORT='none' must be a whole number",
        "environment: ODOO_ADMIN_PASSWORD must not be empty",
        "limits: ODOO_LIMIT_MEMORY_HARD=500000000 is 476.8 MiB",
        f"privileges: database {books}: anon",
        "database: POSTGRES_SESSION_PORT=1: ",
        "storage: ODOO_DATA_DIR='/proc/nowhere' cannot be written",
    ]
    assert [text[: len(start)] for text, start in zip(wrong, beginnings)] == beginnings
    assert len(wrong) == len(beginnings)


def test_a_database_whose_variables_are_wrong_is_not_looked_at(environment):
    notes = found(environment | {"POSTGRES_PORT": "x"}, NOTE)
    assert "database: not looked at: its variables are wrong" in notes


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"POSTGRES_PASSWORD": "hunter2"}, "Are POSTGRES_USER and POSTGRES_PASSWORD right?"),
        ({"POSTGRES_PORT": "1"}, "Does it run there, and is POSTGRES_PORT right?"),
        ({"POSTGRES_HOST": "db.invalid"}, "Is POSTGRES_HOST right?"),
        ({"POSTGRES_SSLMODE": "require"}, "Set POSTGRES_SSLMODE=disable only if"),
        ({"POSTGRES_SSLMODE": "verify-full", "HOME": "/"}, "Set POSTGRES_SSLMODE=disable only if"),
    ],
)
def test_a_database_that_does_not_let_us_in(environment, change, words):
    (text,) = found(environment | change)
    assert text.startswith("database: ")
    assert words in text
    assert "hunter2" not in text


@pytest.mark.parametrize(
    ("message", "remedy"),
    [
        ("Network is unreachable", "Set POSTGRES_HOST to the pooler's."),
        ("FATAL:  Tenant or user not found", "POSTGRES_USER is ROLE.PROJECT"),
    ],
)
def test_what_supabase_answers(environment, monkeypatch, message, remedy):
    """Supabase itself cannot run here."""

    def refuse(*arguments):
        raise psycopg2.OperationalError(f"connection to server failed: {message}")

    monkeypatch.setattr(database, "connect", refuse)
    (text,) = found(environment)
    assert remedy in text


def test_an_instance_larger_than_its_control_group(environment):
    (text,) = found(environment | {"INSTANCE_MEMORY": "1G"}, memory=512 * MIB)
    assert "INSTANCE_MEMORY=1073741824 is more than the 536870912 (512 MiB)" in text
    assert "Leave it unset." in text


def test_the_addons_that_have_to_be_there_are_those_that_odoo_loads():
    template = (CHECKOUT / "odoo.conf.template").read_text()
    [wanted] = re.findall(r"^server_wide_modules = (.*)$", template, re.MULTILINE)
    assert set(wanted.split(",")) == {"base", "web", *addons_path.SERVER_WIDE}


def test_a_missing_database_that_may_be_created(environment):
    notes = found(environment | {"POSTGRES_DB": "nowhere"}, NOTE)
    assert "database: nowhere does not exist; the next start creates it" in notes


def test_the_session_port_is_looked_at_before_there_is_a_database(environment, pooler):
    missing = environment | {
        "POSTGRES_DB": "nowhere",
        "POSTGRES_SESSION_PORT": str(pooler("transaction")),
    }
    (text,) = found(missing)
    assert "is a transaction pooler's" in text


@pytest.fixture
def clerk(server, environment):
    """A role that owns nothing and may create nothing."""
    server.run(
        "postgres",
        "DROP ROLE IF EXISTS clerk",
        f"CREATE ROLE clerk LOGIN PASSWORD '{environment['POSTGRES_PASSWORD']}'",
    )
    return environment | {"POSTGRES_USER": "clerk"}


def test_a_missing_database_that_may_not_be_created(clerk):
    (text,) = found(clerk | {"POSTGRES_DB": "nowhere"})
    assert 'CREATE DATABASE "nowhere" OWNER "clerk"; or: ALTER ROLE "clerk" CREATEDB;' in text


def test_a_role_that_may_not_create_tables(clerk):
    (text,) = found(clerk)
    assert 'GRANT ALL ON SCHEMA public TO "clerk";' in text


def test_a_transaction_pooler_on_the_session_port(environment, pooler):
    port = str(pooler("transaction"))
    (text,) = found(environment | {"POSTGRES_PORT": port})
    assert f"POSTGRES_SESSION_PORT={port} at 127.0.0.1 is a transaction pooler's" in text


@pytest.mark.parametrize("kind", mounts.EPHEMERAL)
def test_a_data_folder_that_goes_with_the_container(environment, monkeypatch, kind):
    monkeypatch.setattr(mounts, "kind_of", lambda folder: kind)
    (text,) = found(environment)
    assert f"is thrown away with the container ({kind})" in text
    assert "ODOO_FILESTORE=s3 or db" in text
    assert found(environment | {"ODOO_FILESTORE": "db"}) == []


def test_entrypoint_prints_it_and_ends_with_78(environment):
    result = run(
        CHECKOUT / "entrypoint.sh",
        "check",
        **environment | {"PORT": "none", "ODOO_WORKER": "2", "ODOO_FILESTORE": "db"},
    )
    assert result.returncode == 78
    assert result.stdout.startswith("note   environment  ODOO_WORKER is not known")
    assert "WRONG  environment  PORT='none' must be a whole number\n" in result.stdout
    assert result.stdout.endswith("1 thing is wrong.\n")
    assert environment["POSTGRES_PASSWORD"] not in result.stdout + result.stderr


@pytest.fixture(scope="module")
def s3(tmp_path_factory):
    folder = tmp_path_factory.mktemp("s3")
    store = ObjectStore(folder / "data", folder / "s3.log")
    store.start()
    yield store
    store.stop()


def test_a_bucket_is_tried(environment, s3):
    in_s3 = environment | s3.settings | {"ODOO_FILESTORE": "s3"}
    assert found(in_s3) == []
    assert f"storage: bucket files at {s3.url}: objects can be written, read and deleted" in found(
        in_s3, OK
    )
    assert s3.objects() == {}, "nothing is left behind"


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        ({"S3_ACCESS_KEY_ID": "someone"}, "Is S3_ACCESS_KEY_ID right?"),
        ({"S3_SECRET_ACCESS_KEY": "hunter2"}, "Is S3_SECRET_ACCESS_KEY right, and S3_REGION?"),
        ({"S3_BUCKET": "other"}, "Is S3_BUCKET right? Make the bucket"),
        ({"S3_ENDPOINT_URL": "http://127.0.0.1:9"}, "Is S3_ENDPOINT_URL right?"),
    ],
)
def test_a_bucket_that_cannot_be_used(environment, s3, change, remedy):
    (wrong,) = found(environment | s3.settings | {"ODOO_FILESTORE": "s3"} | change)
    assert wrong.startswith("storage: bucket ")
    assert remedy in wrong
    assert "hunter2" not in wrong
    broken = found(environment | s3.settings | {"ODOO_FILESTORE": "s3", "PORT": "x"} | change)
    assert [text for text in broken if remedy in text], "a broken environment hides nothing"


def test_what_is_kept_elsewhere_is_counted(server, books, environment):
    server.run(
        books,
        *ODOO,
        "INSERT INTO ir_attachment (file_size, store_fname, db_datas) VALUES "
        "(90000, 'ab/ab', NULL), (10000, 's3://ab/ab', NULL), (500, NULL, 'x'), (20000, NULL, 'x')",
    )
    in_s3 = {
        "S3_ENDPOINT_URL": "http://127.0.0.1:9",
        "S3_BUCKET": "files",
        "S3_ACCESS_KEY_ID": "id",
        "S3_SECRET_ACCESS_KEY": "secret",
    }
    for store, count in [("disk", 3), ("db", 2), ("s3", 2)]:
        notes = found(environment | in_s3 | {"ODOO_FILESTORE": store}, NOTE)
        assert any(f"storage: {count} attachments (" in note for note in notes), notes
    assert (
        "storage: 1 attachments are in S3, and no S3_BUCKET is set: they cannot be opened. Set "
        "the S3_ variables." in found(environment)
    )


def test_a_copy_of_production_is_told_from_production(server, books, environment):
    server.run(books, *ODOO)
    assert "cannot be undone" in " ".join(found(environment | {"ODOO_NEUTRALIZE": "1"}, NOTE))
    server.run(books, "INSERT INTO ir_config_parameter VALUES ('database.is_neutralized', 'true')")
    assert "cannot be undone" not in " ".join(found(environment | {"ODOO_NEUTRALIZE": "1"}, NOTE))
    assert "database: it is a neutralized copy" in " ".join(found(environment, NOTE))
