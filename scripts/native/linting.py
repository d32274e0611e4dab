"""``make lint`` and ``make audit``: what can be said of the files without starting anything."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from native import virtualenvs
from native.places import Places


def pre_commit(places: Places) -> tuple[list[str | Path], dict[str, str]]:
    """The command ``pre-commit``, and the environment in which its hooks find node and npm."""
    python = virtualenvs.ensure(
        places, "lint", [places.checkout / "scripts/native/lint.txt"],
        title="linters", megabytes=400,
    )  # fmt: skip
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    return [python, "-m", "pre_commit"], {**os.environ, "PATH": path}


def lint(places: Places) -> int:
    """All of `.pre-commit-config.yaml` on all files; it mends what it can."""
    command, variables = pre_commit(places)
    return subprocess.run(
        [*command, "run", "--all-files", "--show-diff-on-failure"],
        cwd=places.checkout, env=variables, check=False,
    ).returncode  # fmt: skip


def audit(places: Places) -> int:
    """Print the known vulnerabilities of the packages that the locks name; unknown ones fail."""
    python = virtualenvs.ensure(
        places, "audit", [places.checkout / "scripts/native/audit.txt"],
        title="pip-audit", megabytes=100,
    )  # fmt: skip
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "*.txt"],
        cwd=places.checkout, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    locks = [path for path in tracked.split("\0") if path and _is_lock(places.checkout / path)]
    found = 0
    for lock in locks:  # one by one: two locks may name two versions
        print(f"{lock}:", flush=True)
        found |= subprocess.run(
            [python, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--strict",
             "--progress-spinner", "off", "--requirement", lock],
            cwd=places.checkout, check=False,
        ).returncode  # fmt: skip
    return found


def _is_lock(file: Path) -> bool:
    return "--hash=sha256:" in file.read_text(encoding="utf-8")
