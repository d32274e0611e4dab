"""The running product: PostgreSQL, the OCR service, and Odoo through ``entrypoint.sh``."""

from __future__ import annotations

import os
import secrets
import signal
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

from native.environment import Environment
from native.places import Places
from native.ports import Ports
from native.postgres import ROLE, Postgres
from native.processes import Child, descendants, wait_until
from native.progress import SetupError

DATABASE = "odoo"
ADDONS = (
    "insightpulse_ai",
    "insightpulse_ai_crm",
    "insightpulse_ai_livechat",
    "insightpulse_ai_ocr",
    "insightpulse_ai_project",
    "insightpulse_health",
    "insightpulse_ocr",
    "insightpulse_ocr_account",
)
DEMO_MODULES = ("web", "queue_job", *ADDONS)
# Ours, and what a part needs of the caller's environment: nothing else is handed on.
_PASSED_ON = ("PATH", "HOME", "LANG", "TZ", "SSL_CERT_FILE", "TMPDIR")


class Stack:
    """Start, look at, break, and stop the whole product below ``workdir``.

    Used by ``make run`` and by the tests of the whole stack, which kill its parts.
    """

    def __init__(
        self,
        places: Places,
        environment: Environment,
        workdir: Path,
        *,
        say: Callable[[str], None] = lambda message: None,
        modules: tuple[str, ...] = DEMO_MODULES,
        with_demo: bool = True,
        ports: Mapping[str, int] | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.places = places
        self.environment = environment
        self.workdir = workdir
        self.logs = workdir / "logs"
        self._modules = modules
        self._with_demo = with_demo
        self.settings = dict(settings or {})
        wanted = {"web": 8069, "odoo": 8071, "evented": 8072, "postgres": 54329, "ocr": 8868}
        wanted |= ports or {}
        self._given = Ports(say)
        self.ports = {name: self._given.take(name, port) for name, port in wanted.items()}
        self.postgres = Postgres(
            environment.postgres_binaries, workdir / "postgres", self.logs / "postgres.log"
        )
        self.children: dict[str, Child] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['web']}"

    @property
    def ocr_url(self) -> str:
        return f"http://127.0.0.1:{self.ports['ocr']}"

    def start(self, timeout: float = 600.0) -> None:
        """Start every part in order and return when Odoo serves its login page."""
        self.start_postgres()
        self.start_ocr()
        self.start_odoo(timeout)

    def start_postgres(self) -> None:
        self.postgres.ensure_cluster()
        self.postgres.refuse_if_running()
        child = Child(
            "postgres",
            self.postgres.start_command(self.ports["postgres"]),
            log=self.logs / "postgres.log",
            stop_signal=signal.SIGINT,  # "fast": roll back what runs, write everything down
        )
        self.children["postgres"] = child
        self._await(child, lambda: self.postgres.answers(self.ports["postgres"]), 60)

    def start_ocr(self) -> None:
        """Start the OCR service; it loads its weights while Odoo starts."""
        environment = self._passed_on() | {
            "PYTHONPATH": str(self.places.checkout / "ocr"),
            "OCR_HOST": "127.0.0.1",
            "OCR_PORT": str(self.ports["ocr"]),
            "OCR_TIER": os.environ.get("OCR_TIER", "small"),
            "OCR_MODEL_CACHE": str(self.places.home / "ocr-models"),
            **{name: value for name, value in self.settings.items() if name.startswith("OCR_")},
        }
        self.children["ocr"] = Child(
            "ocr", [self.environment.ocr_python, "-m", "ocr_service"],
            log=self.logs / "ocr.log", env=environment,
        )  # fmt: skip

    def await_ocr(self, timeout: float = 120.0) -> None:
        """Return when the OCR service has loaded its weights."""
        self._await(self.children["ocr"], lambda: _answers(f"{self.ocr_url}/health"), timeout)

    def start_odoo(self, timeout: float = 600.0) -> None:
        self.launch_odoo()
        self.await_odoo(timeout)

    def launch_odoo(self) -> None:
        """Start Odoo without waiting for it."""
        self.children["odoo"] = Child(
            "odoo",
            [self.places.checkout / "entrypoint.sh", "odoo"],
            log=self.logs / "odoo.log",
            env=self.odoo_environment(),
            cwd=self.workdir,
        )

    def await_odoo(self, timeout: float = 600.0) -> None:
        """Return when Odoo serves its login page."""
        self._await(self.children["odoo"], lambda: _answers(f"{self.url}/web/login"), timeout)

    def odoo_environment(self) -> dict[str, str]:
        """The variables that ``entrypoint.sh`` gets, secrets included."""
        addons = [self.places.checkout / "addons", self.environment.oca_addons]
        if self.environment.odoo_addons:
            addons.append(self.environment.odoo_addons)
        return self._passed_on() | {
            "BOOT_PYTHON": str(self.environment.odoo_python),
            "PYTHONPATH": str(self.environment.odoo_packages),
            "ODOO_BIN": str(self.environment.odoo_bin),
            "NGINX_BIN": str(self.environment.nginx),
            "RUN_DIR": str(self.workdir / "run"),
            "PG_BIN": str(self.environment.postgres_binaries),
            "PORT": str(self.ports["web"]),
            "HTTP_INTERFACE": "127.0.0.1",
            "INTERNAL_HTTP_PORT": str(self.ports["odoo"]),
            "INTERNAL_EVENTED_PORT": str(self.ports["evented"]),
            "POSTGRES_HOST": "127.0.0.1",
            "POSTGRES_PORT": str(self.ports["postgres"]),
            "POSTGRES_USER": ROLE,
            "POSTGRES_PASSWORD": self.postgres.password,
            "POSTGRES_DB": DATABASE,
            "ODOO_ADMIN_PASSWORD": self._admin_password(),
            "ODOO_DATA_DIR": str(self.workdir / "data"),
            "ODOO_ADDONS_PATH": ":".join(map(str, addons)),
            "ODOO_INIT_MODULES": ",".join(self._modules),
            "ODOO_WITH_DEMO": "1" if self._with_demo else "0",
            "OCR_SERVICE_URL": self.ocr_url,
            **self.settings,
        }

    def stop(self) -> None:
        """Stop every part, the database last. Data stays."""
        for name in ("odoo", "ocr", "postgres"):
            if child := self.children.pop(name, None):
                child.stop()

    def restart(self, name: str) -> None:
        """Stop one part in order and start it again."""
        if child := self.children.pop(name, None):
            child.stop()
        {"postgres": self.start_postgres, "ocr": self.start_ocr, "odoo": self.start_odoo}[name]()

    def ended(self) -> Child | None:
        """The first part that is no longer running, if any."""
        return next((child for child in self.children.values() if not child.running()), None)

    def odoo_processes(self) -> dict[str, list[int]]:
        """Odoo's processes: the ``master``, and its ``children`` (workers, cron, jobs, …)."""
        odoo = {
            pid for pid, command in descendants(self.children["odoo"].pid).items()
            if "odoo.conf" in command
        }  # fmt: skip
        master = {pid for pid in odoo if odoo & descendants(pid).keys()}
        return {"master": sorted(master), "children": sorted(odoo - master)}

    def _admin_password(self) -> str:
        path = self.workdir / "admin-password"
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(16))
        return path.read_text()

    @staticmethod
    def _passed_on() -> dict[str, str]:
        return {name: os.environ[name] for name in _PASSED_ON if name in os.environ}

    def _await(self, child: Child, ready: Callable[[], bool], timeout: float) -> None:
        if not wait_until(lambda: not child.running() or ready(), timeout, 0.2):
            raise SetupError(
                f"{child.name} did not become ready in {timeout:.0f} s:\n{child.last_lines()}\n"
                f"  The whole log: {child.log}"
            )
        if not child.running():
            raise SetupError(
                f"{child.name} ended with status {child.process.returncode}:\n"
                f"{child.last_lines()}\n  The whole log: {child.log}"
            )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
