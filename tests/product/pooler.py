"""PgBouncer in transaction mode before the stack's PostgreSQL: it stands for Supabase's pooler."""

from __future__ import annotations

import os
import shutil
import signal
import socket

from native.postgres import unprivileged
from native.processes import Child, wait_until
from native.progress import SetupError

from .running import ROLE, Stack

PORT = 64332
CONFIGURATION = """[databases]
* = host=127.0.0.1 port={postgres}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = transaction
default_pool_size = 15
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
server_login_retry = 1
query_wait_timeout = 2
"""
# The last line: by default PgBouncer lets a client wait two minutes for a server that is away, and
# what waits there holds one of Odoo's workers.


class Pooler:
    def __init__(self, stack: Stack) -> None:
        binary = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
        if not binary:
            raise SetupError(
                "The tests of the pooler need PgBouncer: `apt-get install pgbouncer`, then run the "
                "same command again."
            )
        folder = stack.workdir / "pooler"
        folder.mkdir(exist_ok=True)
        self._log = stack.logs / "pooler.log"
        self._log.touch()
        users, configuration = folder / "users.txt", folder / "pgbouncer.ini"
        for path in (users, configuration):
            path.touch(mode=0o600)
        users.write_text(f'"{ROLE}" "{stack.postgres.password}"\n')
        configuration.write_text(
            CONFIGURATION.format(port=PORT, postgres=stack.ports["postgres"], users=users)
        )
        self._command = [*unprivileged("--pdeathsig=INT"), binary, str(configuration)]
        self._child: Child | None = None

    def start(self) -> None:
        self._child = Child("pooler", self._command, log=self._log, stop_signal=signal.SIGINT)
        if not wait_until(_answers, 20):
            raise SetupError(f"PgBouncer did not start:\n{self._child.last_lines()}")

    def kill(self) -> None:
        """It is gone, with all its connections."""
        if self._child:
            self._child.kill()
            self._child = None


def _answers() -> bool:
    try:
        socket.create_connection(("127.0.0.1", PORT), timeout=1).close()
    except OSError:
        return False
    return True
