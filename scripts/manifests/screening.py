"""Have ruff find the Python files that can be compiled, in a sixth of the time Python takes.

Ruff only acquits: a file in which it finds anything, or that it does not get to see, is compiled
(:attr:`Source.broken`). So every finding is in the words of the Python that runs, and a crash of
ruff costs time and nothing else. Ruff lets pass what only the limits of Python reject: more than
4300 digits in a number, 200 nested brackets, 100 levels of indentation, 20 of nested loops.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Iterable

from manifests.source import MAX_BYTES, Source

# What Python's compiler rejects beyond its grammar, which ruff checks in any case. E902 is a file
# that it cannot read. The oldest Python of Odoo 19 makes newer syntax one more thing to look at.
_RULES = "E9,F404,F406,F407,F621,F622,F701,F702,F704,F706,F707,PLE0115,PLE0117,PLE0118,PLE1142"
_OPTIONS = (
    "check", "--isolated", "--no-cache", "--no-respect-gitignore", "--ignore-noqa", "--quiet",
    "--output-format=json", "--target-version=py310", f"--select={_RULES}",
)  # fmt: skip


class ScreeningError(Exception):
    """Ruff cannot be run: the message says why."""


def screen(sources: Iterable[Source], threads: int) -> None:
    """Mark those of ``sources`` that ruff finds nothing in as sound. Raises ScreeningError."""
    shown = {os.path.abspath(source.file): source for source in sources}
    shown = {path: source for path, source in shown.items() if _can_be_shown(path)}
    suspects = _suspects(shown, threads) if shown else ()
    for path, source in shown.items():
        source.sound = path not in suspects


def _can_be_shown(path: str) -> bool:
    """Whether it fits in a line of text, and is not so large that Python would not read it."""
    try:
        return path.isprintable() and os.path.getsize(path) <= MAX_BYTES
    except OSError:
        return False


def _suspects(paths: Collection[str], threads: int) -> Collection[str]:
    """Those of the absolute ``paths`` that ruff finds something in; all if it crashes."""
    ran = _run("\n".join(paths), threads)
    if ran.returncode < 0:  # nesting without end overflows its stack
        return paths
    if not ran.stdout.startswith("["):
        raise ScreeningError(f"ruff, which looks for errors of syntax, failed: {ran.stderr}")
    if ran.stdout.strip() == "[]":
        return ()
    import json

    found = {diagnostic["filename"] for diagnostic in json.loads(ran.stdout)}
    return found if found <= set(paths) else paths


def _run(paths: str, threads: int) -> subprocess.CompletedProcess[str]:
    from ruff import find_ruff_bin

    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("RUFF_")
    } | {"RAYON_NUM_THREADS": str(threads)}
    try:
        return subprocess.run(
            [find_ruff_bin(), *_OPTIONS, "@/dev/stdin"],
            input=paths, capture_output=True, encoding="utf-8", env=environment, check=False,
        )  # fmt: skip
    except OSError as error:
        raise ScreeningError(
            f"ruff, which looks for errors of syntax, cannot be started: {error}"
        ) from None
