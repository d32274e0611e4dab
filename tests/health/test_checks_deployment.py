"""Checks of what is around the database: files, memory, processes, backups, modules."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest

import checks
import s3
from boot import backup as boot_backup
from checking.check import FAIL, PASS, WARN
from checks import (
    ALL,
    backup,
    deployment,
    file_store,
    file_store_lost,
    lateness,
    memory_container,
    memory_processes,
    modules,
    odoo_build,
    processes,
    workers,
    workers_busy,
)

from ..product.object_store import SECRET, ObjectStore
from .told import FakeContext, assert_told

MIB = 1 << 20
NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)


def test_names_are_those_of_the_draft_and_unique():
    names = [check.name for check in ALL]
    assert len(set(names)) == len(names)
    for check in ALL:
        component, _colon, measurement = check.name.partition(":")
        assert (component + measurement).isalpha(), check.name
        assert check.kind in ("datastore", "system", "component")


def test_the_table_of_checks_is_whole():
    text = (Path(checks.__file__).parent / "README.md").read_text()
    listed = re.findall(r"^\| `(\w+:\w+)`", text, re.MULTILINE)
    assert sorted(listed) == sorted(check.name for check in ALL)


# files


def test_a_folder_that_is_not_there_yet_can_be_made(tmp_path):
    assert_told(file_store.of_disk(tmp_path / "filestore" / "odoo"), PASS, "free on the disk")
    assert not [*tmp_path.iterdir()]


def test_a_folder_that_is_none(tmp_path):
    (tmp_path / "filestore").write_text("a file in its place")
    result = file_store.of_disk(tmp_path / "filestore" / "odoo")
    assert_told(result, FAIL, "No file can be stored in")
    assert "Not a directory" in result.output


@pytest.mark.parametrize(
    ("free", "status"), [(5_000_000_000, PASS), (300_000_000, WARN), (50_000_000, FAIL)]
)
def test_free_space(tmp_path, monkeypatch, free, status):
    usage = SimpleNamespace(free=free)
    monkeypatch.setattr(file_store.shutil, "disk_usage", lambda _folder: usage)
    assert_told(file_store.of_disk(tmp_path), status)


@pytest.fixture(scope="module")
def objects(tmp_path_factory):
    folder = tmp_path_factory.mktemp("s3")
    store = ObjectStore(folder / "objects", folder / "s3.log")
    store.start()
    yield store
    store.stop()


@pytest.mark.slow
def test_a_bucket(objects, monkeypatch):
    """On a real server: one that is there, one that is not, a wrong key, and nobody."""
    monkeypatch.setattr(s3.bucket, "CONNECT_SECONDS", 1.0)

    def result(url=objects.url, bucket="files", secret=SECRET):
        key = s3.Key("S3TESTKEYID", secret, "us-east-1")
        return file_store.of_bucket(s3.Store(s3.Bucket(url, bucket, key), "odoo"))

    assert_told(result(), PASS)
    for refused in (
        result(bucket="missing"),
        result(secret="wrong-secret"),
        result(url="http://127.0.0.1:9"),
    ):
        assert_told(refused, FAIL, "neither read nor stored")
        assert "secret" not in refused.output


def test_a_bucket_that_hangs_is_told_before_the_check_is_late():
    """It takes the connection and says nothing: refused with its remedy, and looked at anew."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        key = s3.Key("S3TESTKEYID", SECRET, "us-east-1")
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        store = s3.Store(s3.Bucket(url, "files", key, silence=0.2, down=0.0), "odoo")
        for _look in range(2):
            assert_told(file_store.of_bucket(store), FAIL, "Read timed out")
    assert file_store.CHECK.seconds > deployment.BUCKET_SECONDS


@pytest.mark.parametrize(
    ("database", "kind", "status"),
    [("odoo", "db", PASS), (None, "disk", PASS), ("odoo", "s3", FAIL)],
)
def test_where_files_are(monkeypatch, database, kind, status):
    monkeypatch.setattr(deployment, "filestore", lambda: kind)
    monkeypatch.setattr(deployment, "files_in_bucket", lambda _database: None)
    assert_told(file_store.run(FakeContext({}, database=database)), status)


def test_files_that_are_lost(tmp_path):
    """One that is there is enough: a single one may be lost for another reason."""
    names = ["ab/abc", "cd/cde"]
    assert_told(file_store_lost.judged(tmp_path / "odoo", []), PASS, "names no files")
    assert_told(file_store_lost.judged(tmp_path / "odoo", names), FAIL, "are not in")
    (tmp_path / "cd").mkdir()
    (tmp_path / "cd" / "cde").write_text("x")
    assert_told(file_store_lost.judged(tmp_path, names), PASS)


# memory and processes


@pytest.mark.parametrize(
    ("resident", "soft", "hard", "status"),
    [
        (100, 320, 400, PASS), (330, 320, 400, WARN), (390, 320, 400, FAIL), (900, 0, 0, PASS),
    ],
)  # fmt: skip
def test_memory_of_a_process(resident, soft, hard, status):
    result = memory_processes.judged("worker 7", resident * MIB, soft * MIB, hard * MIB)
    assert_told(result, status, "" if status == PASS else "worker 7 has")
    assert (result.component, result.value) == ("worker 7", resident * MIB)


def test_this_process_is_measured(monkeypatch):
    monkeypatch.setattr(deployment, "memory_limits", lambda: (1, 0))
    [result] = memory_processes.run(FakeContext({}))
    assert_told(result, WARN, f"{os.getpid()} has")


@pytest.mark.parametrize(
    ("used", "budget", "status", "words"),
    [
        (300, 410, PASS, ""),
        (420, 410, WARN, "of a budget of 430 MB; at 537 MB"),
        (490, 410, FAIL, "ended by force"),
        (300, 0, PASS, "INSTANCE_MEMORY"),
    ],
)
def test_memory_of_the_container(used, budget, status, words):
    assert_told(memory_container.judged(used * MIB, budget * MIB), status, words)


def test_memory_that_cannot_be_measured_is_no_nothing(monkeypatch):
    """As under gVisor: neither the control group nor smaps_rollup."""
    group = SimpleNamespace(limit=lambda: None, working_set=lambda: None)
    monkeypatch.setattr(memory_container, "ControlGroup", lambda: group)
    monkeypatch.setattr(memory_container, "proportional", lambda _pid: 0)
    monkeypatch.setattr(deployment, "memory_budget", lambda: 410 * MIB)
    result = memory_container.run(FakeContext({}))
    assert_told(result, PASS, "cannot be measured")
    assert result.value is None


def test_the_processes_of_a_master():
    """Three that are forked as Odoo's are, with a name that holds brackets; one of another kind."""
    program = (
        "import os, subprocess, sys, time\n"
        "open('/proc/self/comm', 'w').write('a) S 1 (b')\n"
        "other = subprocess.Popen(['sleep', '30'])\n"
        "pids = []\n"
        "for _ in range(2):\n"
        "    pid = os.fork()\n"
        "    if not pid: time.sleep(30)\n"
        "    pids.append(pid)\n"
        "print(*pids, other.pid, flush=True)\n"
        "time.sleep(30)\n"
    )
    master = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    *forked, other = map(int, master.stdout.readline().split())
    try:
        found = processes.of_odoo(forked[0])
        assert (found[0].pid, found[0].is_master) == (master.pid, True)
        assert {process.pid for process in found[1:]} == set(forked)
        assert all(0 <= process.age < 60 for process in found)
    finally:
        for pid in (*forked, other):
            os.kill(pid, 9)
        master.kill()
        master.wait()
        master.stdout.close()


def worker(pid: int, age: float) -> processes.Process:
    return processes.Process(pid, age)


def test_workers_that_are_replaced_are_counted_by_when_they_started():
    sightings = workers.Sightings()

    def look(time, *found):
        return sightings.replaced([processes.Process(1, time, is_master=True), *found], time)

    first = worker(2, 9990), worker(3, 9989)
    assert look(10_000, *first) == 0  # they started with the master
    assert look(10_000, worker(4, 100), *first[1:]) == 1
    assert look(10_030, worker(4, 130), *first[1:]) == 1
    assert look(10_060, worker(5, 20), *first[1:]) == 2
    assert look(10_000 + 3590, worker(5, 3550)) == 1  # the one of 9900 was more than an hour ago
    assert look(10_000 + 9000, worker(5, 8960)) == 0


@pytest.mark.parametrize(("number", "status"), [(0, PASS), (12, PASS), (13, WARN)])
def test_workers_that_are_replaced_too_often(number, status):
    assert_told(workers.judged(number), status)


# backups


@pytest.mark.parametrize(
    ("days", "allowed", "status", "words"),
    [
        (0.5, 1, PASS, ""),
        (2, 1, WARN, "2 days old; BACKUP_DAYS allows 1"),
        (4, 1, FAIL, "4 days old"),
        (8, 7, WARN, "8 days old"),
    ],
)
def test_age_of_a_backup(days, allowed, status, words):
    assert_told(backup.judged(NOW - timedelta(days=days), None, allowed, NOW), status, words)


@pytest.mark.parametrize(
    ("created", "status"),
    [
        (None, WARN),
        (NOW - timedelta(days=22), FAIL),
        (NOW - timedelta(days=20), WARN),
        (NOW - timedelta(days=8), WARN),
        (NOW, PASS),
    ],
)
def test_no_backup_yet(created, status):
    assert_told(backup.judged(None, created, 7, NOW), status, "No backup")


NOTED = json.dumps({"ended": NOW.isoformat(), "database": "odoo", "uuid": "u-1"})


@pytest.mark.parametrize(
    ("text", "database", "uuid", "found"),
    [
        (NOTED, "odoo", "u-1", NOW),
        (NOTED, "odoo_copy", "u-1", None),  # CREATE DATABASE … TEMPLATE
        (NOTED, "odoo", "u-2", None),  # restored as a copy, or on another server
        (None, "odoo", "u-1", None),
        ("somebody wrote this", "odoo", "u-1", None),
        ("[]", "odoo", "u-1", None),
        (NOTED.replace("2026-", "soon "), "odoo", "u-1", None),
    ],
)
def test_a_copy_has_no_backup_of_its_own(text, database, uuid, found):
    assert backup.of_this(text, database, uuid) == found


def test_what_a_backup_notes_is_what_is_read():
    assert boot_backup.ENDED == backup.ENDED


@pytest.mark.parametrize(
    ("days", "neutralized", "status", "words"),
    [
        (0, None, PASS, "made elsewhere"),
        (1, "True", PASS, "neutralized copy"),
        (1, None, FAIL, "No backup"),
    ],
)
def test_who_needs_a_backup(monkeypatch, days, neutralized, status, words):
    monkeypatch.setattr(deployment, "backup_days", lambda: days)
    context = FakeContext(
        {
            "database.is_neutralized": [(neutralized,)] if neutralized else [],
            backup.ENDED: [],
            "database.uuid": [("u-1",)],
            "database.create_date": [("2019-11-28 12:00:00",)],
        }
    )
    assert_told(backup.run(context), status, words)


# lateness


@pytest.mark.parametrize(
    ("due", "since", "length", "late"),
    [
        # seconds ago: due, the end of the stop, its length
        (500, 1000, 7200, 500),  # due after it
        (5000, 1000, 7200, 940),  # due meanwhile: from the end, and a minute for the first round
        (8200, 1000, 7200, 940),
        (9000, 1000, 7200, 1740),  # due before it: what passed meanwhile is taken off
        (9000, 30, 7200, 1770),
        (5000, 30, 7200, 0),
    ],
)
def test_how_late_something_is_after_a_stop(due, since, length, late):
    assert lateness.late(due, (since, length)) == late
    assert lateness.late(due, None) == due


# modules and build


@pytest.mark.parametrize(
    ("name", "state", "version", "code", "status", "words"),
    [
        ("sale", "installed", "19.0.1.2.0", "19.0.1.2.0", PASS, ""),
        ("sale", "installed", "19.0.1.10.0", "19.0.1.9.0", PASS, ""),  # rolled back: it works
        (
            "sale",
            "installed",
            "19.0.1.9.0",
            "19.0.1.10.0",
            WARN,
            "older than the code: sale (19.0.",
        ),
        ("sale", "installed", "19.0.1.2.0", None, FAIL, "whose code is missing: sale."),
        ("sale", "to upgrade", "19.0.1.2.0", "19.0.1.2.0", WARN, "waiting: sale (to upgrade)."),
    ],
)
def test_modules(monkeypatch, name, state, version, code, status, words):
    monkeypatch.setattr(deployment, "code_versions", lambda _names: {name: code})
    found = modules.run(FakeContext({"ir_module_module": [(name, state, version)]}))
    [result] = found if isinstance(found, list) else [found]
    assert_told(result, status, words)


@pytest.mark.parametrize(("waited", "status"), [(0.0, WARN), (599.0, WARN), (600.0, FAIL)])
def test_modules_that_wait_for_long(waited, status):
    rows = [("sale", "to upgrade", "19.0.1")]
    [result] = modules.judged(rows, {"sale": "19.0.1"}, waited)
    assert_told(result, status, "1 module waiting")


def test_for_how_long_modules_have_waited():
    """The one that has for longest counts, and one that is done begins anew."""
    waits = modules.Waits()
    assert waits.longest(["sale"], 1000) == 0
    assert waits.longest(["sale", "stock"], 1060) == 60
    assert waits.longest(["stock"], 1120) == 60
    assert waits.longest([], 1180) == 0
    assert waits.longest(["sale", "stock"], 1240) == 0
    assert waits.longest(["sale", "stock"], 1840) == 600


def test_five_modules_are_named_and_the_others_counted(monkeypatch):
    monkeypatch.setattr(deployment, "code_versions", lambda names: dict.fromkeys(names, "19.0.1"))
    rows = [(f"module_{n}", "to upgrade", "19.0.1") for n in range(7)]
    [result] = modules.run(FakeContext({"ir_module_module": rows}))
    words = "module_3 (to upgrade), module_4 (to upgrade) and 2 more."
    assert_told(result, WARN, words)
    assert "module_5" not in result.output


def test_a_database_without_odoo():
    assert_told(modules.run(FakeContext({}, tables=[])), FAIL, "holds no Odoo")


def test_build(monkeypatch):
    monkeypatch.setattr(deployment, "odoo_version", lambda: "19.0-20251128")
    monkeypatch.setattr(deployment, "commit", lambda: "abc123")
    values = {result.component: result.value for result in odoo_build.run(FakeContext({}))}
    assert values == {"odoo": "19.0-20251128", "commit": "abc123"}


# busy workers


@pytest.mark.parametrize(
    ("workers", "busy", "status", "words"),
    [
        (0, None, PASS, "without workers"),
        (2, None, PASS, "not known"),
        (2, [], PASS, "may be starting"),
        (2, [(600.0, "/a"), (None, "")], PASS, ""),
        (2, [(600.0, "/a"), (14.0, "/b")], PASS, ""),
        (2, [(600.0, "/a")], PASS, ""),  # the other is just being replaced
        (2, [(90.0, "/a"), (80.0, "/b"), (None, "")], PASS, ""),  # one that is about to end
        (2, [(16.0, "/b/<int:id>"), (600.0, "")], WARN,
         "a route not yet known for 10 minutes, /b/<int:id> for 16 seconds."),
    ],
)  # fmt: skip
def test_workers_that_are_all_busy(workers, busy, status, words):
    result = workers_busy.judged(workers, busy)
    assert_told(result, status, words)
    assert (result.value is None) == (not busy)
    assert workers_busy.CHECK.late == WARN


def test_no_worker_lives(monkeypatch):
    """At the second look; one that says nothing of itself, and none by choice, are no fault."""
    monkeypatch.setattr(workers_busy, "_absence", workers_busy.Absence())

    def look(count, busy):
        monkeypatch.setattr(deployment, "http_workers", lambda: (count, busy))
        return workers_busy.run(FakeContext({}))

    assert_told(look(2, []), PASS, "may be starting")
    assert_told(look(2, []), FAIL, "No HTTP worker lives")
    assert_told(look(2, [(None, "")]), PASS)
    for _look in range(3):
        assert_told(look(2, None), PASS, "not known")
        assert_told(look(0, []), PASS, "without workers")
