"""``ODOO_NEUTRALIZE=1``: a copy of production that sends no mail and runs no scheduled job.

By Odoo's own command, which runs ``data/neutralize.sql`` of every installed module.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from boot import child, database
from boot.settings import Settings

PARAMETER = "database.is_neutralized"
# What `base` inserts at each run, of which one is enough.
_REPEATED = "DELETE FROM ir_mail_server WHERE name = 'neutralization - disable emails'"


def is_neutralized(cursor: Any) -> bool:
    """Of a database that Odoo has initialised."""
    return (database.parameter(cursor, PARAMETER) or "").lower() in ("true", "t", "1")


def run(
    cursor: Any,
    settings: Settings,
    run_dir: Path,
    odoo: Sequence[str],
    report: Callable[[str], None],
) -> int:
    """Returns the exit status of ``odoo``, the command that runs Odoo."""
    report(f"neutralizing database {settings.postgres_db}")
    cursor.execute(_REPEATED)
    config = ["--config", str(run_dir / "odoo.conf"), "--database", settings.postgres_db]
    return child.run([*odoo, "neutralize", *config])
