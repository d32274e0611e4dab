"""``make test`` and ``make test-fast``: every group of tests, side by side where that is safe.

What the groups came to is read by :mod:`tests.report`, which distrusts silence: a group without
tests, a mistyped module and an error in Odoo's log all fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from native import environment
from native.groups import Results, pytest, pytest_ocr, run
from native.odoo_tests import odoo
from native.places import Places
from native.progress import SetupError, step
from native.stack import ADDONS

# Groups that need neither Odoo nor weights, in processes that take about as long as each other. The
# first one mostly waits.
FAST = {
    "fast-boot": ("boot", "native", "documents", "report", "health"),
    "fast-ai": ("ai",),
    "fast-rest": ("samples", "extraction", "platform", "manifests", "verify"),
}


# A test of the whole that fails runs once more: times and screens, on a machine with other work.
# The report names it, with what it said.
AGAIN = ("--reruns", "1")

# The slowest tests of a group, at the end of its log.
SLOWEST = ("--durations=40", "--durations-min=5")

# For what runs beside something that measures times.
LAST_IN_LINE = ("nice", "-n", "10")


def _together(*groups: Callable[[], None]) -> None:
    with ThreadPoolExecutor(len(groups)) as pool:
        for group in [pool.submit(group) for group in groups]:
            group.result()


def _fast(places: Places, results: Results, python: Path, *options: str) -> list[partial[None]]:
    return [
        partial(pytest, name, places, results, python, [f"tests/{g}" for g in groups], *options)
        for name, groups in FAST.items()
    ]


def _whole(places: Places, results: Results, python: Path, name: str, *options: str) -> None:
    pytest(name, places, results, python, [f"tests/{name}"], *SLOWEST, *options)


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


def _fast_junits(results: Results) -> list[str]:
    return _junits(results, {group: name for name, groups in FAST.items() for group in groups})


def fast(places: Places) -> int:
    """The groups that need neither Odoo nor weights, without their slow tests; returns the exit
    status."""
    test, ocr = environment.test_python(places), environment.ocr_python(places)
    results = _fresh(places, "test-fast")
    _together(
        *_fast(places, results, test, "-m", "not engine and not slow"),
        partial(pytest_ocr, "ocr", places, results, ocr, test, "-m", "not weights"),
    )
    left_out = sum(results.left_out(name) for name in (*FAST, "ocr"))
    return _report(
        places, test,
        [*_fast_junits(results), "--junit", f"ocr={results.junit('ocr')}",
         "--not-run", f"slow, engine, weights={left_out} tests so marked; make test runs them"],
    )  # fmt: skip


def everything(places: Places, *, containers: bool = True) -> int:
    """Every group, or all but ``containers``; returns the exit status.

    The images are made behind the tests of the parts. From an empty cache that takes ten minutes,
    else two. Odoo's own tests take longest, on one processor: all others share the other one, and
    install the product for the tests of the whole.
    Those of the stack that measure times come before the browser's and the containers'; the others
    of the stack take what these leave.
    """
    _require_programs()
    if containers:
        _require_engine(places)
    made = (environment.ocr_python, environment.test_python, environment.engine_python)
    with ThreadPoolExecutor(len(made)) as pool:  # each is mostly one pip, on one processor
        others = [pool.submit(make, places) for make in made]
        parts = environment.ensure(places)
    _ocr, test, _engine = (other.result() for other in others)
    results = _fresh(places, "test")
    whole = partial(_whole, places, results, test)

    waiting, *busy = _fast(places, results, test)

    def one_after_another() -> None:
        _together(*busy)
        pytest_ocr("ocr", places, results, parts.ocr_python, test)
        whole("lint")
        _installation(places, results, test)

    with step("tests of the parts"), ThreadPoolExecutor(1) as behind:
        if containers:
            behind.submit(_images, places, results)
        _together(waiting, one_after_another, partial(odoo, places, results, parts, test, ADDONS))

    def timed_then_the_others() -> None:
        whole("stack", "-m", "timed", *AGAIN)
        others = ("browser", "container") if containers else ("browser",)
        _together(*(partial(whole, name, *AGAIN) for name in others))

    with step("tests of the whole"):
        _together(
            timed_then_the_others,
            partial(pytest, "stack-beside", places, results, [*LAST_IN_LINE, test],
                    ["tests/stack"], "-m", "not timed", "--stack-folder", "tests-beside",
                    *SLOWEST, *AGAIN),
        )  # fmt: skip
    return _report(
        places, test,
        [*_fast_junits(results), "--junit", f"ocr={results.junit('ocr')}",
         *_junits(results, {"lint": "lint"}),
         "--odoo", results.log("odoo"), ",".join(ADDONS),
         *_junits(results, {"stack": "stack"}),
         "--junit", f"stack, beside={results.junit('stack-beside')}:tests.stack",
         *_junits(results, {"browser": "browser"}),
         *(_junits(results, {"container": "container"}) if containers
           else ["--not-run", "container=left out by CONTAINERS=0"])],
    )  # fmt: skip


def _images(places: Places, results: Results) -> None:
    """Make both images, behind what is tested meanwhile; a failure shows in the tests of them."""
    run(
        "images", results, [*LAST_IN_LINE, sys.executable, "scripts/container", "build"],
        cwd=places.checkout,
    )  # fmt: skip


def _installation(places: Places, results: Results, python: Path) -> None:
    """What the tests of the whole copy; its failure is theirs."""
    run(
        "installation", results, [python, "-m", "tests.product.installation"],
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
