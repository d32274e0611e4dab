"""Importing the package costs next to nothing: every worker of Odoo does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ADDON = Path(__file__).resolve().parents[3] / "addons" / "insightpulse_ai"
HEAVY = {"PyPDF2", "agents", "html5lib", "httpx", "lxml", "numpy", "odoo", "providers", "pypdf"}


def test_nothing_heavy_is_imported():
    code = "import sys, retrieval, retrieval.embedding; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ADDON)},
    )  # fmt: skip
    assert not HEAVY & set(done.stdout.split())
