"""The smaller tasks of the Makefile: samples, manifests, measurements, screenshots."""

from __future__ import annotations

import subprocess
from pathlib import Path

from native import debian, environment, virtualenvs
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


def bench_answers(places: Places) -> int:
    """Print what fifty answers of a model that stream cost everybody else."""
    environment.ensure(places)
    return _call(places, environment.test_python(places), "-m", "tests.bench.answers")


def bench_health(places: Places) -> int:
    """Print what probes, metrics and the addon behind them cost."""
    environment.ensure(places)
    return _call(places, environment.test_python(places), "-m", "tests.bench.health")


def bench_ai_memory(places: Places) -> int:
    """Print what the AI addons add to an HTTP worker's memory."""
    environment.ensure(places)
    return _call(places, environment.test_python(places), "-m", "tests.bench.ai_memory")


def screenshots(places: Places) -> int:
    """Take the documentation's screenshots with the browser tests."""
    environment.ensure(places)
    return _call(
        places, environment.test_python(places), "-m", "pytest", "tests/browser", "-q",
        "--screenshots", places.checkout / "docs" / "screenshots",
    )  # fmt: skip


def manifests(places: Places) -> int:
    """Check the manifests of our addons, and of the OCA's where they are installed."""
    python = environment.manifests_python(places)
    return _call(places, python, "scripts/validate-manifests.py")


def manifests_odoo(places: Places) -> int:
    """Print what the manifest checker finds in all of Odoo's own addons and in the OCA lock."""
    folders = _shipped_addons(places)
    return _call(
        places, environment.manifests_python(places), "scripts/validate-manifests.py",
        "--group", "correctness", "--format", "table", *folders,
    )  # fmt: skip


def bench_manifests(places: Places) -> int:
    """Print how long the manifest checkers take for the same 70 addons."""
    peers = virtualenvs.ensure(
        places, "manifest-checkers", [places.checkout / "tests/bench/manifest_checkers.txt"],
        title="other manifest checkers", megabytes=200,
    )  # fmt: skip
    return _call(
        places, environment.manifests_python(places), "-m", "tests.bench.manifests", peers.parent,
        *_shipped_addons(places),
    )  # fmt: skip


def _shipped_addons(places: Places) -> list[Path]:
    """The folders of addons that come from elsewhere: Odoo's own, and the OCA's."""
    parts = environment.ensure(places)
    if parts.odoo_addons:  # a checkout of Odoo has two
        return [parts.odoo_addons.parent / "odoo" / "addons", parts.odoo_addons, parts.oca_addons]
    packages = debian.ensure_odoo(places) / "usr/lib/python3/dist-packages"
    return [packages / "odoo" / "addons", parts.oca_addons]
