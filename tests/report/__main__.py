"""`python -m tests.report --junit NAME=FILE[:PACKAGE] … --odoo LOG MODULE,MODULE …
                          --not-run NAME=REASON …`

With PACKAGE (`tests.stack`), only the tests below it are counted, so that one run of pytest can
hold several groups of which none may be empty.
Prints a table, what failed, and `N passed, N failed`; exit status 0 only if nothing failed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import junit, odoo_log, verdict
from .group import Group


def odoo_groups(path: Path, modules: list[str]) -> list[Group]:
    try:
        with path.open(encoding="utf-8", errors="replace") as log:
            return odoo_log.read(log, modules)
    except OSError as error:
        return [Group("odoo's log", problems=[f"{path.name}: {error.strerror}"])]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.report", description=__doc__)
    parser.add_argument("--junit", action="append", default=[], metavar="NAME=FILE[:PACKAGE]")
    parser.add_argument(
        "--odoo", action="append", default=[], nargs=2, metavar=("LOG", "MODULE,MODULE")
    )
    parser.add_argument("--not-run", action="append", default=[], metavar="NAME=REASON")
    args = parser.parse_args(arguments)
    groups: list[Group] = []
    for pair in args.junit:
        name, equals, place = pair.partition("=")
        path, _colon, package = place.partition(":")
        if not equals:
            parser.error(f"--junit {pair}: expected NAME=FILE[:PACKAGE]")
        groups.append(junit.read(name, Path(path), package))
    for log, modules in args.odoo:
        groups += odoo_groups(Path(log), modules.split(","))
    not_run = dict(pair.split("=", 1) for pair in args.not_run)
    print("\n".join(verdict.lines(groups, not_run)))
    return 0 if verdict.is_good(groups) else 1


if __name__ == "__main__":
    sys.exit(main())
