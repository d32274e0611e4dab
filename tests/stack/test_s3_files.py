"""Files in S3: `ODOO_FILESTORE=s3` on a real S3 server, and a disk that is thrown away."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from checks.deployment import BUCKET_SECONDS
from native.processes import wait_until

from ..product import documents, reading
from ..product.client import Client, OdooError
from ..product.object_store import SECRET, ObjectStore
from ..product.running import CHECKOUT, DATABASE
from .conftest import make_whole
from .health import Health, assert_told


@pytest.fixture(scope="module")
def s3(stack):
    store = ObjectStore(stack.workdir / "s3", stack.logs / "s3.log")
    shutil.rmtree(store.folder)
    store = ObjectStore(store.folder, stack.logs / "s3.log")
    store.start()
    yield store
    store.stop()


@pytest.fixture(scope="module")
def in_s3(stack, s3):
    """Attachments are kept in S3; they are on the disk again at the end."""
    make_whole(stack)
    stack.children.pop("odoo").stop()
    stack.settings.update(s3.settings, ODOO_FILESTORE="s3")
    stack.start_odoo()
    yield stack
    make_whole(stack)
    s3.stop()
    s3.start()
    stack.settings["ODOO_FILESTORE"] = "disk"
    move(stack)
    stack.children.pop("odoo").stop()
    for name in ("ODOO_FILESTORE", *s3.settings):
        del stack.settings[name]
    stack.start_odoo()


def entrypoint(stack, *verb: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CHECKOUT / "entrypoint.sh", *verb], env=stack.odoo_environment() | settings,
        cwd=stack.workdir, text=True, capture_output=True, check=False,
    )  # fmt: skip


def move(stack, **settings: str) -> str:
    done = entrypoint(stack, "move-attachments", **settings)
    assert done.returncode == 0, done.stderr
    return done.stdout


def upload(client: Client, data: bytes, name: str = "file.pdf") -> int:
    return client.call(
        "ir.attachment", "create", {"name": name, "datas": base64.b64encode(data).decode()}
    )


def fresh() -> bytes:
    return documents.fresh_scan()[:20000] + os.urandom(32)


def where(db) -> dict[str, int]:
    """How many attachments are kept where."""
    return dict(
        db.rows(
            "SELECT CASE WHEN store_fname LIKE 's3://%%' THEN 's3' WHEN store_fname IS NOT NULL "
            "THEN 'disk' ELSE 'db' END, count(*) FROM ir_attachment WHERE type = 'binary' "
            "AND file_size > 0 GROUP BY 1"
        )
    )


def test_a_new_container_opens_every_attachment(in_s3, s3, admin, db):
    stack = in_s3
    bill = admin.upload_bill("rechnung.pdf", documents.fresh_scan())
    assert reading.await_state(admin, bill, "read", "failed")["state"] == "read"
    key = hashlib.sha256(bill.data).hexdigest()
    assert s3.objects()[f"{DATABASE}/{key[:2]}/{key}"] == bill.data

    move(stack)
    assert "disk" not in where(db)
    stack.children.pop("odoo").stop()
    shutil.rmtree(stack.workdir / "data")
    stack.start_odoo()

    assert admin.get("/odoo").status_code == 200  # not sent to the login page
    rows = db.rows("SELECT id, checksum FROM ir_attachment WHERE type = 'binary' AND file_size > 0")
    for attachment_id, checksum in rows:
        assert hashlib.sha1(admin.download(attachment_id)).hexdigest() == checksum
    assert len(rows) > 100


def test_equal_files_are_one_object(in_s3, s3, admin):
    data = fresh()
    before = len(s3.objects())
    first, second = upload(admin, data), upload(admin, data)
    assert len(s3.objects()) == before + 1
    assert admin.download(first) == admin.download(second) == data


def test_tiny_files_and_bundles_stay_in_the_database(in_s3, s3, admin, db):
    before = len(s3.objects())
    tiny = upload(admin, b"tiny" * 10, "tiny.txt")
    style = upload(admin, b"a { color: red }\n" * 5000, "style.css")
    assert len(s3.objects()) == before
    assert admin.download(tiny) == b"tiny" * 10
    assert len(admin.download(style)) == 17 * 5000


def test_a_part_of_a_large_file(in_s3, admin):
    data = os.urandom(3_000_000)
    attachment = upload(admin, data, "video.bin")
    answer = admin._http.get(
        f"/web/content/{attachment}", headers={"Range": "bytes=1000000-1000099"}
    )
    assert answer.status_code == 206
    assert answer.content == data[1_000_000:1_000_100]


def test_a_file_is_replaced_and_copied(in_s3, s3, admin):
    attachment = upload(admin, fresh())
    changed = fresh()
    admin.call(
        "ir.attachment", "write", [attachment], {"datas": base64.b64encode(changed).decode()}
    )
    assert admin.download(attachment) == changed
    before = len(s3.objects())
    copied = admin.call("ir.attachment", "copy", [attachment])
    assert admin.download(copied[0] if isinstance(copied, list) else copied) == changed
    assert len(s3.objects()) == before


@pytest.fixture
def away(in_s3, s3, admin):
    """S3 stops in the middle of the work, and is back afterwards."""
    kept = upload(admin, kept_data := fresh())
    shutil.rmtree(in_s3.workdir / "data" / "s3")  # as in a container that has never read it
    s3.stop()
    yield kept, kept_data
    if s3._child is None:
        s3.start()


def counts(db) -> tuple[int, int]:
    [(attachments,)] = db.rows("SELECT count(*) FROM ir_attachment")
    [(messages,)] = db.rows("SELECT count(*) FROM mail_message")
    return attachments, messages


def test_s3_away_and_back(away, in_s3, s3, admin, db):
    kept, kept_data = away
    before = counts(db), s3.objects()

    # an upload: by a call, and by the web client's three ways to send a file
    with pytest.raises(OdooError, match="was not uploaded, because the file storage does not answ"):
        upload(admin, fresh())
    answers = {
        "/mail/attachment/upload": {"thread_id": 1, "thread_model": "res.partner"},
        "/web/binary/upload_attachment": {"model": "res.partner", "id": 1},
    }
    token = re.search(r'csrf_token: "(\w+)"', admin.get("/odoo").text)[1]
    for path, data in answers.items():
        answer = admin._http.post(
            path, data=data | {"csrf_token": token}, files={"ufile": ("a.pdf", fresh())}
        )
        if path.startswith("/mail"):
            assert answer.status_code == 422
            assert "file storage does not answer" in answer.text
        else:
            assert "error" in answer.text
    assert (counts(db), s3.objects()) == before

    # a download: an error that is not kept, for a picture too, and not a wrong login
    for path in (f"/web/content/{kept}", f"/web/image/{kept}?unique=1", f"/web/image/{kept}/64x64"):
        answer = admin.get(path)
        assert answer.status_code == 503, path
        assert answer.headers["retry-after"] == "5"
        assert answer.headers["cache-control"] == "no-store"
        assert "file storage does not answer" in answer.text
    assert admin.get("/odoo").status_code == 200

    s3.start()
    assert reading_again(admin, kept) == kept_data
    again = upload(admin, data := fresh())
    assert admin.download(again) == data


def reading_again(client: Client, attachment: int) -> bytes:
    """It may still remember for some seconds that S3 was away."""
    deadline = time.monotonic() + 20
    while True:
        try:
            return client.download(attachment)
        except httpx.HTTPStatusError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


@contextmanager
def away_altogether(s3) -> Iterator[None]:
    s3.stop()
    yield


@contextmanager
def of_another_key(s3) -> Iterator[None]:
    s3.stop()
    s3.start(secret="another-secret")
    yield
    s3.stop()


@contextmanager
def hanging(s3) -> Iterator[None]:
    with s3.hang():
        yield


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (away_altogether, "Connection refused"),
        (of_another_key, "SignatureDoesNotMatch"),
        (hanging, "Read timed out"),
    ],
)
def test_health_tells_what_is_wrong_with_the_bucket(in_s3, s3, admin, broken, words):
    """Not ready, for whoever comes needs files; and no probe waits for S3."""
    health = Health(in_s3, SECRET)
    assert wait_until(health.ready, 20, 0.1)
    try:
        with broken(s3):
            assert wait_until(lambda: not health.ready(), 20, 0.1)  # by itself
            checks = health.looked()
            began = time.monotonic()
            assert not any(health.ready() for _probe in range(20))
            assert time.monotonic() - began < 20 * BUCKET_SECONDS / 2
            assert httpx.get(f"{in_s3.url}/health/live").status_code == 200
            assert admin.call("res.partner", "search_count", [])
    finally:
        s3.start()
    remedy = "S3_ENDPOINT_URL, S3_BUCKET"
    assert_told(checks, "fileStore:writable", "fail", words, remedy)
    health.await_told("fileStore:writable", "pass")
    assert wait_until(health.ready, 20, 0.1)


def collect_garbage(stack) -> str:
    done = subprocess.run(
        [CHECKOUT / "entrypoint.sh", "shell"], env=stack.odoo_environment(),
        cwd=stack.workdir, text=True, capture_output=True, check=False,
        input="env['ir.attachment']._gc_file_store()\n",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stderr + done.stdout


def test_what_nobody_names_is_collected(in_s3, s3, admin):
    data, twin = fresh(), fresh()
    gone, kept, twin_gone = upload(admin, data), upload(admin, twin), upload(admin, twin)
    admin.call("ir.attachment", "unlink", [gone, twin_gone])
    rolled_back, foreign = fresh(), fresh()
    s3.store(DATABASE).write(io.BytesIO(rolled_back))
    s3.store("other").write(io.BytesIO(foreign))

    assert "objects that no attachment names removed" in collect_garbage(in_s3)
    left = [*s3.objects().values()]
    assert [data in left, rolled_back in left, twin in left, foreign in left] == [0, 0, 1, 1]
    assert admin.download(kept) == twin


def test_a_folder_of_another_database_is_left_alone(in_s3, s3, admin):
    own = s3.store(DATABASE).owner()
    admin.call("ir.attachment", "unlink", [upload(admin, fresh())])
    s3.store(DATABASE).claim("another")
    before = s3.objects()
    assert "belongs to another database (another" in collect_garbage(in_s3)
    assert s3.objects() == before
    s3.store(DATABASE).claim(own)


def test_a_neutralized_copy_deletes_nothing(in_s3, s3, admin):
    parameters = "ir.config_parameter"
    admin.call("ir.attachment", "unlink", [upload(admin, fresh())])
    before = s3.objects()
    admin.call(parameters, "set_param", "database.is_neutralized", "True")
    try:
        assert "this database is a copy" in collect_garbage(in_s3)
    finally:
        admin.call(parameters, "set_param", "database.is_neutralized", False)
    assert s3.objects() == before


def test_moved_everywhere_and_back(in_s3, s3, admin, db):
    stack = in_s3
    data = {upload(admin, content := fresh()): content for _ in range(3)}
    large = os.urandom(9_000_000)
    data[upload(admin, large, "large.bin")] = large
    before = where(db)
    assert before["s3"] > 20
    total = sum(before.values())

    def opened() -> None:
        shutil.rmtree(stack.workdir / "data" / "s3", ignore_errors=True)
        assert {number: admin.download(number) for number in data} == data

    for target, expected in {
        "db": {"db": total}, "disk": {"disk": total}, "s3": before,
    }.items():  # fmt: skip
        printed = move(stack, ODOO_FILESTORE=target)
        assert "] 100 %" in printed
        assert where(db) == expected
        opened()
        assert re.search("^0 attachments moved", move(stack, ODOO_FILESTORE=target), re.MULTILINE)
    for target in ("disk", "db", "s3"):
        move(stack, ODOO_FILESTORE=target)
        opened()
    assert where(db) == before


def test_a_move_that_is_killed_is_taken_up_again(in_s3, s3, admin, db):
    data = {upload(admin, content := fresh()): content for _ in range(30)}
    before = where(db)
    child = subprocess.Popen(
        [CHECKOUT / "entrypoint.sh", "move-attachments"],
        env=in_s3.odoo_environment() | {"ODOO_FILESTORE": "disk"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert wait_until(lambda: where(db).get("disk", 0) > 5, 30, 0.01)
    child.kill()
    child.wait()
    half = where(db)
    assert {number: admin.download(number) for number in data} == data
    move(in_s3)
    assert where(db) == before, half
    assert {number: admin.download(number) for number in data} == data


def test_a_move_needs_little_memory(in_s3, admin, db):
    huge = os.urandom(60_000_000)
    [(attachment,)] = db.rows(
        "INSERT INTO ir_attachment (name, type, mimetype, file_size, checksum, db_datas) "
        "VALUES ('huge.bin', 'binary', 'application/zip', %s, %s, %s) RETURNING id",
        len(huge), hashlib.sha1(huge).hexdigest(), huge,
    )  # fmt: skip
    peaks = {}
    for target in ("s3", "db", "disk", "s3"):
        command = (
            "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
            "print('peak', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
        )
        done = subprocess.run(
            [in_s3.environment.odoo_python, "-c", command,
             CHECKOUT / "entrypoint.sh", "move-attachments"],
            env=in_s3.odoo_environment() | {"ODOO_FILESTORE": target},
            text=True, capture_output=True, check=True,
        )  # fmt: skip
        peaks[target] = int(done.stdout.split("peak ")[1])
    print("peak of a move of 60 MB, MB:", peaks)
    assert max(peaks.values()) < 80
    assert admin.download(attachment) == huge
    admin.call("ir.attachment", "unlink", [attachment])


def test_no_secret_is_seen(in_s3):
    texts = [path.read_text(errors="replace") for path in in_s3.logs.glob("*.log")]
    for pid in (entry for entry in os.listdir("/proc") if entry.isdigit()):
        try:
            with open(f"/proc/{pid}/cmdline", errors="replace") as file:
                texts.append(file.read())
        except OSError:
            continue
    texts += [entrypoint(in_s3, verb).stdout for verb in ("config", "check")]
    assert not [text for text in texts if SECRET in text]
