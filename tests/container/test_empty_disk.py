"""Deployments overlap and throw the disk away; only the database goes from one to the next."""

from __future__ import annotations

import time

import pytest

from ..product.client import Client
from .running import Container

MODULES = "web,queue_job,insightpulse_ocr_account"
DATABASE = "deployed"
SETTINGS = {"ODOO_INIT_MODULES": MODULES, "ODOO_WITH_DEMO": "0"}
NAMES = ("first", "second")
PICTURE = b"\x89PNG\r\n\x1a\n and the rest of the tests' picture" * 1000


def start(site, name: str) -> Container:
    return site.web(name, database=DATABASE, pooled=True, settings=SETTINGS)


@pytest.fixture(scope="module")
def pair(site):
    """Two containers that met the same empty database at once; both are healthy."""
    containers = [start(site, name) for name in NAMES]
    try:
        for container in containers:
            container.await_healthy("/web/health", 600)
        yield containers
    finally:
        for container in containers:
            container.remove()


@pytest.fixture
def both(site, pair):
    """The pair, or in its place what is started where an earlier try of a test has removed it."""
    for number, name in enumerate(NAMES):
        if not pair[number].running():
            pair[number] = start(site, name)
            pair[number].await_healthy("/web/health", 120)
    return pair


def test_of_two_that_start_at_once_one_initialises(pair) -> None:
    installing = [any("boot: installing" in line for line in each.lines()) for each in pair]
    assert sorted(installing) == [False, True]
    for container in pair:
        assert Client(container.url, DATABASE, "admin", "admin").user_id
        assert container.cgroup.oom_kills == 0


def test_the_session_and_every_attachment_outlive_both(site, both) -> None:
    """Uploaded through one, opened through a third that has an empty disk."""
    client = Client(both[0].url, DATABASE, "admin", "admin")
    name = f"picture-{time.time_ns()}.png"
    partner = client.call("res.partner", "create", {"name": "Somebody"})
    client.attach("res.partner", partner, name, PICTURE)
    assert Client(both[1].url, DATABASE, "admin", "admin").get("/odoo").status_code == 200
    for container in both:
        container.remove()

    third = start(site, "third")
    try:
        third.await_healthy("/web/health", 120)
        client.move_to(third.url)
        assert client.get("/odoo").status_code == 200  # not sent to the login page
        assert client.post("/web/session/get_session_info")["uid"] == client.user_id
        # a condition on the id: else pictures of records are left out
        domain = [("id", ">", 0), ("type", "=", "binary"), ("file_size", ">", 0)]
        found = client.search_read("ir.attachment", domain, ["name", "res_model", "file_size"])
        assert len(found) > 20
        for attachment in found:
            assert len(client.download(attachment["id"])) == attachment["file_size"], attachment
        [own] = [attachment for attachment in found if attachment["name"] == name]
        assert client.download(own["id"]) == PICTURE
    finally:
        third.remove()
