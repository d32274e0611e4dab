"""Bring the database to the code: install what is wanted, update what has changed, finish what was
begun in Apps and not finished (a worker was killed meanwhile): with that, nobody is ready.

Under a lock, so that of several instances that start at once one does it, and the others find
nothing to do. What the database was brought to is kept in it: a hash for each installed addon
that lies in ODOO_ADDONS_PATH (ours and OCA's).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from boot import addon_hash, child, database, neutralize, privileges, session
from boot.settings import Settings

EX_TEMPFAIL, EX_CONFIG = 75, 78
PARAMETER = "insightpulse_platform.addon_hashes"
_OPTIONS = ("--workers", "0", "--max-cron-threads", "0", "--no-http", "--stop-after-init")


def run(
    settings: Settings, run_dir: Path, odoo: Sequence[str], report: Callable[[str], None]
) -> int:
    """Returns the exit status; ``odoo`` is the command that runs Odoo."""
    import psycopg2

    try:
        with session.locked(settings, report):
            return _run(settings, run_dir, odoo, report)
    except session.NoSession as error:
        report(str(error))
        return EX_CONFIG
    except psycopg2.OperationalError as error:
        report(f"lost the database meanwhile: {database.first_line(error)} Start again.")
        return EX_TEMPFAIL


def _run(
    settings: Settings, run_dir: Path, odoo: Sequence[str], report: Callable[[str], None]
) -> int:
    with closing(session.connect(settings)) as connection, connection.cursor() as cursor:
        if refused := privileges.faults(cursor, settings):
            for sentence in refused:
                report(sentence)
            return EX_CONFIG
        missing = database.missing_modules(cursor, settings)
        changed = changed_modules(cursor, settings)
        begun = database.waiting_modules(cursor)
    if missing or changed or begun:
        status = _install(settings, run_dir, odoo, report, missing, changed, begun)
        if status:
            return status
    if not settings.odoo_neutralize:
        return 0
    with closing(session.connect(settings)) as connection, connection.cursor() as cursor:
        if not (missing or changed or begun) and neutralize.is_neutralized(cursor):
            return 0
        # again after each change: a new module brings scheduled jobs of its own
        return neutralize.run(cursor, settings, run_dir, odoo, report)


def _install(
    settings: Settings,
    run_dir: Path,
    odoo: Sequence[str],
    report: Callable[[str], None],
    missing: Sequence[str],
    changed: Sequence[str],
    begun: Sequence[str],
) -> int:
    command = [*odoo, "--config", str(run_dir / "odoo.conf")]
    if missing:
        report(f"installing {','.join(missing)}")
        command += ["--init", ",".join(missing)]
    if changed:
        report(f"updating {','.join(changed)}")
    if begun:
        report(f"finishing what was begun with {','.join(begun)}")
    if update := list(dict.fromkeys([*changed, *begun])):
        # of those that are begun Odoo knows itself what is to be done, once it updates at all
        command += ["--update", ",".join(update)]
    if status := child.run([*command, *_OPTIONS]):
        return status
    with closing(session.connect(settings)) as connection, connection.cursor() as cursor:
        if unfinished := _verify(cursor, settings, changed):
            for sentence in unfinished:
                report(sentence)
            return EX_CONFIG
        _remember(cursor, settings)
    return 0


def changed_modules(cursor: Any, settings: Settings) -> list[str]:
    """The installed addons that differ from what the database was last brought to."""
    installed = database.installed_modules(cursor)
    if not installed:
        return []
    try:
        known = json.loads(database.parameter(cursor, PARAMETER) or "{}")
    except ValueError:
        known = {}  # somebody edited it: then all are updated
    now = addon_hash.of_modules(installed, settings.odoo_addons_path)
    return [name for name, value in now.items() if known.get(name) != value]


def _remember(cursor: Any, settings: Settings) -> None:
    installed = database.installed_modules(cursor)
    now = addon_hash.of_modules(installed, settings.odoo_addons_path)
    database.set_parameter(cursor, PARAMETER, json.dumps(now, sort_keys=True))


def _verify(cursor: Any, settings: Settings, changed: Sequence[str]) -> list[str]:
    """Odoo installs what it finds, says nothing of the rest, and ends with status 0."""
    folders = ":".join(settings.odoo_addons_path)
    missing = database.missing_modules(cursor, settings)
    unfinished = set(changed) - set(missing) - database.installed_modules(cursor)
    return (
        [
            f"ODOO_INIT_MODULES: {name} was not installed. Is its name right, and its folder in "
            f"ODOO_ADDONS_PATH ({folders})? Odoo's log is above."
            for name in missing
        ]
        + [
            f"{name} was not updated: is a module that it depends on missing from ODOO_ADDONS_PATH "
            f"({folders})? Odoo's log is above."
            for name in sorted(unfinished)
        ]
        + [
            f"{name} still waits to be installed, upgraded or removed. Odoo's log above says why; "
            "“Apps ‣ Apply Scheduled Upgrades”, “Cancel”, gives that up (developer mode)."
            for name in database.waiting_modules(cursor)
        ]
    )
