"""Virtual environments from hash-locked requirement files."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from native import commands
from native.places import Places, download_cache
from native.progress import step
from native.stamps import Stamp, require_free_space


def _create(folder: Path, *, what: str, log: Path) -> None:
    commands.run([sys.executable, "-m", "venv", folder], what=what, log=log)


def _pip_install(python: Path, log: Path, *arguments: str | Path, what: str) -> None:
    commands.run(
        [python, "-m", "pip", "install", "--disable-pip-version-check", "--quiet",
         "--cache-dir", download_cache() / "pip", "--require-hashes",
         *arguments],
        what=what,
        log=log,
    )  # fmt: skip


def ensure(
    places: Places,
    name: str,
    locks: Sequence[Path],
    *,
    title: str,
    megabytes: int,
    options: Sequence[str] = (),
) -> Path:
    """The Python of the environment ``name``, made from ``locks`` unless it already is."""
    python = places.python(name)
    stamp = Stamp(places, f"venv-{name}", [sys.version, str(python), *options, *locks])
    if stamp.holds() and python.exists():
        return python
    with stamp.alone():
        if not (stamp.holds() and python.exists()):
            with step(title):
                stamp.remove()
                require_free_space(places.home, megabytes, title)
                _make(places, name, locks, what=title, options=options)
                stamp.set()
    return python


def _make(
    places: Places, name: str, locks: Sequence[Path], *, what: str, options: Sequence[str]
) -> None:
    log = places.home / "logs" / "setup.log"
    folder = places.venv(name)
    shutil.rmtree(folder, ignore_errors=True)
    _create(folder, what=what, log=log)
    requirements = [part for lock in locks for part in ("--requirement", lock)]
    _pip_install(places.python(name), log, *options, *requirements, what=what)


def ensure_target(
    places: Places,
    name: str,
    destination: Path,
    lock: Path,
    python: Path,
    *,
    title: str,
    part: str = "",
) -> Path:
    """Unpack the wheels of ``lock``, without their dependencies, as the folder ``destination``.

    ``part`` names the folder of the wheels that is wanted, all of them by default. It is put in
    place at one stroke. Returns ``destination``.
    """
    stamp = Stamp(places, name, [sys.version, str(destination), part, lock])
    if stamp.holds() and destination.exists():
        return destination
    with step(title):
        stamp.remove()
        require_free_space(places.home, 300, title)
        partial = places.home / "partial" / name
        shutil.rmtree(partial, ignore_errors=True)
        _pip_install(
            python, places.home / "logs" / "setup.log",
            "--only-binary", ":all:", "--no-deps", "--target", partial, "--requirement", lock,
            what=title,
        )  # fmt: skip
        shutil.rmtree(destination, ignore_errors=True)
        (partial / part).rename(destination)
        shutil.rmtree(partial, ignore_errors=True)
        stamp.set()
    return destination
