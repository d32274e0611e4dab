"""Several instances on one real database, with a stand-in for Odoo: one installs, none twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from native.processes import wait_until

from .stubs import CHECKOUT, cheap_hash

pytestmark = pytest.mark.slow

ODOO = """
import json, os, sys, time
import psycopg2

def after(option):
    return sys.argv[sys.argv.index(option) + 1].split(",") if option in sys.argv else []

with open({log!r}, "a") as log:
    log.write(json.dumps({{"init": after("--init"), "update": after("--update")}}) + "\\n")
time.sleep({seconds})
if not after("--init") and not {finishes}:
    sys.exit()
connection = psycopg2.connect({dsn!r})
connection.autocommit = True
cursor = connection.cursor()
if {finishes}:
    cursor.execute("UPDATE ir_module_module SET state = 'installed' WHERE state = 'to install'")
    cursor.execute("DELETE FROM ir_module_module WHERE state = 'to remove'")
    sys.exit()
cursor.execute("CREATE TABLE IF NOT EXISTS ir_module_module (name text, state text)")
cursor.execute("CREATE TABLE IF NOT EXISTS ir_config_parameter (key text UNIQUE, value text,"
               " create_uid int, write_uid int, create_date timestamp, write_date timestamp)")
for name in after("--init"):
    cursor.execute("INSERT INTO ir_module_module VALUES (%s, 'installed')", (name,))
"""


class Instances:
    def __init__(self, server, books: str, folder: Path) -> None:
        self.log = folder / "odoo.jsonl"
        self.folder = folder
        self.manifest = folder / "addons" / "sale_more" / "__manifest__.py"
        self.manifest.parent.mkdir(parents=True)
        self.manifest.write_text("{}")
        self.dsn = (
            f"host=127.0.0.1 port={server.port} user=odoo dbname={books} "
            f"password={server.postgres.password}"
        )
        self.environment = server.environment(
            books,
            ODOO_INIT_MODULES="web,sale_more",
            ODOO_ADDONS_PATH=str(self.manifest.parents[1]),
            PYTHONPATH=f"{CHECKOUT}:{cheap_hash(folder / 'site')}",
            PATH=os.environ["PATH"],
        )

    def start(
        self, name: str, seconds: float = 0, finishes: bool = False, **environment: str
    ) -> subprocess.Popen[str]:
        script = self.folder / f"{name}.py"
        script.write_text(
            ODOO.format(log=str(self.log), seconds=seconds, dsn=self.dsn, finishes=finishes)
        )
        return subprocess.Popen(
            [sys.executable, "-m", "boot", "upgrade", self.folder / name, sys.executable, script],
            env=self.environment | environment,
            stderr=subprocess.PIPE,
            text=True,
        )

    def runs(self) -> list[dict[str, list[str]]]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [json.loads(line) for line in lines]


INSTALLED = {"init": ["base", "web", "sale_more"], "update": []}
UPDATED = {"init": [], "update": ["sale_more"]}


@pytest.fixture
def instances(server, books, tmp_path):
    return Instances(server, books, tmp_path)


def ended(instance: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = instance.communicate(timeout=30)
    return instance.returncode, said


def test_of_three_that_start_at_once_one_installs(instances):
    started = [instances.start(name, seconds=1) for name in ("one", "two", "three")]
    results = [ended(instance) for instance in started]
    assert [status for status, _ in results] == [0, 0, 0]
    assert instances.runs() == [INSTALLED]
    assert sum("another instance is installing" in said for _, said in results) == 2


def test_of_two_that_find_an_addon_changed_one_updates(instances):
    assert ended(instances.start("one"))[0] == 0
    instances.manifest.write_text("{'version': '19.0.2.0.0'}")
    for instance in [instances.start(name, seconds=1) for name in ("one", "two")]:
        assert ended(instance)[0] == 0
    assert ended(instances.start("three"))[0] == 0
    assert instances.runs() == [INSTALLED, UPDATED]


def test_a_stop_ends_the_installation_first_and_the_next_instance_takes_over(instances):
    first = instances.start("one", seconds=60)
    assert wait_until(lambda: len(instances.runs()) == 1, 20)
    second = instances.start("two")
    time.sleep(1)
    first.send_signal(signal.SIGTERM)
    assert ended(first)[0] == 143
    assert ended(second)[0] == 0
    assert instances.runs() == [INSTALLED, INSTALLED]


@pytest.fixture
def begun(instances, server, books):
    """Somebody installs one module in Apps and removes another; the worker is killed."""
    assert ended(instances.start("one"))[0] == 0
    server.run(
        books,
        "INSERT INTO ir_module_module VALUES ('crm', 'to install'), ('survey', 'to remove')",
    )


def test_what_was_begun_in_apps_is_finished_once(instances, begun):
    status, said = ended(instances.start("two", finishes=True))
    assert (status, said) == (0, "boot: finishing what was begun with crm,survey\n")
    assert ended(instances.start("three")) == (0, "")
    assert instances.runs() == [INSTALLED, {"init": [], "update": ["crm", "survey"]}]


def test_what_cannot_be_finished_is_told(instances, begun):
    status, said = ended(instances.start("two"))
    assert status == 78
    assert "crm still waits to be installed" in said
    assert "Cancel" in said


def test_it_works_beside_a_transaction_pooler(instances, server, pooler):
    ports = {
        "POSTGRES_PORT": str(pooler("transaction")),
        "POSTGRES_SESSION_PORT": str(server.port),
    }
    assert ended(instances.start("one", **ports)) == (0, "boot: installing base,web,sale_more\n")


def test_the_hashes_are_a_parameter_of_the_database(instances, server, books):
    ended(instances.start("one"))
    with closing(server.connect(books)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT value, create_uid, write_date IS NOT NULL FROM ir_config_parameter "
            "WHERE key = 'insightpulse_platform.addon_hashes'"
        )
        ((value, user, dated),) = cursor.fetchall()
    assert json.loads(value).keys() == {"sale_more"}
    assert (user, dated) == (1, True)


def test_a_database_that_outsiders_could_read_is_refused_before_anything_is_installed(
    instances, server, books
):
    server.run(
        books,
        "DO $$ BEGIN CREATE ROLE anon; EXCEPTION WHEN duplicate_object THEN END $$",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO anon",
    )
    status, said = ended(instances.start("one"))
    assert status == 78
    assert "may read every new table" in said
    assert instances.runs() == []


def test_a_database_that_goes_away_meanwhile_is_said_in_one_line(instances, server, books):
    assert ended(instances.start("one"))[0] == 0
    instances.manifest.write_text("{'version': '19.0.2.0.0'}")
    second = instances.start("two", seconds=2)
    assert wait_until(lambda: len(instances.runs()) == 2, 20)
    server.run("postgres", f"ALTER DATABASE {books} ALLOW_CONNECTIONS false")
    status, said = ended(second)
    assert status == 75
    assert "lost the database meanwhile: " in said
    assert "Traceback" not in said
