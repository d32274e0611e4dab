"""The smaller tasks of the Makefile: samples, measurements, screenshots, linting."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from native import environment, virtualenvs
from native.places import Places


def _call(places: Places, *command: str | Path) -> int:
    return subprocess.run(command, cwd=places.checkout, check=False).returncode


def samples(places: Places) -> int:
    """Render the sample documents and their truth into ``.native/samples``."""
    folder = places.home / "samples"
    return _call(places, environment.test_python(places), "-m", "tests.samples", folder)


def bench_users(places: Places) -> int:
    """Print other users' response times while documents are read."""
    environment.ensure(places)
    return _call(places, environment.test_python(places), "-m", "tests.bench.users_while_reading")


def bench_slow_clients(places: Places) -> int:
    """Print other users' response times beside very slow visitors, with and without nginx."""
    environment.ensure(places)
    return _call(places, environment.test_python(places), "-m", "tests.bench.slow_visitors")


def screenshots(places: Places) -> int:
    """Take the documentation's screenshots with the browser tests."""
    environment.ensure(places)
    return _call(
        places, environment.test_python(places), "-m", "pytest", "tests/browser", "-q",
        "--screenshots", places.checkout / "docs" / "screenshots",
    )  # fmt: skip


def lint(places: Places) -> int:
    """ruff on everything, mypy on what is typed; returns the first bad exit status."""
    python = virtualenvs.ensure(
        places, "lint", [places.checkout / "scripts/native/lint.txt"],
        title="linters", megabytes=100,
    )  # fmt: skip
    checks: Sequence[Sequence[str]] = (
        ("ruff", "check"), ("ruff", "format", "--check"), ("mypy",),
    )  # fmt: skip
    return next((code for check in checks if (code := _call(places, python, "-m", *check))), 0)
