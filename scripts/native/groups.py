"""A group of tests: a command with a log and a result of its own."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from native.places import Places
from native.progress import say

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

    def left_out(self, name: str) -> int:
        """How many tests ``-m`` kept from running."""
        found = re.findall(r"\b(\d+) deselected", self.log(name).read_text(errors="replace"))
        return int(found[-1]) if found else 0


def run(
    name: str,
    results: Results,
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str] = os.environ,
) -> None:
    """Run one group; its failure is in its results, not in its exit status."""
    start = time.monotonic()
    say(f"{name}: started")
    with results.log(name).open("wb") as log:
        subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            cwd=cwd, env=_compiled_once(env), check=False,
        )  # fmt: skip
    say(f"{name}: ended after {time.monotonic() - start:.0f} s ({results.log(name)})")


def pytest(
    name: str,
    places: Places,
    results: Results,
    python: Path | Sequence[str | Path],
    folders: Sequence[str],
    *options: str,
) -> None:
    """``python``: the interpreter, or a command that ends with it."""
    command = [python] if isinstance(python, Path) else python
    run(
        name, results,
        [*command, "-m", "pytest", *folders, *options, f"--junit-xml={results.junit(name)}"],
        cwd=places.checkout,
    )  # fmt: skip


def pytest_ocr(
    name: str, places: Places, results: Results, ocr: Path, test: Path, *options: str
) -> None:
    site_packages = next((test.parent.parent / "lib").glob("python3.*/site-packages"))
    run(
        name, results,
        [ocr, "-c", _PYTEST_BESIDE, site_packages, "ocr/tests", *options,
         f"--junit-xml={results.junit(name)}"],
        cwd=places.checkout,
    )  # fmt: skip


def _compiled_once(environment: Mapping[str, str]) -> dict[str, str]:
    """``environment``, but each of the thousand Pythons that follow may keep what it compiled."""
    return {**environment, "PYTHONDONTWRITEBYTECODE": ""}
