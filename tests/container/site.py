"""One deployment: PostgreSQL and a pooler outside of all limits, containers inside theirs."""

from __future__ import annotations

import secrets
import signal
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from container import images
from container.engine import Engine
from native import environment
from native.places import Places
from native.ports import Ports
from native.postgres import ROLE, Postgres
from native.processes import Child, wait_until

from ..product.pooler import Pooler
from .running import Container

DATABASE = "odoo"


class Site:
    """Start web containers on one PostgreSQL; what is started here is stopped by `close`."""

    def __init__(self, engine: Engine, workdir: Path) -> None:
        self.engine = engine
        self.workdir = self.logs = workdir
        self.take_port = Ports(lambda message: None).take
        self.ports = {"postgres": self.take_port("postgres", 64429)}
        places = Places()
        binaries = environment.postgres_binaries(places, environment.test_python(places))
        self.postgres = Postgres(binaries, workdir / "postgres", workdir / "postgres.log")
        self._admin_password = secrets.token_urlsafe(24)
        self._ocr_token = secrets.token_urlsafe(24)
        self._server: Child | None = None
        self._pooler: Pooler | None = None
        self._ocr: Container | None = None

    def start_postgres(self) -> None:
        self.postgres.ensure_cluster()
        port = self.ports["postgres"]
        self._server = Child(
            "postgres", self.postgres.start_command(port), log=self.postgres.log,
            stop_signal=signal.SIGINT,
        )  # fmt: skip
        assert wait_until(lambda: self.postgres.answers(port), 60), self._server.last_lines()

    @cached_property
    def _web_image(self) -> str:
        return images.build(Places(), self.engine, images.WEB)

    @cached_property
    def _ocr_image(self) -> str:
        return images.build(Places(), self.engine, images.OCR)

    @property
    def pooler(self) -> Pooler:
        """PgBouncer in transaction mode, started when somebody asks for it."""
        if not self._pooler:
            self._pooler = Pooler(
                self.workdir / "pooler", self.ports["postgres"], self.postgres.password
            )
            self._pooler.start()
        return self._pooler

    @property
    def ocr(self) -> Container:
        """The OCR service in its own 512 MB, started when somebody asks for it."""
        if not self._ocr:
            port = self.take_port("ocr", 18968)
            variables = {
                "OCR_TOKEN": self._ocr_token, "OCR_HOST": "127.0.0.1", "OCR_PORT": str(port)
            }  # fmt: skip
            self._ocr = Container(
                self.engine, self._ocr_image, "ocr", variables, port="OCR_PORT", folder=self.logs
            )
        return self._ocr

    def web(
        self,
        name: str,
        *,
        database: str = DATABASE,
        pooled: bool = False,
        settings: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Container:
        """Start another web container, with ports and an empty disk of its own.

        `pooled`: all its connections but those that LISTEN go through the pooler. `options` are
        those of `Container`.
        """
        session_port = str(self.ports["postgres"])
        variables = {
            "PORT": str(self.take_port("web", 18169)),
            "HTTP_INTERFACE": "127.0.0.1",
            "INTERNAL_HTTP_PORT": str(self.take_port("odoo", 18171)),
            "INTERNAL_EVENTED_PORT": str(self.take_port("evented", 18271)),
            "POSTGRES_HOST": "127.0.0.1",
            "POSTGRES_PORT": str(self.pooler.port) if pooled else session_port,
            "POSTGRES_SESSION_PORT": session_port,
            "POSTGRES_USER": ROLE,
            "POSTGRES_PASSWORD": self.postgres.password,
            "POSTGRES_DB": database,
            "ODOO_ADMIN_PASSWORD": self._admin_password,
            "ODOO_INIT_MODULES": "web,queue_job,insightpulse_ocr_account",
            "ODOO_WITH_DEMO": "1",
            "ODOO_FILESTORE": "db",
            "OCR_SERVICE_URL": self.ocr.url,
            "OCR_SERVICE_TOKEN": self._ocr_token,
            **(settings or {}),
        }
        return self.run(name, variables, **options)

    def run(self, name: str, variables: Mapping[str, str], **options: Any) -> Container:
        """A container of the web image with these variables only."""
        return Container(
            self.engine, self._web_image, name, variables, port="PORT", folder=self.logs, **options
        )

    def upgrade(self, database: str, modules: tuple[str, ...], seconds: float = 900) -> Container:
        """Bring a database to the code, as a job before a deployment does; demo data included."""
        job = self.web(
            f"upgrade-{database}", database=database,
            settings={"ODOO_INIT_MODULES": ",".join(modules)}, command=("upgrade",),
        )  # fmt: skip
        try:
            assert job.await_end(seconds) == 0, job.last_lines()
        finally:
            job.remove()
        return job

    def close(self) -> None:
        if self._ocr:
            self._ocr.remove()
        if self._pooler:
            self._pooler.kill()
        if self._server:
            self._server.stop()
