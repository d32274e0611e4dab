"""Continue under the Python that has the checker's few dependencies.

That is this one, if it can import them; else the project's own environment, which
`scripts/native setup-manifests` makes from the lock where it is missing or older.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
LOCK = "scripts/validate-manifests.txt"
_ENTERED = "_VALIDATE_MANIFESTS_ENTERED"
_NEEDED = ("manifestoo_core", "packaging", "ruff")


def enter(script: str) -> None:
    """Replace this process by ``script`` under the right interpreter; return when already there."""
    if all(importlib.util.find_spec(name) for name in _NEEDED):
        return
    if os.environ.get(_ENTERED):
        _give_up("the environment lacks " + " or ".join(_NEEDED))
    python = str(_own())
    os.execve(python, [python, script, *sys.argv[1:]], {**os.environ, _ENTERED: "1"})


def _own() -> Path:
    folder = CHECKOUT / ".native" / "venv" / "manifests"
    python = folder / "bin" / "python"
    if _is_current(folder):  # without asking, which takes as long as checking a few addons
        return python
    import subprocess

    setup = subprocess.run(
        [sys.executable, str(CHECKOUT / "scripts" / "native"), "setup-manifests"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    if setup.returncode or not python.exists():
        _give_up("its environment could not be set up; the reason is above")
    return python


def _is_current(folder: Path) -> bool:
    """Whether the environment was made after the lock was last written."""
    try:
        made = (CHECKOUT / ".native" / "stamps" / "venv-manifests").stat().st_mtime
        return made >= (CHECKOUT / LOCK).stat().st_mtime and (folder / "bin" / "python").exists()
    except OSError:
        return False


def _give_up(why: str) -> None:
    print(
        f"validate-manifests.py: {why}. Or use any Python with what {LOCK} pins:\n"
        f"  pip install --require-hashes -r {LOCK}",
        file=sys.stderr,
    )
    sys.exit(2)
