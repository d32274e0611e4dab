"""``python -m boot VERB``: what ``entrypoint.sh`` calls before it starts any process.

``config``       print the rendered odoo.conf, secrets masked
``render DIR``   write odoo.conf and nginx.conf into DIR
``prepare DIR``  the same; wait for the database; print the modules that are still to be installed,
                 separated by commas
``verify``       fail unless all of them are installed now

Exit status 78 (EX_CONFIG) when the environment is wrong.
"""

from __future__ import annotations

import os
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from boot import configuration, database, limits
from boot.settings import Settings, SettingsError, unknown

EX_USAGE, EX_CONFIG = 64, 78
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
    print(configuration.odoo_conf(masked, template, admin_hash=MASK), end="")


def render(settings: Settings, run_dir: Path) -> None:
    run_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    odoo = (HOME / "odoo.conf.template").read_text(encoding="utf-8")
    nginx = (HOME / "nginx.conf.template").read_text(encoding="utf-8")
    configuration.write_private(run_dir / "odoo.conf", configuration.odoo_conf(settings, odoo))
    configuration.write_private(
        run_dir / "nginx.conf", configuration.nginx_conf(settings, nginx, run_dir)
    )


def prepare(settings: Settings, run_dir: Path) -> None:
    render(settings, run_dir)
    database.wait_for_database(settings, report)
    print(",".join(database.missing_modules(settings)))


def verify(settings: Settings) -> int:
    """Odoo installs what it finds, says nothing of the rest, and ends with status 0."""
    missing = database.missing_modules(settings)
    for name in missing:
        report(
            f"ODOO_INIT_MODULES: {name} was not installed. Is its name right, and its folder in "
            f"ODOO_ADDONS_PATH ({':'.join(settings.odoo_addons_path)})? Odoo's log is above."
        )
    return EX_CONFIG if missing else 0


def main(arguments: list[str]) -> int:
    for sentence in unknown(os.environ):
        report(sentence)
    try:
        settings = Settings.from_environment(os.environ, memory=limits.of_control_group())
    except SettingsError as error:
        for fault in error.faults:
            report(fault)
        return EX_CONFIG
    match arguments:
        case ["config"]:
            config(settings)
        case ["render", run_dir]:
            render(settings, Path(run_dir))
        case ["prepare", run_dir]:
            prepare(settings, Path(run_dir))
        case ["verify"]:
            return verify(settings)
        case _:
            print(__doc__, file=sys.stderr)
            return EX_USAGE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
