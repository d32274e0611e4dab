"""pg_dump, pg_restore and psql: found, new enough, and called without a password that shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

from boot.settings import Settings

_PASSED_ON = ("PATH", "HOME", "LANG", "TZ", "TMPDIR")


class ProgramError(Exception):
    """A program is missing, too old, or failed; the message says which, and what to do."""


def path(name: str, *, at_least: int) -> str:
    """Where the program is; ``at_least``: the major version that it has to have."""
    found = shutil.which(name)
    remedy = f"install postgresql-client-{at_least}, or name the folder of another one in PG_BIN"
    if not found:
        raise ProgramError(f"{name} is not here: {remedy}")
    done = subprocess.run([found, "--version"], capture_output=True, text=True, check=True)
    version = major(done.stdout)
    if version < at_least:
        raise ProgramError(
            f"{found} is of PostgreSQL {version}, and {at_least} is needed: {remedy}"
        )
    return found


def major(text: str) -> int:
    """
    >>> major("pg_dump (PostgreSQL) 17.6 (Debian 17.6-1)"), major("16beta1")
    (17, 16)
    """
    match = re.search(r"[0-9]+", text)
    if not match:
        raise ProgramError(f"{text!r} names no version")
    return int(match[0])


def environment(settings: Settings) -> dict[str, str]:
    """For libpq, on the session port. Read by this user alone, as a command line is not."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return passed_on | {
        "PGHOST": settings.postgres_host,
        "PGPORT": str(settings.session_port),
        "PGUSER": settings.postgres_user,
        "PGPASSWORD": settings.postgres_password,
        "PGDATABASE": settings.postgres_db,
        "PGSSLMODE": settings.sslmode,
        "PGCONNECT_TIMEOUT": "10",
        "PGAPPNAME": "insightpulse",
    }
