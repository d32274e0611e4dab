"""Continue under the Python that has the OCR service and what the extraction needs.

OCR_PYTHON names it; otherwise it is the project's own environment, which `scripts/native setup-ocr`
makes where it is missing and completes where it was interrupted.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
_ENTERED = "_OCR_TOOLS_ENTERED"


def enter(script: str) -> None:
    """Replace this process by `script` under the right interpreter; return when already there."""
    if os.environ.pop(_ENTERED, "") == "1":
        return
    if any(argument in ("-h", "--help") for argument in sys.argv[1:]):
        return
    python = os.environ.get("OCR_PYTHON") or str(_own())
    if not Path(python).exists():
        sys.exit(f"OCR_PYTHON={python}: there is no such program. Unset it, or name a Python.")
    environment = {**os.environ, _ENTERED: "1", "OCR_PYTHON": python}
    os.execve(python, [python, script, *sys.argv[1:]], environment)


def _own() -> Path:
    python = CHECKOUT / ".native" / "venv" / "ocr" / "bin" / "python"
    setup = subprocess.run(
        [sys.executable, str(CHECKOUT / "scripts" / "native"), "setup-ocr"],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
    )
    if setup.returncode or not python.exists():
        sys.exit("The OCR environment could not be set up; the reason is above.")
    return python
