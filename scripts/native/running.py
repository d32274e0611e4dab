"""``make run``: the whole product on this machine, until Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from native import environment, sample_bill
from native.places import Places
from native.progress import SetupError, say, step
from native.rpc import RpcError
from native.stack import Stack


class Interrupted(KeyboardInterrupt):
    """Ctrl-C or SIGTERM: one way out, also where a shell has us ignore the former."""


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raise :class:`SetupError` when another command has it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise SetupError(
                f"Another command (process {lock.read().strip() or '?'}) is at work in {folder}. "
                "Stop it with Ctrl-C, or wait for it."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def run(places: Places) -> None:
    """Set up what is missing, start everything, read one bill, and wait."""

    def interrupt(*_: object) -> None:
        raise Interrupted

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    with only_one(places.home):
        parts = environment.ensure(places)
        stack = Stack(places, parts, places.home / "stack", say=say, ports=_wanted_ports())
        try:
            first = not (stack.workdir / "data").exists()
            title = "a database with Odoo and demo data" if first else "Odoo"
            with step(title, lambda: _loading(stack)):
                stack.start_postgres()
                stack.start_ocr()
                stack.start_odoo()
            print(_welcome(stack, _read_sample(stack)), flush=True)
            while (ended := stack.ended()) is None:
                time.sleep(1)
            raise SetupError(
                f"{ended.name} ended with status {ended.process.returncode}:\n"
                f"{ended.last_lines()}\n  The whole log: {ended.log}"
            )
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            with step("stopping; your data stays"):
                stack.stop()


def _loading(stack: Stack) -> str:
    """How many modules Odoo has loaded, from its log."""
    log = stack.logs / "odoo.log"
    if not log.is_file():
        return "PostgreSQL"
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 65536))
        found = re.findall(rb"Loading module (\w+) \((\d+/\d+)\)", file.read())
    return f"module {found[-1][1].decode()}: {found[-1][0].decode()}" if found else ""


def _read_sample(stack: Stack) -> str:
    """A line about the sample bill. A bill that cannot be read is no reason to stop serving."""
    try:
        return sample_bill.digitise(stack)
    except (SetupError, RpcError, OSError) as error:
        print(f"✗ {error}", file=sys.stderr, flush=True)
        return "could not be read: see above"


def _wanted_ports() -> dict[str, int]:
    return {"web": int(os.environ.get("PORT") or 8069)}


def _welcome(stack: Stack, bill: str) -> str:
    return f"""
  InsightPulse Odoo is running.

    Address   {stack.url}
    Login     admin
    Password  admin
    Sample    {bill}
    Logs      {stack.logs}

  Ctrl-C stops everything and keeps your data.
"""
