"""docker-compose.yml as it is, run by podman-compose in a folder with an .env of its own.

What is not as with Docker: podman 4.3 cannot wait for a service's health, so podman-compose ignores
the `condition: service_healthy` of depends_on; and nothing but this module's `await_healthy` asks a
container for its health, because podman's timers need systemd.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from container.engine import Engine
from native.processes import wait_until

from ..product.running import CHECKOUT

PROJECT = "insightpulse-test"


class Compose:
    """The services of one project; secrets are made up, and the rest is what .env.example says."""

    def __init__(self, engine: Engine, folder: Path, settings: Mapping[str, str]) -> None:
        self._engine = engine
        self._folder = folder
        folder.mkdir(exist_ok=True)
        (folder / "docker-compose.yml").write_text((CHECKOUT / "docker-compose.yml").read_text())
        lines = (CHECKOUT / ".env.example").read_text().splitlines()
        lines = [line for line in lines if line.partition("=")[0] not in settings]
        filled = [
            line + secrets.token_hex(24)
            if line.startswith(("POSTGRES_PASSWORD=", "ODOO_ADMIN_PASSWORD=", "OCR_SERVICE_TOKEN="))
            else line
            for line in lines
        ]
        filled += [f"{name}={value}" for name, value in settings.items()]
        environment = folder / ".env"
        environment.touch(mode=0o600)
        environment.write_text("\n".join(filled) + "\n")

    def run(
        self, *arguments: str, profiles: str | None = None, timeout: float = 300
    ) -> subprocess.CompletedProcess[str]:
        """`profiles` takes the place of COMPOSE_PROFILES in .env."""
        program = Path(sys.executable).with_name("podman-compose")
        return self._engine.call(
            str(program), "--file", str(self._folder / "docker-compose.yml"),
            "--project-name", PROJECT, *arguments, timeout=timeout, cwd=self._folder,
            variables={} if profiles is None else {"COMPOSE_PROFILES": profiles},
        )  # fmt: skip

    def config(self, profiles: str | None = None) -> dict[str, Any]:
        """The file as podman-compose understands it."""
        done = self.run("config", profiles=profiles)
        assert done.returncode == 0, done.stderr
        config: dict[str, Any] = yaml.safe_load(done.stdout)
        return config

    def up(self, *services: str) -> None:
        done = self.run("up", "--detach", *services)
        assert done.returncode == 0, done.stdout + done.stderr

    def services(self) -> set[str]:
        """Those that have a running container."""
        label = "com.docker.compose.service"
        done = self._engine.call(
            "podman", "ps", "--filter", f"label=com.docker.compose.project={PROJECT}",
            "--format", f'{{{{index .Labels "{label}"}}}}',
        )  # fmt: skip
        return set(done.stdout.split())

    def await_healthy(self, service: str, seconds: float) -> None:
        container = f"{PROJECT}_{service}_1"

        def healthy() -> bool:
            return self._engine.call("podman", "healthcheck", "run", container).returncode == 0

        assert wait_until(healthy, seconds, 1), self.logs(service)

    def logs(self, service: str) -> str:
        done = self._engine.call("podman", "logs", "--tail", "40", f"{PROJECT}_{service}_1")
        return done.stdout + done.stderr

    def down(self) -> None:
        self.run("down", "--volumes", "--timeout", "30")
