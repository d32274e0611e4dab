"""A private PostgreSQL out of a wheel: its own data, its own port, loopback only."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from native import commands
from native.progress import SetupError
from native.stamps import require_free_space

ROLE = "odoo"
_NOBODY = 65534


def unprivileged(*options: str) -> list[str]:
    """The command in front of a program that refuses to run as root: it runs as nobody then.

    The checkout may lie where nobody cannot look (``/root``, a folder of ``mktemp -d``), so it
    keeps the one capability to pass through folders. ``no_setuid_fixup`` lets it have that also
    where it asks ``access()``, as initdb does of the postgres beside it.
    """
    if os.geteuid():
        return []
    return [
        "setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups",
        "--securebits=+no_setuid_fixup", "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override", *options, "--",
    ]  # fmt: skip


class Postgres:
    """One cluster. ``start_command`` is for the supervisor, which owns the process."""

    def __init__(self, binaries: Path, data: Path, log: Path) -> None:
        self.binaries = binaries
        self.data = data
        self.log = log

    @property
    def password_file(self) -> Path:
        return self.data.with_name(f"{self.data.name}-password")

    @property
    def password(self) -> str:
        return self.password_file.read_text().strip()

    def ensure_cluster(self) -> None:
        """Create the cluster unless it is there; an interrupted creation is begun anew."""
        if (self.data / "PG_VERSION").is_file() and self.password_file.is_file():
            return
        require_free_space(self.data, 300, "The database")
        partial = self.data.with_name(f"{self.data.name}.partial")
        for folder in (partial, self.data):
            shutil.rmtree(folder, ignore_errors=True)
        partial.mkdir(parents=True, mode=0o700)
        password = secrets.token_urlsafe(24)
        secret = partial.with_name(f"{self.data.name}-password.partial")
        secret.touch(mode=0o600)
        secret.write_text(password)
        if not os.geteuid():
            os.chown(partial, _NOBODY, _NOBODY)
            os.chown(secret, _NOBODY, _NOBODY)
        commands.run(
            [*unprivileged(), self.binaries / "initdb", "--pgdata", partial,
             "--username", ROLE, "--encoding", "UTF8", "--locale", "C.UTF-8",
             "--auth", "scram-sha-256", "--pwfile", secret],
            what="Creating the database cluster",
            log=self.log,
        )  # fmt: skip
        secret.replace(self.password_file)
        partial.rename(self.data)

    def start_command(self, port: int) -> list[str]:
        options = {
            "port": port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": 100,
            "shared_buffers": "64MB",
            "logging_collector": "off",
        }
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return [
            *unprivileged("--pdeathsig=INT"),
            str(self.binaries / "postgres"), "-D", str(self.data), *flags,
        ]  # fmt: skip

    def answers(self, port: int) -> bool:
        done = subprocess.run(
            [self.binaries / "pg_isready", "--quiet", "--host=127.0.0.1", f"--port={port}"],
            check=False,
        )
        return done.returncode == 0

    def create_database(self, port: int, name: str) -> None:
        """As Odoo wants it, but for the extensions that these binaries lack."""
        commands.run(
            [self.binaries / "createdb", "--host=127.0.0.1", f"--port={port}",
             f"--username={ROLE}", "--template=template0", name],
            what=f"Creating the database {name}", log=self.log,
            env=os.environ | {"PGPASSWORD": self.password},
        )  # fmt: skip

    def refuse_if_running(self) -> None:
        """Raise :class:`SetupError` while another process uses this cluster's data."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().splitlines()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return
        if b"postgres" in command and str(self.data).encode() in command:
            raise SetupError(
                f"PostgreSQL is still running on {self.data} (process {pid}), left over from an "
                f"earlier run. Stop it with `kill -INT {pid}` and run the same command again."
            )
