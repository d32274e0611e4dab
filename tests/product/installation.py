"""Odoo installed once for all groups of tests; each run takes a copy.

`python -m tests.product.installation` makes it where it is missing, so that the first group that
needs it does not wait.
"""

from __future__ import annotations

import fcntl
import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from native.places import Places
from native.progress import SetupError
from native.stack import DATABASE, DEMO_MODULES, Stack

from .client import Client
from .running import CHECKOUT, new_stack

INSTALLED = Places().home / "tests-installed"
IS_OF, FAILED = "is-of", "failed"


def copy_to(workdir: Path) -> None:
    """Put into `workdir`, in place of what is there, what an installation of this code leaves:
    database, files, passwords.

    :raise SetupError: it does not install; said at once where that has been tried
    """
    with _locked():
        _ensure(again=False)
        shutil.rmtree(workdir, ignore_errors=True)
        subprocess.run(["cp", "--archive", INSTALLED, workdir], check=True)  # owners are kept


@contextmanager
def _locked() -> Iterator[None]:
    """Who comes meanwhile waits."""
    INSTALLED.parent.mkdir(parents=True, exist_ok=True)
    with INSTALLED.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ensure(again: bool) -> None:
    """Install where that is missing or of other code; or, `again`, where that has failed."""
    is_of, failed = INSTALLED / IS_OF, INSTALLED / FAILED
    code = _code()
    if is_of.is_file() and is_of.read_text() == code:
        if not failed.is_file():
            return
        if not again:
            raise SetupError(failed.read_text())
    shutil.rmtree(INSTALLED, ignore_errors=True)
    INSTALLED.mkdir()
    stack = new_stack(INSTALLED)
    try:
        stack.start_postgres()
        stack.start_odoo()
        _bundle_assets(stack)
    except Exception as error:
        failed.write_text(f"The tests' product could not be installed: {error}")
        is_of.write_text(code)
        raise
    finally:
        stack.stop()
    is_of.write_text(code)


def _bundle_assets(stack: Stack) -> None:
    """Let Odoo write its bundles of scripts and styles, as it does for the first visitor."""
    admin = Client(stack.url, DATABASE, "admin", "admin")
    for page in (httpx.get(f"{stack.url}/web/login", trust_env=False), admin.get("/odoo")):
        for asset in re.findall(r'(?:src|href)="(/web/assets/[^"]+)"', page.text):
            admin.get(asset).raise_for_status()


def _code() -> str:
    """A digest of all that an installation is made from."""
    digest = hashlib.sha256(repr(DEMO_MODULES).encode())
    sources = [CHECKOUT / name for name in ("oca/requirements.txt", "scripts/native/stack.py")]
    sources += sorted(path for path in (CHECKOUT / "addons").rglob("*") if path.is_file())
    for path in sources:
        if path.parent.name != "__pycache__":
            digest.update(f"{path.relative_to(CHECKOUT)} {path.stat().st_size} ".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    with _locked():
        _ensure(again=True)
