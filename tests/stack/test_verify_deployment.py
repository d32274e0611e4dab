"""`scripts/verify-deployment.py` on the running product."""

from __future__ import annotations

import json
import subprocess
import sys

from ..product.running import CHECKOUT


def verify(stack, *options):
    done = subprocess.run(
        [sys.executable, CHECKOUT / "scripts" / "verify-deployment.py", stack.url,
         "--deadline", "0", "--format", "json", *options],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    checks = json.loads(done.stdout)["checks"]
    return done.returncode, {check["check"]: check for check in checks}


def test_it_passes_and_tells_another_commit(stack):
    status, checks = verify(stack)
    assert status == 0, checks
    status, checks = verify(stack, "--commit", "another")
    assert status == 1
    assert {name for name, check in checks.items() if check["status"] == "fail"} == {"commit"}


def test_it_tells_a_database_that_is_away(stack):
    stack.children.pop("postgres").stop()
    try:
        status, checks = verify(stack)
    finally:
        stack.start_postgres()
    assert status == 1
    failed = {name for name, check in checks.items() if check["status"] == "fail"}
    assert len(failed) == 1
    assert failed <= {"health", "login page"}
