"""docker-compose.yml, started as the README says, by podman-compose.

PostgreSQL is a stand-in from a wheel, of the same version and under the same name. Ollama's image
is on no host that can be reached here: its profile is only looked at, never started.
"""

from __future__ import annotations

import urllib.request

import pytest

from container import images
from native.places import Places
from native.ports import Ports

from ..product import company, reading
from ..product.client import Client
from ..product.documents import fresh_scan
from .compose import Compose


@pytest.fixture(scope="module")
def port() -> int:
    return Ports(lambda message: None).take("compose", 18469)


@pytest.fixture(scope="module")
def compose(engine, web_image, ocr_image, folder, port):
    images.build(Places(), engine, images.POSTGRES)
    compose = Compose(
        engine, folder / "compose",
        {"PORT": str(port), "ODOO_INIT_MODULES": "web,queue_job,insightpulse_ocr_account"},
    )  # fmt: skip
    compose.down()
    yield compose
    compose.down()


@pytest.mark.parametrize(
    ("profiles", "services"),
    [
        (None, {"postgres", "odoo", "ocr"}),  # as .env.example has it
        ("", {"postgres", "odoo"}),
        ("ocr,ollama", {"postgres", "odoo", "ocr", "ollama"}),
    ],
)
def test_profiles_say_what_starts(compose, profiles, services) -> None:
    assert compose.config(profiles)["services"].keys() == services


def test_odoo_waits_until_others_are_healthy(compose) -> None:
    assert compose.config()["services"]["odoo"]["depends_on"] == {
        "postgres": {"condition": "service_healthy"},
        "ocr": {"condition": "service_healthy", "required": False},
    }


def test_ollama_is_asked_for_its_health_and_keeps_its_models(compose) -> None:
    ollama = compose.config("ollama")["services"]["ollama"]
    assert ollama["image"].startswith("ollama/ollama:")
    assert ollama["healthcheck"]["test"] == ["CMD", "ollama", "list"]
    assert ollama["volumes"] == ["ollama:/root/.ollama"]


def test_a_bill_is_read_by_the_services_of_the_file(compose, port, measured) -> None:
    compose.up()
    for service, seconds in (("postgres", 60), ("ocr", 120), ("odoo", 900)):
        compose.await_healthy(service, seconds)
    assert compose.services() == {"postgres", "ocr", "odoo"}

    client = Client(f"http://127.0.0.1:{port}", "odoo", "admin", "admin")
    company.set_up(client)
    upload = client.upload_bill("rechnung.pdf", fresh_scan())
    document = reading.await_state(client, upload, "read", "failed", seconds=180)
    assert document["state"] == "read", document["error"]


def test_state_outlives_the_containers(compose, port) -> None:
    client = Client(f"http://127.0.0.1:{port}", "odoo", "admin", "admin")
    partner = client.call("res.partner", "create", {"name": "Somebody"})
    client.attach("res.partner", partner, "note.txt", b"kept")
    done = compose.run("down", "--timeout", "30")
    assert done.returncode == 0, done.stderr
    assert compose.services() == set()
    compose.up()
    compose.await_healthy("odoo", 120)
    own = [("name", "=", "note.txt"), ("res_model", "=", "res.partner"), ("res_id", "=", partner)]
    [note] = client.search_read("ir.attachment", own, ["name"])
    assert client.download(note["id"]) == b"kept"


def test_only_odoo_is_published_and_only_on_loopback(compose, engine) -> None:
    done = engine.call("podman", "ps", "--format", "{{.Names}} {{.Ports}}")
    published = [line.split(" ", 1) for line in done.stdout.splitlines() if "->" in line]
    ours = {name: ports for name, ports in published if name.startswith("insightpulse-test_")}
    assert ours.keys() == {"insightpulse-test_odoo_1"}
    assert all(ports.startswith("127.0.0.1:") for ports in ours.values())


def test_ready_without_the_profile_of_ocr(compose, port) -> None:
    """`COMPOSE_PROFILES=` starts an Odoo that reads nothing, and misses nothing."""
    assert compose.run("down", "--timeout", "30").returncode == 0
    done = compose.run("up", "--detach", profiles="")
    assert done.returncode == 0, done.stderr
    compose.await_healthy("odoo", 300)
    assert compose.services() == {"postgres", "odoo"}
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login") as response:
        assert response.status == 200
