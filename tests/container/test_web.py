"""The web image in 512 MB and one CPU: start, serve, stop, and start on an empty disk."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from native.rpc import Session

from ..product import company, reading
from ..product.client import Client
from ..product.documents import fresh_scan
from . import working_day
from .running import LIMIT_BYTES, Container, limits

# measured: see the summary; these are for a machine with other work, as a browser's tests
START_SECONDS = 120
STOP_SECONDS = 60
MIB = 2**20


def _mib(size: int) -> str:
    return f"{size / MIB:.0f}"


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    return {"ODOO_INIT_MODULES": ",".join(working_day.MODULES)}


@pytest.fixture(scope="module")
def first(site, business, settings, measured) -> Iterator[Container]:
    """A container that is healthy."""
    container = site.web("web", database=business, settings=settings)
    try:
        seconds = container.await_healthy("/web/health", START_SECONDS)
        measured("start, s", f"{seconds:.0f}")
        yield container
    finally:
        container.remove()


def test_the_limit_is_real(engine, web_image, first) -> None:
    """Else all the rest would prove nothing."""
    assert first.cgroup.limit == LIMIT_BYTES
    hungry = engine.call(
        "podman", "run", "--rm", "--network", "none", *limits(), "--entrypoint", "python3",
        web_image, "-c", "bytearray(600 << 20)",
    )  # fmt: skip
    assert hungry.returncode == 128 + signal.SIGKILL


def test_the_settings_follow_the_limit(first) -> None:
    """The boot reads the control group by itself, from inside the container."""
    rendered = first.run("/opt/insightpulse/entrypoint.sh", "config").stdout.splitlines()
    assert f"memory_budget = {LIMIT_BYTES * 8 // 10}" in rendered


def test_a_person_logs_in(first, business) -> None:
    session = Session(first.url, business, "admin", "admin")
    assert session.info["uid"]
    assert session.call("res.users", "read", [session.info["uid"]], ["login"])


def test_no_process_is_root(first) -> None:
    owners = {
        line.split()[1]
        for pid in first.cgroup.processes()
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("Uid:")
    }
    assert owners
    assert "0" not in owners


def test_no_command_line_shows_a_secret(first) -> None:
    secrets = {name: value for name, value in first.environment.items() if _is_secret(name)}
    assert len(secrets) == 3
    commands = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in first.cgroup.processes()]
    assert any(b"odoo.conf" in command for command in commands)
    for name, value in secrets.items():
        assert not any(value.encode() in command for command in commands), name


def _is_secret(name: str) -> bool:
    return name.endswith(("PASSWORD", "TOKEN"))


def test_the_running_server_cannot_change_its_code(first) -> None:
    for path in ("/opt/insightpulse/addons", "/usr/lib/python3/dist-packages/odoo"):
        done = first.run("touch", f"{path}/written")
        assert done.returncode == 1, path
        assert "Permission denied" in done.stderr


def test_odoo_bin_runs_beside_the_server(first) -> None:
    done = first.run("odoo-bin", "--version")
    assert done.stdout.startswith("Odoo Server 19.0"), done.stderr


def test_a_bill_is_read_by_two_small_containers(site, first, business, measured) -> None:
    ocr = site.ocr
    ocr.await_healthy("/health", 120)
    client = Client(first.url, business, "admin", "admin")
    company.set_up(client)
    upload = client.upload_bill("rechnung.pdf", fresh_scan())
    document = reading.await_state(client, upload, "read", "failed", seconds=180)
    assert document["state"] == "read", document["error"]
    assert reading.bill(client, upload)["ref"]
    measured("OCR container, highest working set, MiB of 512", _mib(ocr.sampler.highest))
    measured("OCR container, peak with page cache, MiB", _mib(ocr.cgroup.peak))
    assert ocr.cgroup.oom_kills == 0


def test_sigterm_ends_it_in_order(first, measured) -> None:
    """Last of its tests: serving and reading are over, so its peaks are known."""
    measured("web container, highest working set, MiB of 512", _mib(first.sampler.stop()))
    measured("web container, peak with page cache, MiB", _mib(first.cgroup.peak))
    assert first.cgroup.oom_kills == 0
    seconds, status = first.terminate(STOP_SECONDS)
    measured("SIGTERM until it ended, s", f"{seconds:.1f}")
    assert status == 0


def test_the_next_container_starts_on_an_empty_disk(
    site, first, business, settings, measured
) -> None:
    """The same database and no files: each deployment to a platform that throws disks away."""
    container = site.web("web-next", database=business, settings=settings)
    try:
        seconds = container.await_healthy("/web/health", START_SECONDS)
        measured("next start, on an empty disk, s", f"{seconds:.1f}")
        assert Session(container.url, business, "admin", "admin").info["uid"]
        measured("  its highest working set, MiB of 512", _mib(container.sampler.stop()))
        assert container.cgroup.oom_kills == 0
    finally:
        container.remove()
