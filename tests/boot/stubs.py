"""Stand-ins for Odoo, nginx and the database server, so that entrypoint.sh itself runs for real.

Every stub writes what happened to it into ``events.jsonl``, in order, and takes its behaviour from
files beside it: the environment that entrypoint.sh hands on is under test, so it cannot be used.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]

_PART = """#!{python} -S
import json, os, signal, sys, time

FOLDER, NAME = {folder!r}, {name!r}


def note(event, **more):
    line = json.dumps({{"part": NAME, "event": event, "pid": os.getpid(), **more}}) + "\\n"
    file = os.open(os.path.join(FOLDER, "events.jsonl"), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, line.encode())
    os.close(file)


def plan(name):
    try:
        with open(os.path.join(FOLDER, name)) as file:
            return json.load(file)
    except FileNotFoundError:
        return None


def told(number, frame):
    note(signal.Signals(number).name)
    ending.append(time.monotonic() + 0.3)  # long enough for a second signal to be seen


ending = []
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
    signal.signal(number, told)
with open("/proc/self/environ", "rb") as file:
    environment = [item.decode().split("=", 1) for item in file.read().split(b"\\0") if item]
installs = "--stop-after-init" in sys.argv
note("install" if installs else "start", arguments=sys.argv[1:], environment=dict(environment))
status = plan(NAME + (".install" if installs else ".ends"))
if status is None and not installs:
    while not ending or time.monotonic() < ending[0] or plan(NAME + ".lasts"):
        time.sleep(0.02)
    note("end")
    sys.exit(0)
if installs and plan("slow_install"):
    while not ending or time.monotonic() < ending[0]:
        time.sleep(0.02)
if installs:  # as Odoo does: what exists is installed, and the rest passed over in silence
    wanted = sys.argv[sys.argv.index("--init") + 1].split(",") if "--init" in sys.argv else []
    there = plan("installed") + [name for name in wanted if name != plan("unknown_module")]
    with open(os.path.join(FOLDER, "installed"), "w") as file:
        json.dump(there, file)
sys.exit(status or 0)
"""

_PSYCOPG2 = '''
"""A server that refuses while ``refuse`` is there, and has the modules of ``installed``."""
import json, os

FOLDER = {folder!r}


class Error(Exception): ...
class OperationalError(Error): ...


def connect(**parameters):
    if os.path.exists(os.path.join(FOLDER, "refuse")):
        raise OperationalError("connection refused")
    return Connection()


def plan(name):
    try:
        with open(os.path.join(FOLDER, name)) as file:
            return json.load(file)
    except FileNotFoundError:
        return None


class Connection:
    def cursor(self): return self
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
    def execute(self, query, values=None):
        self.query = query
        if query.startswith("INSERT INTO ir_config_parameter"):
            with open(os.path.join(FOLDER, "hashes"), "w") as file:
                json.dump(values[1], file)
    def fetchone(self):
        if "pg_backend_pid" in self.query:
            return (1 if plan("transaction_pooler") else id(self),)
        if "pg_try_advisory_lock" in self.query:
            return (not plan("locked"),)
        if "ir_config_parameter" in self.query:
            hashes = plan("hashes")
            return hashes and (hashes,)
        return ("ir_module_module",)
    def fetchall(self):
        if "pg_roles" in self.query or "'to %'" in self.query:
            return []
        return [(name,) for name in plan("installed")]
'''

# The real one takes half a second of each start, and is tested in test_configuration.
_CHEAP_HASH = """
import hashlib

hashlib.pbkdf2_hmac = lambda *_: b"stand-in for a hash"
"""

# boot's own interpreter, with that server before the real psycopg2
_PYTHON = """#!/bin/sh
PYTHONPATH="$PYTHONPATH:{site}" exec '{python}' "$@"
"""


def cheap_hash(site: Path) -> Path:
    """A new folder for PYTHONPATH, with which boot hashes the admin password in no time."""
    site.mkdir()
    (site / "sitecustomize.py").write_text(_CHEAP_HASH)
    return site


class Container:
    """A folder of stubs, and entrypoint.sh started on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run_dir = folder / "run"
        self.process: subprocess.Popen[str] | None = None
        for name in ("odoo", "nginx"):
            text = _PART.format(python=sys.executable, folder=str(folder), name=name)
            self._program(name, text)
        site = cheap_hash(folder / "site")
        (site / "psycopg2.py").write_text(_PSYCOPG2.format(folder=str(folder)))
        self._program("python", _PYTHON.format(python=sys.executable, site=site))
        self.installed("base", "web", "queue_job")

    def _program(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def installed(self, *modules: str) -> None:
        (self.folder / "installed").write_text(json.dumps(modules))

    def plan(self, name: str, value: object = True) -> None:
        """How a stub behaves: ``odoo.ends`` 3, ``odoo.install`` 5, ``slow_install``, …"""
        (self.folder / name).write_text(json.dumps(value))

    def forget(self, name: str) -> None:
        (self.folder / name).unlink()

    def start(self, *arguments: str, environment: Mapping[str, str]) -> Container:
        with (self.folder / "output").open("w") as output:
            self.process = subprocess.Popen(
                [CHECKOUT / "entrypoint.sh", *arguments],
                env={
                    "PATH": os.environ["PATH"],
                    "HOME": str(self.folder),
                    "BOOT_PYTHON": str(self.folder / "python"),
                    "ODOO_BIN": str(self.folder / "odoo"),
                    "NGINX_BIN": str(self.folder / "nginx"),
                    "RUN_DIR": str(self.run_dir),
                    **environment,
                },
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
                # a shell's background jobs ignore it, and bash cannot trap what was ignored
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
        return self

    @property
    def output(self) -> str:
        return (self.folder / "output").read_text()

    def events(self, *names: str) -> list[dict[str, Any]]:
        path = self.folder / "events.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        events = [json.loads(line) for line in lines]
        return [event for event in events if not names or event["event"] in names]

    def story(self) -> list[str]:
        return [f"{event['part']} {event['event']}" for event in self.events()]

    def await_parts(self) -> None:
        await_true(lambda: len(self.events("start")) == 2, self)

    def ended(self, seconds: float = 10.0) -> int:
        assert self.process is not None
        return self.process.wait(seconds)

    def clean_up(self) -> list[str]:
        """End what is left of the session; returns the command lines of what was still there."""
        if self.process is None:
            return []
        left = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    session = int((entry / "stat").read_text().rpartition(")")[2].split()[3])
                    command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
                except OSError:
                    continue
                if session == self.process.pid and command:
                    left.append(command)
                    os.kill(int(entry.name), 9)
        self.process.wait()
        return left


def await_true(condition: Callable[[], bool], container: Container, seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, (
            f"in vain; {container.story()}; output:\n{container.output}"
        )
        time.sleep(0.02)
