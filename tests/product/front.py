"""nginx of the running stack: other settings without a restart of Odoo, other addresses."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import httpx

from native.processes import wait_until

from .running import Stack


def pid(stack: Stack) -> int:
    return int((stack.workdir / "run" / "nginx.pid").read_text())


def reload(stack: Stack, **settings: str) -> None:
    """Render nginx.conf anew, with `settings` beside the stack's own, and let nginx take it."""
    environment = stack.odoo_environment()
    paths = f"{stack.places.checkout}:{environment['PYTHONPATH']}"
    subprocess.run(
        [environment["BOOT_PYTHON"], "-m", "boot", "render", environment["RUN_DIR"]],
        env=environment | settings | {"PYTHONPATH": paths},
        cwd=stack.workdir, check=True,
    )  # fmt: skip
    take(stack)


def take(stack: Stack) -> None:
    """Let nginx take the nginx.conf that is there."""
    before = workers(stack)
    os.kill(pid(stack), signal.SIGHUP)
    assert wait_until(lambda: bool(workers(stack) - before), 10), "nginx kept its configuration"
    time.sleep(0.2)  # the old worker still had the port for a moment


def workers(stack: Stack) -> set[int]:
    master = pid(stack)
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return {int(child) for child in children}


def visitor(stack: Stack, address: str = "127.0.0.1", **options: object) -> httpx.Client:
    """Somebody without a session, at an address of this machine."""
    transport = httpx.HTTPTransport(local_address=address)
    return httpx.Client(base_url=stack.url, transport=transport, timeout=60, **options)
