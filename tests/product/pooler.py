"""PgBouncer before a PostgreSQL: in transaction mode it stands for Supabase's pooler."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

from native.ports import Ports, answers
from native.postgres import ROLE, unprivileged
from native.processes import Child, wait_until
from native.progress import SetupError

# The last line: by default PgBouncer lets a client wait two minutes for a server that is away, and
# what waits there holds one of Odoo's workers.
CONFIGURATION = """[databases]
* = host=127.0.0.1 port={server}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = {mode}
default_pool_size = 15
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
server_login_retry = 1
query_wait_timeout = 2
"""


def program() -> str | None:
    return shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")


class Pooler:
    """Its configuration and log lie in ``folder``; ``mode``: ``transaction`` or ``session``."""

    def __init__(self, folder: Path, server: int, password: str, mode: str = "transaction") -> None:
        binary = program()
        if not binary:
            raise SetupError(
                "The tests of the pooler need PgBouncer: `apt-get install pgbouncer`, then run the "
                "same command again."
            )
        # above the range of outgoing connections, so that it is still free after a pause
        self.port = Ports(lambda message: None).take("pooler", 64332)
        folder.mkdir(parents=True, exist_ok=True)
        self._log = folder / "pooler.log"
        users, configuration = folder / "users.txt", folder / "pgbouncer.ini"
        for path in (users, configuration):
            path.touch(mode=0o600)
        users.write_text(f'"{ROLE}" "{password}"\n')
        configuration.write_text(
            CONFIGURATION.format(port=self.port, server=server, users=users, mode=mode)
        )
        self._configuration, self._mode = configuration, mode
        self._command = [*unprivileged("--pdeathsig=INT"), binary, str(configuration)]
        self._child: Child | None = None

    def start(self) -> None:
        self._child = Child("pooler", self._command, log=self._log, stop_signal=signal.SIGINT)
        if not wait_until(lambda: answers(self.port), 20):
            raise SetupError(f"PgBouncer did not start:\n{self._child.last_lines()}")

    def kill(self) -> None:
        """It is gone, with all its connections."""
        if self._child:
            self._child.kill()
            self._child = None

    def change(self, mode: str) -> None:
        """At the same port, in another mode; all connections end."""
        self.kill()
        text = self._configuration.read_text()
        self._configuration.write_text(
            text.replace(f"pool_mode = {self._mode}", f"pool_mode = {mode}")
        )
        self._mode = mode
        self.start()

    def hang(self) -> None:
        """It takes connections and answers nothing, until it goes on."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        assert self._child
        os.kill(self._child.pid, number)
