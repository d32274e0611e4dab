"""Backup and restore of the running product, and copies of it that call nobody."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import signal
import subprocess
import tarfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest

from boot.backup import ENDED
from native.processes import wait_until

from ..product import command_lines, documents, reading
from ..product.client import Client
from ..product.object_store import ObjectStore
from ..product.running import CHECKOUT, DATABASE, ROLE
from .conftest import make_whole

COPY = "odoo_copy"


@pytest.fixture
def copy(stack):
    """Changes of the environment for a copy; its database and its disk are gone afterwards."""
    data = stack.workdir / "data-of-the-copy"
    drop(stack)
    yield {"POSTGRES_DB": COPY, "ODOO_DATA_DIR": str(data)}
    drop(stack)
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="module")
def s3(stack):
    store = ObjectStore(stack.workdir / "s3-of-backups", stack.logs / "s3.log")
    store.start()
    yield store
    store.stop()
    shutil.rmtree(store.folder)


@pytest.fixture(scope="module")
def files(stack, company):
    """`attachment → content` of files that are surely there."""
    make_whole(stack)
    admin = Client(stack.url, DATABASE, "admin", "admin")
    found = {}
    for size in (50, 20_000, 9_000_000):
        content = os.urandom(size)
        found[upload(admin, content)] = content
    bill = admin.upload_bill("rechnung.pdf", documents.fresh_scan())
    assert reading.await_state(admin, bill, "read", "failed")["state"] == "read"
    return found | {bill.attachment_id: bill.data}


@pytest.fixture(scope="module")
def before(stack, files) -> dict[str, str]:
    return fingerprints(stack, DATABASE)


@pytest.fixture(scope="module")
def archive(stack, before) -> Path:
    path = stack.workdir / "backup.tar"
    path.unlink(missing_ok=True)
    done = entrypoint(stack, "backup", str(path))
    assert done.returncode == 0, done.stderr
    print(done.stderr.decode().splitlines()[-1])
    yield path
    path.unlink()


@pytest.fixture(scope="module")
def original(stack, before, archive) -> dict[str, str]:
    """The fingerprints of what was the same before the dump and after: Odoo itself goes on."""
    after = fingerprints(stack, DATABASE)
    return {table: text for table, text in before.items()
            if after[table] == text and table not in OWN_LIFE}  # fmt: skip


def upload(client: Client, data: bytes) -> int:
    return client.call(
        "ir.attachment", "create", {"name": "file.bin", "datas": base64.b64encode(data).decode()}
    )


def entrypoint(stack, *verb: str, input: bytes | None = None, **settings: str):
    return subprocess.run(
        [CHECKOUT / "entrypoint.sh", *verb], env=stack.odoo_environment() | settings,
        cwd=stack.workdir, input=input, capture_output=True, check=False,
    )  # fmt: skip


@contextmanager
def connected(stack, database: str):
    """A cursor, each of whose statements is a transaction."""
    with closing(
        psycopg2.connect(
            host="127.0.0.1", port=stack.ports["postgres"], user=ROLE,
            password=stack.postgres.password, dbname=database,
        )
    ) as connection:  # fmt: skip
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def rows(stack, query: str, database: str = COPY):
    with connected(stack, database) as cursor:
        cursor.execute(query)
        return cursor.fetchall() if cursor.description else []


def drop(stack) -> None:
    rows(stack, f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)", "postgres")


def exists(stack) -> bool:
    return bool(rows(stack, f"SELECT 1 FROM pg_database WHERE datname = '{COPY}'", "postgres"))


# sessions stay behind, attachments lie elsewhere, and the rest is what Odoo notes of itself
OWN_LIFE = {
    "http_sessions", "ir_attachment", "bus_bus", "bus_presence", "mail_presence", "ir_cron",
    "ir_cron_progress", "ir_cron_trigger", "queue_job", "queue_job_lock", "res_device_log",
    "res_users_log", "ir_logging", "ir_config_parameter", "health_state", "health_day",
    "health_sample",
}  # fmt: skip


def fingerprints(stack, database: str) -> dict[str, str]:
    """`table → a hash over its rows`."""
    tables = rows(
        stack,
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND "
        "relkind = 'r'",
        database,
    )
    found = {}
    with connected(stack, database) as cursor:
        for (table,) in tables:
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(md5(t::text), NULL ORDER BY t::text), '')) "
                f'FROM "{table}" t'
            )
            [[found[table]]] = cursor.fetchall()
    return found


def serve(stack, **settings: str) -> Client:
    """Odoo on the copy."""
    if "odoo" in stack.children:
        stack.children.pop("odoo").stop()
    stack.settings.update(settings)
    stack.start_odoo()
    return Client(stack.url, COPY, "admin", "admin")


@pytest.fixture
def serving(stack):
    """`serve`, and the original again at the end."""
    before = dict(stack.settings)
    yield serve
    stack.children.pop("odoo").stop()
    stack.settings.clear()
    stack.settings.update(before)
    stack.start_odoo()


def test_what_an_archive_holds(archive):
    with tarfile.open(archive) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json"))
    assert names[0] == "manifest.json"
    assert names[-1] == "end.json"
    assert manifest["odoo"].startswith("19.0")
    assert manifest["server"].startswith("16.")
    assert manifest["files"] == sum(name.startswith("files/") for name in names) > 10
    assert archive.stat().st_mode & 0o777 == 0o600


def assert_opens(client: Client, attachments) -> None:
    for attachment, checksum in attachments:
        assert hashlib.sha1(client.download(attachment)).hexdigest() == checksum


@pytest.mark.parametrize("store", ["disk", "db", "s3"])
def test_a_copy_is_the_original(stack, archive, original, files, copy, s3, serving, store):
    where = {"ODOO_FILESTORE": store} | s3.settings
    done = entrypoint(stack, "restore", str(archive), **copy, **where)
    assert done.returncode == 0, done.stderr.decode()
    copied = fingerprints(stack, COPY)
    assert {table: copied[table] for table in original} == original
    assert len(original) > 300

    shutil.rmtree(stack.workdir / "aside", ignore_errors=True)
    (stack.workdir / "data").rename(stack.workdir / "aside")
    try:
        client = serving(stack, **copy, **where)
        for attachment, content in files.items():
            opened = client.download(attachment)
            assert hashlib.sha256(opened).digest() == hashlib.sha256(content).digest()
        every = rows(
            stack, "SELECT id, checksum FROM ir_attachment WHERE type = 'binary' AND file_size > 0"
        )
        with ThreadPoolExecutor(2) as pool:  # there are two workers
            list(pool.map(assert_opens, (client.twin(), client.twin()), (every[::2], every[1::2])))
        stored = rows(stack, "SELECT DISTINCT left(store_fname, 5) = 's3://' FROM ir_attachment")
        expected = {"disk": {False, None}, "db": {None}, "s3": {True, None}}[store]
        assert {answer for (answer,) in stored} <= expected
        new = os.urandom(20_000)
        assert client.download(upload(client, new)) == new
    finally:
        (stack.workdir / "aside").rename(stack.workdir / "data")


def test_through_pipes_out_of_s3(stack, archive, files, copy, s3):
    """A copy of a copy: out of S3 by standard output, and by standard input onto a disk."""
    in_s3 = {"ODOO_FILESTORE": "s3"} | s3.settings
    assert entrypoint(stack, "restore", str(archive), **copy, **in_s3).returncode == 0
    before = fingerprints(stack, COPY)
    del before["ir_attachment"]
    noted = f"SELECT value FROM ir_config_parameter WHERE key = '{ENDED}'"
    assert rows(stack, noted) == [], "a copy has no backup of its own yet"
    rows(stack, f"INSERT INTO ir_config_parameter (key, value) VALUES ('{ENDED}', 'earlier')")
    taken = entrypoint(stack, "backup", "-", **copy, **in_s3)
    assert taken.returncode == 0, taken.stderr.decode()
    assert json.loads(rows(stack, noted)[0][0])["database"] == COPY
    drop(stack)
    done = entrypoint(stack, "restore", "-", input=taken.stdout, **copy)
    assert done.returncode == 0, done.stderr.decode()
    assert rows(stack, noted) == []
    copied = fingerprints(stack, COPY)
    assert {table: copied[table] for table in before} == before
    filestore = Path(copy["ODOO_DATA_DIR"]) / "filestore" / COPY
    for name, checksum in rows(
        stack, "SELECT store_fname, checksum FROM ir_attachment WHERE store_fname IS NOT NULL"
    ):
        assert hashlib.sha1((filestore / name).read_bytes()).hexdigest() == checksum


def test_a_damaged_backup_restores_nothing(stack, archive, copy):
    whole = archive.read_bytes()
    for damaged, words in [
        (whole[: len(whole) // 2], b"breaks off"),
        (whole[: len(whole) - 20_000], b"breaks off"),
        (b"something else" * 1000, b"it is no"),
        (b"", b"it is no"),
    ]:
        done = entrypoint(stack, "restore", "-", input=damaged, **copy)
        assert done.returncode == 75
        assert words in done.stderr or b"no whole backup" in done.stderr, done.stderr
        assert rows(stack, "SELECT count(*) FROM pg_class WHERE relname = 'res_users'") == [(0,)]
        assert b"Traceback" not in done.stderr


def test_what_is_there_is_not_overwritten(stack, archive, copy):
    assert entrypoint(stack, "restore", str(archive), **copy).returncode == 0
    rows(stack, "UPDATE res_company SET email = 'What was there'")
    done = entrypoint(stack, "restore", str(archive), **copy)
    assert done.returncode == 78
    assert b"odoo_copy is not empty" in done.stderr
    assert rows(stack, "SELECT DISTINCT email FROM res_company") == [("What was there",)]

    done = entrypoint(stack, "restore", str(archive), "--replace", **copy)
    assert done.returncode == 0, done.stderr.decode()
    assert b"what was there is kept in the schema public_before_" in done.stderr
    assert rows(stack, "SELECT DISTINCT email FROM res_company") != [("What was there",)]
    [(kept,)] = rows(stack, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'public_before%'")
    assert rows(stack, f"SELECT DISTINCT email FROM {kept}.res_company") == [("What was there",)]


def test_a_database_in_use_is_not_replaced(stack, archive):
    done = entrypoint(stack, "restore", str(archive), "--replace")
    assert done.returncode == 78
    assert b"Odoo is at work in database odoo" in done.stderr


def test_an_interrupted_backup_leaves_nothing(stack, archive, tmp_path):
    target = tmp_path / "backup.tar"
    child = subprocess.Popen(
        [CHECKOUT / "entrypoint.sh", "backup", str(target)], env=stack.odoo_environment(),
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert wait_until(lambda: any(tmp_path.iterdir()), 30, 0.002)
    child.send_signal(signal.SIGTERM)
    assert child.wait(30) == 143
    assert [*tmp_path.iterdir()] == []


def test_a_file_that_exists_is_not_replaced(stack, archive):
    before = archive.read_bytes()
    done = entrypoint(stack, "backup", str(archive))
    assert done.returncode == 78
    assert b"exists: name another file" in done.stderr
    assert archive.read_bytes() == before


def test_an_old_pg_dump_is_refused_with_the_remedy(stack, tmp_path):
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 15.4'\n")
    old.chmod(0o755)
    target = tmp_path / "backup.tar"
    done = entrypoint(stack, "backup", str(target), PG_BIN=str(tmp_path))
    assert done.returncode == 75
    assert b"is of PostgreSQL 15, and 16 is needed: install postgresql-client-16" in done.stderr
    assert not target.exists()


def test_no_password_is_seen(stack, tmp_path):
    """The command lines of all that a backup starts, looked at all the time."""
    with command_lines.watched() as seen:
        done = entrypoint(stack, "backup", str(tmp_path / "backup.tar"))
    said = done.stdout + done.stderr
    assert any(b"pg_dump" in line for line in seen)
    for secret in (stack.postgres.password, stack.odoo_environment()["ODOO_ADMIN_PASSWORD"]):
        assert not [line for line in (*seen, said) if secret.encode() in line]


def test_a_copy_of_production_calls_nobody(stack, archive, copy, serving):
    rows(
        stack,
        "INSERT INTO ir_config_parameter (key, value) VALUES ('insightpulse_ocr.service_token', "
        "'of production') ON CONFLICT (key) DO NOTHING",
        DATABASE,
    )
    done = entrypoint(stack, "restore", "-", input=taken(stack), ODOO_NEUTRALIZE="1", **copy)
    assert done.returncode == 0, done.stderr.decode()
    active = "SELECT count(*) FROM ir_cron WHERE active"
    assert rows(stack, active) == [(1,)]
    assert rows(stack, active, DATABASE)[0][0] > 5
    mail = "SELECT name FROM ir_mail_server WHERE active"
    assert rows(stack, mail) == [("neutralization - disable emails",)]
    token = "SELECT value FROM ir_config_parameter WHERE key = 'insightpulse_ocr.service_token'"
    assert rows(stack, token) == []
    uuid = "SELECT value FROM ir_config_parameter WHERE key = 'database.uuid'"
    assert rows(stack, uuid) != rows(stack, uuid, DATABASE)
    rows(stack, token.replace("SELECT value", "DELETE"), DATABASE)

    client = serving(stack, ODOO_NEUTRALIZE="1", **copy)
    log = (stack.logs / "odoo.log").read_text()
    assert client.call("ir.config_parameter", "get_param", "database.is_neutralized")
    assert log.count("neutralizing database odoo_copy") == 0, "once is enough"


def test_an_upgrade_neutralizes_before_anything_serves(stack, archive, copy):
    assert entrypoint(stack, "restore", str(archive), **copy).returncode == 0
    assert rows(stack, "SELECT count(*) FROM ir_cron WHERE active")[0][0] > 5
    for times in (1, 0):
        done = entrypoint(stack, "upgrade", ODOO_NEUTRALIZE="1", **copy)
        assert done.returncode == 0, done.stderr.decode()
        assert done.stderr.count(b"boot: neutralizing database odoo_copy") == times
        assert rows(stack, "SELECT count(*) FROM ir_cron WHERE active") == [(1,)]
        assert rows(stack, "SELECT count(*) FROM ir_mail_server WHERE active") == [(1,)]


def taken(stack) -> bytes:
    done = entrypoint(stack, "backup", "-")
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
