"""Which commit this is: of the image, or of the checkout."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

UNKNOWN = "unknown"


def of(home: Path) -> str:
    """The commit of the code in ``home``, or ``unknown``.

    An image has it in the file ``REVISION`` (see the Dockerfile), a checkout from git.
    """
    try:
        text = (home / "REVISION").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return of_checkout(home)
    return cleaned(text)


def of_checkout(checkout: Path) -> str:
    """The commit, with ``-dirty`` where the checkout differs from it."""
    try:
        done = subprocess.run(
            ["git", "-C", checkout, "describe", "--always", "--abbrev=40", "--dirty",
             "--exclude=*"],
            capture_output=True, text=True, check=False, timeout=10,
            env=os.environ | {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory",
                              "GIT_CONFIG_VALUE_0": "*"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return UNKNOWN
    return cleaned(done.stdout)


def cleaned(text: str) -> str:
    """What can stand in nginx's configuration as it is; ``unknown`` for anything else."""
    text = text.strip()
    return text if re.fullmatch(r"[0-9A-Za-z._-]{1,80}", text) else UNKNOWN
