"""Running other programs: their output goes to a log, their failure becomes words."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from native.progress import SetupError

_LAST_LINES = 12


def run(
    command: Sequence[str | Path],
    *,
    what: str,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Run ``command``; raise :class:`SetupError` with its last lines when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        start = output.tell()
        try:
            code = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=env, cwd=cwd
            ).returncode
        except FileNotFoundError:
            raise SetupError(f"{what}: the program {command[0]} is missing") from None
    if code:
        raise SetupError(_explained(what, log, start))


def _explained(what: str, log: Path, start: int) -> str:
    with log.open("rb") as file:
        file.seek(start)
        text = file.read().decode(errors="replace")
    tail = "\n".join(f"    {line}" for line in text.strip().splitlines()[-_LAST_LINES:])
    remedy = "Run the same command again; what is finished is kept."
    if "No space left on device" in text or "ENOSPC" in text:
        remedy = "The disk is full: free some space. " + remedy
    elif "ensurepip is not" in text or "No module named venv" in text:
        remedy = "Python's venv is missing: install python3-venv. " + remedy
    elif any(sign in text for sign in ("Temporary failure", "Could not resolve", "Connection")):
        remedy = "The download failed: check the network or its proxy. " + remedy
    elif "THESE PACKAGES DO NOT MATCH THE HASHES" in text:
        remedy = "A download is not what the lock file promises: it was not installed."
    return f"{what} failed.\n{tail}\n  {remedy}\n  The whole output: {log}"
