"""``entrypoint.sh check`` as a user runs it: each fault with its remedy, and status 78.

Every environment here is broken in one way; the last one in all ways that can go together. The
table is checked in this process, by what the command calls; the rest by the command itself.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import tempfile
from pathlib import Path

import pytest

from boot.__main__ import main

from .test_config_command import CHECKOUT, run

PASSWORD_OF_CLERK = "clerk-secret-6"


@pytest.fixture
def environment(environment):
    # wherever these tests run, the folder of their files may go with a container
    return environment | {"ODOO_FILESTORE": "db"}


@pytest.fixture
def clerk(server):
    """A role that owns nothing and may create nothing."""
    server.run(
        "postgres",
        "DROP ROLE IF EXISTS clerk",
        f"CREATE ROLE clerk LOGIN PASSWORD '{PASSWORD_OF_CLERK}'",
    )
    return {"POSTGRES_USER": "clerk", "POSTGRES_PASSWORD": PASSWORD_OF_CLERK}


@pytest.fixture
def read_only(server, books):
    server.run("postgres", f"ALTER DATABASE {books} SET default_transaction_read_only = on")


@pytest.fixture
def published(server, books):
    """As Supabase has it: the Data API's role may read in the schema public."""
    server.run(
        books,
        "DO $$ BEGIN CREATE ROLE anon; EXCEPTION WHEN duplicate_object THEN END $$",
        "CREATE TABLE res_partner ()",
        "GRANT SELECT ON res_partner TO anon",
    )


@pytest.fixture
def taken():
    """A port on which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield str(other.getsockname()[1])


@pytest.fixture
def memory_folder():
    folder = Path(tempfile.mkdtemp(dir="/dev/shm"))
    yield str(folder)
    shutil.rmtree(folder)


def wrong(environment: dict[str, str]) -> list[str]:
    """What check says is wrong, with areas; it ends with status 78 and shows no secret."""
    result = run(CHECKOUT / "entrypoint.sh", "check", **environment)
    return _wrong(environment, result.returncode, result.stdout, result.stderr)


def _wrong(environment: dict[str, str], status: int, stdout: str, stderr: str) -> list[str]:
    for name, value in environment.items():
        if re.search("PASSWORD|TOKEN|KEY|_URL$", name) and "secret" in value:
            assert value not in stdout + stderr, name
    found = [line[7:] for line in stdout.splitlines() if line.startswith("WRONG")]
    assert status == (78 if found else 0), stdout + stderr
    assert stderr == ""
    return found


ONE_FAULT = {
    "a wrong password": (
        {"POSTGRES_PASSWORD": "not-the-secret"},
        "password authentication failed",
        "Are POSTGRES_USER and POSTGRES_PASSWORD right?",
    ),
    "a host that is not there": (
        {"POSTGRES_HOST": "db.invalid"},
        "could not translate host name",
        "Is POSTGRES_HOST right?",
    ),
    "a port on which nothing runs": (
        {"POSTGRES_PORT": "1"},
        "Connection refused",
        "Does it run there, and is POSTGRES_PORT right?",
    ),
    "TLS that the server has not": (
        {"POSTGRES_SSLMODE": "require"},
        "server does not support SSL",
        "Set POSTGRES_SSLMODE=disable only if that network is private.",
    ),
    "the role that Odoo refuses": (
        {"POSTGRES_USER": "postgres"},
        "Odoo refuses to work as 'postgres'",
        "create a role of its own",
    ),
    "a required variable with a typo": (
        {"POSTGRES_PASSWORD": "", "POSTGRES_PASSWROD": "secret-7"},
        "POSTGRES_PASSWORD must not be empty",
        "",
    ),
    "an unreadable file of a secret": (
        {"POSTGRES_PASSWORD": "", "POSTGRES_PASSWORD_FILE": "/nowhere/password"},
        "cannot be read from POSTGRES_PASSWORD_FILE='/nowhere/password' (No such file",
        "Is it there, and may the user that Odoo runs as read it?",
    ),
    "a limit above 80 % of the instance": (
        {"INSTANCE_MEMORY": "512M", "ODOO_LIMIT_MEMORY_HARD": "500000000"},
        "476.8 MiB, and 80 % of the instance's 512 MiB is 409.6 MiB",
        "Set at most 429496729, or leave it unset.",
    ),
    "a limit below what a worker needs": (
        {"INSTANCE_MEMORY": "512M", "ODOO_LIMIT_MEMORY_SOFT": "100000000"},
        "a worker with accounting needs 160 MiB",
        "Set at least 167772160, 0 for no limit, or leave it unset.",
    ),
    "an instance too small for one worker": (
        {"INSTANCE_MEMORY": "128M"},
        "one worker needs 160 MiB",
        "Take an instance of at least 200 MiB",
    ),
    "a size that is none": (
        {"INSTANCE_MEMORY": "plenty"},
        "INSTANCE_MEMORY='plenty'",
        "must be a size such as 536870912, 512M or 1G",
    ),
    "an AI provider without its key": (
        {"AI_PROVIDER": "openai", "OPENAI_MODEL": "a-model"},
        "AI_PROVIDER='openai'",
        "needs OPENAI_API_KEY",
    ),
    "a folder of addons that is not there": (
        {"ODOO_ADDONS_PATH": "{addons}:/nowhere/addons"},
        "ODOO_ADDONS_PATH: '/nowhere/addons' is not a folder.",
        "Correct it, or leave it out.",
    ),
    "a folder without addons": (
        {"ODOO_ADDONS_PATH": "{addons}:/proc/self/fd"},
        "ODOO_ADDONS_PATH: '/proc/self/fd' holds no addon",
        "Name the folder in which the addons' folders lie",
    ),
    "an addon as a folder of addons": (
        {"ODOO_ADDONS_PATH": "{addons}:{addons}/queue_job"},
        "/queue_job' is an addon itself.",
        "Name the folder that it lies in: ",
    ),
    "addons of one's own instead of the image's": (
        {"ODOO_ADDONS_PATH": ""},
        "ODOO_ADDONS_PATH lacks insightpulse_health, insightpulse_platform, queue_job, session_db",
        "Keep the folders of the image before yours: /opt/insightpulse/addons:",
    ),
    "two parts on one port": (
        {"PORT": "8071", "INTERNAL_HTTP_PORT": "8071"},
        "INTERNAL_HTTP_PORT=8071 is PORT too.",
        "Each needs a port of its own.",
    ),
    "an address of another machine": (
        {"HTTP_INTERFACE": "192.0.2.1"},
        "HTTP_INTERFACE='192.0.2.1' is not an address of this machine",
        "Set it to 0.0.0.0 for all of them",
    ),
    "a data folder that cannot be written": (
        {"ODOO_DATA_DIR": "/proc/nowhere"},
        "ODOO_DATA_DIR='/proc/nowhere' cannot be written",
        "chown -R",
    ),
    "a DATABASE_URL that says something else": (
        {"DATABASE_URL": "postgresql://odoo:other-secret@127.0.0.1/odoo"},
        "contradicts DATABASE_URL",
        "keep one of them",
    ),
}


@pytest.mark.parametrize("case", ONE_FAULT)
def test_one_fault_and_its_remedy(environment, monkeypatch, capfd, case):
    change, fault, remedy = ONE_FAULT[case]
    addons = environment["ODOO_ADDONS_PATH"]
    environment |= {name: value.format(addons=addons) for name, value in change.items()}
    for name in os.environ.keys() - {"PATH"}:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    status = main(["check"])
    found = _wrong(environment, status, *capfd.readouterr())
    assert any(fault in text and remedy in text for text in found), found


def test_all_is_well_without_a_fault(environment):
    assert wrong(environment) == []


def test_the_typo_is_pointed_out(environment):
    changed = environment | {"POSTGRES_PASSWORD": "", "POSTGRES_PASSWROD": "secret-7"}
    printed = run(CHECKOUT / "entrypoint.sh", "check", **changed).stdout
    assert "POSTGRES_PASSWROD is not known, and has no effect. Did you mean POSTGRES_PASSWORD?" in (
        printed
    )
    assert "secret-7" not in printed


def test_a_role_that_may_not_create_the_database(environment, clerk):
    (text,) = wrong(environment | clerk | {"POSTGRES_DB": "nowhere"})
    assert "nowhere does not exist, and clerk may not create it." in text
    assert 'CREATE DATABASE "nowhere" OWNER "clerk"; or: ALTER ROLE "clerk" CREATEDB;' in text


def test_a_role_that_may_not_create_tables(environment, clerk):
    (text,) = wrong(environment | clerk)
    assert "clerk may not create tables. As the database's owner: GRANT ALL ON SCHEMA" in text


def test_a_transaction_pooler_in_place_of_a_session(environment, pooler):
    port = pooler("transaction")
    (text,) = wrong(environment | {"POSTGRES_SESSION_PORT": str(port)})
    assert f"POSTGRES_SESSION_PORT={port} at 127.0.0.1 is a transaction pooler's" in text
    assert "Set it to the port of the database itself, or of a pool in session mode" in text


def test_a_data_api_that_would_publish_everything(environment, published):
    (text,) = wrong(environment)
    assert "anon can read res_partner in the schema public" in text
    assert "Give Odoo a separate database (POSTGRES_DB), or run as the owner" in text
    assert "REVOKE ALL ON ALL TABLES IN SCHEMA public" in text


def test_a_database_that_takes_no_writes(environment, books, read_only):
    (text,) = wrong(environment)
    assert f"{books} is read-only. On Supabase its disk is full: free space" in text
    assert f'ALTER DATABASE "{books}" RESET default_transaction_read_only;' in text


def test_attachments_that_go_with_the_container(environment, memory_folder):
    (text,) = wrong(environment | {"ODOO_FILESTORE": "disk", "ODOO_DATA_DIR": memory_folder})
    assert f"ODOO_DATA_DIR='{memory_folder}' is thrown away with the container (tmpfs)" in text
    assert "Mount a volume, or set ODOO_FILESTORE=s3 or db and run move-attachments." in text


def test_a_port_that_somebody_else_has(environment, taken):
    (text,) = wrong(environment | {"PORT": taken})
    assert f"PORT={taken} is taken by another program." in text
    assert "(`ss -tlnp` shows it), or set PORT to a free port." in text


def test_services_that_do_not_answer_are_no_fault(environment, taken):
    changed = {
        "OCR_SERVICE_URL": "http://127.0.0.1:1",
        "AI_PROVIDER": "ollama",
        "OLLAMA_BASE_URL": "http://ollama.invalid",
    }
    result = run(CHECKOUT / "entrypoint.sh", "check", **environment | changed)
    assert result.returncode == 0
    assert (
        "note   services     OCR_SERVICE_URL=http://127.0.0.1:1 does not answer (Connection "
        "refused): documents wait until it does. Is the service started, and is the address right?"
    ) in result.stdout
    assert "note   services     OLLAMA_BASE_URL=http://ollama.invalid does not answer" in (
        result.stdout
    )


@pytest.mark.slow
def test_all_at_once(environment, published, pooler, taken, memory_folder):
    everything = environment | {
        "INSTANCE_MEMORY": "512M",
        "ODOO_LIMIT_MEMORY_HARD": "500000000",
        "ODOO_LIMIT_MEMORY_SOFT": "100000000",
        "ODOO_ADMIN_PASSWORD": "",
        "ODOO_WORKERS": "many",
        "AI_PROVIDER": "openai",
        "POSTGRES_SESSION_PORT": str(pooler("transaction")),
        "ODOO_ADDONS_PATH": "/nowhere",
        "PORT": taken,
        "ODOO_FILESTORE": "disk",
        "ODOO_DATA_DIR": memory_folder,
    }
    areas = [text.split(maxsplit=1)[0] for text in wrong(everything)]
    assert sorted(areas) == sorted(
        # the password, the workers, the key, the model; hard and soft; …
        ["environment"] * 4 + ["limits"] * 2 + ["privileges", "database", "ports"]
        + ["addons"] * 2 + ["storage"]
    )  # fmt: skip
