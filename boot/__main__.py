"""``python -m boot VERB``: what ``entrypoint.sh`` calls before it starts any process.

``config``                  print the rendered odoo.conf, secrets masked
``check``                   print everything that is wrong, each with its remedy
``settings``                print the table of every variable
``render DIR``              write odoo.conf and nginx.conf into DIR
``upgrade DIR COMMAND …``   the same; wait for the database; install what is missing and update the
                            addons that have changed, by COMMAND, which runs Odoo
``move-attachments``        move attachments to where ODOO_FILESTORE keeps new ones
``backup [FILE|-]``         database and files as one archive; by default DATABASE-TIME.tar
``restore DIR FILE|- [--replace] -- COMMAND …``
                            the inverse, into an empty database; COMMAND runs Odoo

Exit status 78 (EX_CONFIG) when something in the environment is wrong, 75 (EX_TEMPFAIL) when the
database went away in the middle of an upgrade.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from boot import (
    backup,
    check,
    configuration,
    database,
    limits,
    move,
    neutralize,
    odoo_package,
    restore,
    revision,
    session,
    settings_table,
    upgrade,
)
from boot.archive import Damaged
from boot.backup import Refused
from boot.file_stores import NoBucket
from boot.postgres_programs import ProgramError
from boot.settings import Settings, SettingsError, unknown
from s3 import S3Error

EX_USAGE = 64
HOME = Path(__file__).resolve().parent.parent
MASK = "********"


def report(message: str) -> None:
    print(f"boot: {message}", file=sys.stderr, flush=True)


def config(settings: Settings) -> None:
    masks: dict[str, Any] = {
        secret.name: MASK
        for secret in fields(Settings)
        if secret.metadata["secret"] and getattr(settings, secret.name)
    }
    masked = replace(settings, **masks | {"database_url": ()})
    template = (HOME / "odoo.conf.template").read_text(encoding="utf-8")
    print(configuration.odoo_conf(masked, template, admin_hash=MASK, seal_with=MASK), end="")


def render(settings: Settings, run_dir: Path) -> None:
    run_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    odoo = (HOME / "odoo.conf.template").read_text(encoding="utf-8")
    nginx = (HOME / "nginx.conf.template").read_text(encoding="utf-8")
    commit = revision.of(HOME)
    configuration.write_private(
        run_dir / "odoo.conf", configuration.odoo_conf(settings, odoo, commit=commit)
    )
    configuration.write_private(
        run_dir / "nginx.conf",
        configuration.nginx_conf(
            settings,
            nginx,
            run_dir,
            odoo_addons=odoo_package.addons_folders(),
            commit=commit,
        ),
    )


def run_upgrade(settings: Settings, run_dir: Path, odoo: list[str]) -> int:
    render(settings, run_dir)
    database.wait_for_database(settings, report)
    return upgrade.run(settings, run_dir, odoo, report)


def move_attachments(settings: Settings) -> int:
    move.move(settings, report, sys.stdout)
    return 0


def run_backup(settings: Settings, target: str) -> int:
    backup.backup(settings, target or backup.default_name(settings), report)
    return 0


def run_restore(settings: Settings, run_dir: Path, arguments: list[str], odoo: list[str]) -> int:
    replacing = "--replace" in arguments
    sources = [argument for argument in arguments if argument != "--replace"]
    if len(sources) != 1 or not odoo:
        print("usage: entrypoint.sh restore FILE|- [--replace]", file=sys.stderr)
        return EX_USAGE
    restore.restore(settings, sources[0], report, replacing=replacing)
    report("restored; the next start updates what the code has changed since")
    if not settings.odoo_neutralize:
        return 0
    render(settings, run_dir)
    with (
        closing(session.connect(settings)) as connection,
        connection.cursor() as cursor,
    ):
        return neutralize.run(cursor, settings, run_dir, odoo, report)


def guarded(work: Callable[[], int], advice: str = "") -> int:
    """Expected errors are one line, not a traceback; a SIGTERM leaves nothing half-written."""

    def stop(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, stop)
    try:
        return work()
    except Refused as error:
        report(str(error))
        return upgrade.EX_CONFIG
    except (S3Error, OSError, NoBucket, Damaged, ProgramError, session.NoSession) as error:
        report(f"{error} {advice}".strip())
    except database.error() as error:
        report(f"{database.first_line(error)} {advice}".strip())
    except KeyboardInterrupt:
        return 130
    return upgrade.EX_TEMPFAIL


def main(arguments: list[str]) -> int:
    memory = limits.of_control_group()
    if arguments == ["settings"]:
        print("\n".join(settings_table.lines()))
        return 0
    if arguments == ["check"]:
        return check.report(check.everything(os.environ, memory=memory))
    for sentence in unknown(os.environ):
        report(sentence)
    try:
        settings = Settings.from_environment(os.environ, memory=memory)
    except SettingsError as error:
        for fault in error.faults:
            report(fault)
        return upgrade.EX_CONFIG
    match arguments:
        case ["config"]:
            config(settings)
        case ["render", run_dir]:
            render(settings, Path(run_dir))
        case ["upgrade", run_dir, *odoo] if odoo:
            return run_upgrade(settings, Path(run_dir), odoo)
        case ["move-attachments"]:
            return guarded(
                lambda: move_attachments(settings), "What was moved stays moved; run it again."
            )
        case ["backup", *target] if len(target) < 2:
            return guarded(lambda: run_backup(settings, "".join(target)), "No backup was made.")
        case ["restore", run_dir, *rest] if "--" in rest:
            end = rest.index("--")
            return guarded(
                lambda: run_restore(settings, Path(run_dir), rest[:end], rest[end + 1 :])
            )
        case _:
            print(__doc__, file=sys.stderr)
            return EX_USAGE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
