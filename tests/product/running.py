"""Start the product as `make run` does, on free ports and in a folder of its own."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from native import environment
from native.places import Places
from native.postgres import ROLE
from native.stack import DATABASE, DEMO_MODULES, Stack

from . import CHECKOUT

__all__ = [
    "CHECKOUT",
    "DATABASE",
    "HEALTH_TOKEN",
    "ROLE",
    "Stack",
    "new_stack",
    "restarted",
    "running_stack",
]

# Beside those of `make run`, which may be running; a port that is taken is replaced by a free one.
PORTS = {"web": 18069, "odoo": 18071, "evented": 18072, "postgres": 64329, "ocr": 18868}
# Two HTTP workers: the smallest number with which "the others" can be kept waiting.
HEALTH_TOKEN = "health-secret-of-tests"
SETTINGS = {"ODOO_WORKERS": "2", "ODOO_MAX_CRON_THREADS": "1", "HEALTH_TOKEN": HEALTH_TOKEN}


def new_stack(
    workdir: Path,
    *,
    settings: Mapping[str, str] | None = None,
    odoo_bin: Callable[[Path], Path] | None = None,
    **options: Any,
) -> Stack:
    """A stack that is not started yet; `odoo_bin` may put another launcher before Odoo's.

    `options` are those of `Stack`.
    """
    places = Places()
    parts = environment.ensure(places)
    if odoo_bin:
        parts = replace(parts, odoo_bin=odoo_bin(parts.odoo_bin))
    settings = {**SETTINGS, **(settings or {})}
    return Stack(places, parts, workdir, ports=PORTS, settings=settings, **options)


@contextmanager
def running_stack(workdir: Path, *, keep: bool = False) -> Iterator[Stack]:
    """The stack with a new database, stopped at the end; its logs stay in `workdir/logs`.

    With `keep`, the database of an earlier run is used again. A new one is a copy of what the first
    installation of this code left.
    """
    if not keep:
        new_installation(workdir)
    stack = new_stack(workdir)
    try:
        stack.start()
        stack.await_ocr()
        yield stack
    finally:
        stack.stop()


def new_installation(workdir: Path) -> None:
    """What Odoo's first start leaves in `workdir`: database, files, passwords.

    It is installed once for all groups of tests, beside `workdir`, and anew when code changes; who
    comes meanwhile waits.
    """
    installed = workdir.with_name("tests-installed")
    is_of = installed / "is-of"
    code = _code()
    with workdir.with_name("tests-installed.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_of.is_file() or is_of.read_text() != code:
            shutil.rmtree(installed, ignore_errors=True)
            stack = new_stack(installed)
            try:
                stack.start_postgres()
                stack.start_odoo()
            finally:
                stack.stop()
            is_of.write_text(code)
    shutil.rmtree(workdir, ignore_errors=True)
    subprocess.run(["cp", "--archive", installed, workdir], check=True)  # owners are kept


def _code() -> str:
    """A digest of all that an installation is made from."""
    digest = hashlib.sha256(repr(DEMO_MODULES).encode())
    sources = [CHECKOUT / name for name in ("oca/requirements.txt", "scripts/native/stack.py")]
    sources += sorted(path for path in (CHECKOUT / "addons").rglob("*") if path.is_file())
    for path in sources:
        if path.suffix != ".pyc":
            digest.update(f"{path.relative_to(CHECKOUT)} {path.stat().st_size} ".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def restarted(stack: Stack, **settings: str) -> Iterator[None]:
    """Odoo with other settings, and as it was afterwards."""
    before = dict(stack.settings)
    stack.settings |= settings
    try:
        stack.restart("odoo")
        yield
    finally:
        stack.settings.clear()
        stack.settings |= before
        stack.restart("odoo")
