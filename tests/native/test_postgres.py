"""PostgreSQL starts as nobody, wherever root has put the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from native.postgres import unprivileged

ASK = """
import os, sys
program = sys.argv[1]
print(os.geteuid(), os.access(program, os.R_OK | os.X_OK), open(program).read())
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_nobody_passes_through_a_folder_closed_to_all_but_root(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    program = closed / "initdb"
    program.write_text("found")
    program.chmod(0o755)

    done = subprocess.run(
        [*unprivileged(), sys.executable, "-c", ASK, program],
        cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.stdout.strip(), done.stderr) == ("65534 True found", "")
