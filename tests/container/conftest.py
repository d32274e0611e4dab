"""Images, a database beside the containers, and the containers themselves."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from container import images
from container.engine import Engine, ensure_engine
from native.places import Places

from . import working_day
from .site import Site

_measured: list[str] = []


def pytest_terminal_summary(terminalreporter) -> None:
    if _measured:
        terminalreporter.section("measured, on stand-ins for the base images")
        for line in _measured:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def measured() -> Callable[[str, str], None]:
    """Note what a number means, and the number, for the summary."""
    return lambda what, value: _measured.append(f"{what:<58} {value:>12}")


@pytest.fixture(scope="session")
def folder() -> Path:
    """Logs and data of this run; what an earlier one left is removed."""
    path = Places().home / "test-container"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


@pytest.fixture(scope="session")
def engine(folder: Path) -> Engine:
    """podman, or a failure that says what is missing: these tests are never skipped."""
    return ensure_engine(folder / "build.log")


@pytest.fixture(scope="session")
def web_image(engine: Engine) -> str:
    return images.build(Places(), engine, images.WEB)


@pytest.fixture(scope="session")
def ocr_image(engine: Engine) -> str:
    return images.build(Places(), engine, images.OCR)


@pytest.fixture(scope="session")
def site(engine: Engine, web_image: str, ocr_image: str, folder: Path) -> Iterator[Site]:
    """A new PostgreSQL with nothing in it, and what starts containers on it."""
    site = Site(engine, folder)
    try:
        site.start_postgres()
        yield site
    finally:
        site.close()


@pytest.fixture(scope="session")
def business(site: Site, measured: Callable[[str, str], None]) -> str:
    """The database of a company that uses everything, with demo data."""
    began = time.monotonic()
    job = site.upgrade("business", working_day.MODULES)
    measured("installing everything with demo data, s", f"{time.monotonic() - began:.0f}")
    measured("  its highest working set, MiB of 512", f"{job.sampler.highest / 2**20:.0f}")
    return "business"
