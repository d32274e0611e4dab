"""``make test`` and ``make test-fast``: every group of tests, side by side where that is safe.

A group is a command with a log of its own. What it came to is read by :mod:`tests.report`, which
distrusts silence: a group without tests, a mistyped module and an error in Odoo's log all fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from native import environment
from native.environment import Environment
from native.places import Places
from native.ports import Ports
from native.processes import Child
from native.progress import SetupError, say, step
from native.stack import DATABASE, Stack

ADDONS = (
    "insightpulse_ai",
    "insightpulse_ai_crm",
    "insightpulse_ai_ocr",
    "insightpulse_ocr",
    "insightpulse_ocr_account",
)
FAST = (
    "report",
    "samples",
    "extraction",
    "boot",
    "native",
    "platform",
    "ai",
    "manifests",
    "documents",
    "verify",
)
# pytest of the test environment in the interpreter of the OCR service, whose libraries come first
_PYTEST_BESIDE = (
    "import site, sys; site.addsitedir(sys.argv.pop(1)); import pytest; sys.exit(pytest.main())"
)


@dataclass(frozen=True)
class Results:
    """Where the groups of one run leave their logs and results."""

    folder: Path

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def junit(self, name: str) -> Path:
        return self.folder / f"{name}.xml"


def _run(name: str, results: Results, command: Sequence[str | Path], **options: object) -> None:
    """Run one group; its failure is in its results, not in its exit status."""
    start = time.monotonic()
    say(f"{name}: started")
    with results.log(name).open("wb") as log:
        subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            check=False, **options,  # type: ignore[call-overload]
        )  # fmt: skip
    say(f"{name}: ended after {time.monotonic() - start:.0f} s ({results.log(name)})")


def _pytest(
    name: str, places: Places, results: Results, python: Path, folders: Sequence[str], *options: str
) -> None:
    _run(
        name, results,
        [python, "-m", "pytest", *folders, *options, f"--junit-xml={results.junit(name)}"],
        cwd=places.checkout,
    )  # fmt: skip


def _pytest_ocr(
    name: str, places: Places, results: Results, ocr: Path, test: Path, *options: str
) -> None:
    site_packages = next((test.parent.parent / "lib").glob("python3.*/site-packages"))
    _run(
        name, results,
        [ocr, "-c", _PYTEST_BESIDE, site_packages, "ocr/tests", *options,
         f"--junit-xml={results.junit(name)}"],
        cwd=places.checkout,
    )  # fmt: skip


def _odoo(places: Places, results: Results, parts: Environment, test: Path) -> None:
    """The addons' own tests: a new database, the real OCR service, a scripted language model,
    Odoo's test runner."""
    stack = Stack(
        places, parts, results.folder / "odoo-stack", say=say, modules=ADDONS, with_demo=False,
        ports={"web": 8169, "odoo": 8171, "evented": 8172, "postgres": 54429, "ocr": 8968},
        settings={"ODOO_WORKERS": "0", "ODOO_LIMIT_MEMORY_SOFT": "0", "ODOO_LIMIT_MEMORY_HARD": "0",
                  "ODOO_MAX_CRON_THREADS": "0"},
    )  # fmt: skip
    try:
        stack.start_postgres()
        stack.postgres.create_database(stack.ports["postgres"], DATABASE)
        stack.start_ocr()
        run_dir = stack.workdir / "run"
        subprocess.run(
            [parts.odoo_python, "-m", "boot", "render", run_dir],
            env={**stack.odoo_environment(), "PYTHONPATH": str(places.checkout)},
            stdout=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        stack.await_ocr()
        model_port = Ports(say).take("model", 11469)
        stack.children["model"] = Child(
            "model", [test, "-m", "tests.product.llm_scripted", "--port", str(model_port)],
            log=stack.logs / "model.log", cwd=places.checkout,
        )  # fmt: skip
        _run(
            "odoo", results,
            [parts.odoo_bin, "--config", run_dir / "odoo.conf", "--database", DATABASE,
             "--init", ",".join(ADDONS), "--test-enable",
             "--test-tags", ",".join(f"/{addon}" for addon in ADDONS), "--stop-after-init"],
            env=_clean_environment()
            | {
                "INSIGHTPULSE_AI_TEST_URL": f"http://127.0.0.1:{model_port}",
                "INSIGHTPULSE_OCR_TEST_URL": stack.ocr_url,
            },
            cwd=stack.workdir,
        )  # fmt: skip
    finally:
        if model := stack.children.pop("model", None):
            model.stop()
        stack.stop()


def _clean_environment() -> dict[str, str]:
    """The caller's environment without what Odoo 19 would read as configuration."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ODOO_", "PG", "POSTGRES_", "OCR_")) and name != "PORT"
    }


def _folders(groups: Sequence[str]) -> list[str]:
    return [f"tests/{name}" for name in groups]


def _together(*groups: Callable[[], None]) -> None:
    with ThreadPoolExecutor(len(groups)) as pool:
        for group in [pool.submit(group) for group in groups]:
            group.result()


def _fresh(places: Places, name: str) -> Results:
    folder = places.home / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return Results(folder)


def _report(places: Places, python: Path, arguments: Sequence[str | Path]) -> int:
    return subprocess.run(
        [python, "-m", "tests.report", *arguments], cwd=places.checkout, check=False
    ).returncode


def _junits(results: Results, names: Mapping[str, str]) -> list[str]:
    return [
        part
        for group, file in names.items()
        for part in ("--junit", f"{group}={results.junit(file)}:tests.{group}")
    ]


def fast(places: Places) -> int:
    """The groups that need neither Odoo nor weights; returns the exit status."""
    test, ocr = environment.test_python(places), environment.ocr_python(places)
    results = _fresh(places, "test-fast")
    _together(
        lambda: _pytest("fast", places, results, test, _folders(FAST), "-m", "not engine"),
        lambda: _pytest_ocr("ocr", places, results, ocr, test, "-m", "not weights"),
    )
    return _report(
        places, test,
        [*_junits(results, dict.fromkeys(FAST, "fast")), "--junit", f"ocr={results.junit('ocr')}"],
    )  # fmt: skip


def everything(places: Places, *, containers: bool = True) -> int:
    """Every group, or all but ``containers``; returns the exit status.

    The images are made behind the other tests. From an empty cache that takes ten minutes, else
    two: then nothing runs beside the tests of the stack, which measure times.
    """
    _require_programs()
    if containers:
        _require_engine(places)
    parts = environment.ensure(places)
    test = environment.test_python(places)
    environment.engine_python(places)
    results = _fresh(places, "test")

    def lint_and_ocr() -> None:
        _pytest("lint", places, results, test, ["tests/lint"])
        _pytest_ocr("ocr", places, results, parts.ocr_python, test)

    with ThreadPoolExecutor(1) as behind:
        if containers:
            behind.submit(_images, places, results)
        with step("tests of the parts"):
            _together(
                lambda: _pytest("fast", places, results, test, _folders(FAST)),
                lambda: _odoo(places, results, parts, test),
                lint_and_ocr,
            )
        with step("tests of the whole"):
            _pytest("stack", places, results, test, ["tests/stack"])
    last = ["browser", "container"] if containers else ["browser"]
    with step(f"tests of the {' and the '.join(last)}"):
        _together(
            *(partial(_pytest, name, places, results, test, [f"tests/{name}"]) for name in last)
        )
    return _report(
        places, test,
        [*_junits(results, dict.fromkeys(FAST, "fast")), "--junit", f"ocr={results.junit('ocr')}",
         *_junits(results, {"lint": "lint"}),
         "--odoo", results.log("odoo"), ",".join(ADDONS),
         *_junits(results, {"stack": "stack", "browser": "browser"}),
         *(_junits(results, {"container": "container"}) if containers
           else ["--not-run", "container=left out by CONTAINERS=0"])],
    )  # fmt: skip


def _images(places: Places, results: Results) -> None:
    """Make both images, behind what is tested meanwhile; a failure shows in the tests of them."""
    _run(
        "images", results, ["nice", "-n", "10", sys.executable, "scripts/container", "build"],
        cwd=places.checkout,
    )  # fmt: skip


def _require_engine(places: Places) -> None:
    from container.engine import ensure_engine

    try:
        ensure_engine(places.home / "logs" / "container.log")
    except SetupError as error:
        raise SetupError(
            f"{error}\n  Or leave the tests of the containers out: make test CONTAINERS=0"
        ) from None


def _require_programs() -> None:
    if not shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin"):
        raise SetupError(
            "The tests of the transaction pooler need PgBouncer: `apt-get install pgbouncer`, then "
            "run the same command again."
        )
    if not (shutil.which("chromium") or shutil.which("google-chrome")):
        raise SetupError(
            "The browser tests need Chromium: `apt-get install chromium` (Debian) or "
            "Google Chrome, then run the same command again."
        )
