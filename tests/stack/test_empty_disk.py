"""A deployment throws the disk away: the next container starts with an empty one."""

from __future__ import annotations

import subprocess

import pytest

from ..product import documents, reading
from ..product.client import Client
from ..product.running import DATABASE
from .conftest import make_whole


@pytest.fixture
def in_database(stack):
    """Attachments are kept in the database; the disk of before comes back at the end."""
    make_whole(stack)
    data, aside = stack.workdir / "data", stack.workdir / "data-aside"
    stack.children.pop("odoo").stop()
    stack.settings["ODOO_FILESTORE"] = "db"
    stack.start_odoo()
    yield stack
    stack.children.pop("odoo").stop()
    del stack.settings["ODOO_FILESTORE"]
    if aside.exists():
        subprocess.run(["rm", "-rf", data], check=True)
        aside.rename(data)
    stack.start_odoo()


def _move_attachments(stack) -> str:
    done = subprocess.run(
        [stack.places.checkout / "entrypoint.sh", "move-attachments"],
        env=stack.odoo_environment(), cwd=stack.workdir, text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_sessions_and_attachments_outlive_the_disk(in_database, admin, db):
    stack = in_database
    # a session and a file of before, and one that comes in afterwards
    before = admin.upload_bill("rechnung.pdf", documents.fresh_scan())
    reading.await_state(admin, before, "read", "failed")
    printed = _move_attachments(stack)
    assert "attachments moved to the database" in printed
    assert "] 100 %" in printed
    assert db.rows("SELECT count(*) FROM ir_attachment WHERE store_fname IS NOT NULL") == [(0,)]

    stack.children.pop("odoo").stop()
    (stack.workdir / "data").rename(stack.workdir / "data-aside")
    stack.start_odoo()

    assert admin.get("/odoo").status_code == 200  # not sent to the login page
    assert admin.post("/web/session/get_session_info")["uid"] == admin.user_id
    assert admin.download(before.attachment_id) == before.data
    after = admin.upload_bill("rechnung.pdf", documents.fresh_scan())
    assert reading.await_state(admin, after, "read", "failed")["state"] == "read"
    assert admin.download(after.attachment_id) == after.data
    # every picture of the web client, too
    rows = db.rows("SELECT id FROM ir_attachment WHERE type = 'binary' AND file_size > 0 LIMIT 50")
    for (attachment_id,) in rows:
        assert admin.download(attachment_id)
    assert not [*(stack.workdir / "data").glob("filestore/*/??/*")]

    # and back, for those who have a disk
    stack.settings["ODOO_FILESTORE"] = "disk"
    stack.restart("odoo")
    assert "attachments moved to the disk" in _move_attachments(stack)
    assert admin.download(before.attachment_id) == before.data
    subprocess.run(["rm", "-rf", stack.workdir / "data-aside"], check=True)


def test_logging_out_ends_the_session_everywhere(stack, company):
    client = Client(stack.url, DATABASE, "admin", "admin")
    client.get("/web/session/logout")
    assert client.get("/odoo").status_code == 303
