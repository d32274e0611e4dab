"""The command line. Only this prints."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from manifests import baseline, discovery, fixing, formats
from manifests.addons import Addons
from manifests.check import Result, check
from manifests.finding import Finding
from manifests.formats import text
from manifests.rule import RULES
from manifests.screening import ScreeningError

FINDINGS, CANNOT_RUN = 1, 2
CHECKOUT = Path(__file__).resolve().parents[2]


class UsageError(Exception):
    """What was asked for cannot be done: the message says why."""


def parser(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="validate-manifests.py",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("paths", metavar="PATH", nargs="*", type=Path,
        help="an addon, or a folder of addons; addons and oca by default")  # fmt: skip
    add("--format", choices=["text", *formats.MACHINE, "table"], default="text")
    add("--group", choices=["correctness", "policy"], help="only the rules of one group")
    add("--disable", metavar="RULE,…", default="", help="leave rules out")
    add("--addons-path", metavar="DIR", action="append", type=Path, default=[],
        help="more addons, to look dependencies and assets up in, not to check")  # fmt: skip
    add("--fix", action="store_true", help="repair what is safe to repair")
    add("--diff", action="store_true",
        help="show what --fix changes; without --fix, nothing is written")  # fmt: skip
    add("--baseline", metavar="FILE", type=Path, help="do not report what this file lists")
    add("--write-baseline", metavar="FILE", type=Path, help="accept all findings there are")
    add("--list-rules", action="store_true", help="list the rules")
    add("--explain", metavar="RULE", help="say what a rule is about, and why")
    return parser


def main(arguments: Sequence[str], description: str) -> int:
    """Run the command; returns the exit status: 0, 1 for findings, 2 when it cannot run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names of files need not be text
            stream.reconfigure(errors="backslashreplace")
    options = parser(description).parse_args(arguments)
    try:
        return _run(options)
    except (
        UsageError, discovery.NothingToCheck, baseline.BaselineError, ScreeningError
    ) as error:  # fmt: skip
        print(f"validate-manifests.py: {error}", file=sys.stderr)
    except OSError as error:
        print(f"validate-manifests.py: {error}", file=sys.stderr)
    return CANNOT_RUN


def _run(options: argparse.Namespace) -> int:
    if options.list_rules:
        return _list_rules()
    if options.explain:
        return _explain(options.explain)
    without = _without(options)
    addons = discovery.find(options.paths or _default_paths(), options.addons_path)
    show = formats.shown_from(Path.cwd())
    if options.fix or options.diff:
        repaired, repairs = fixing.repair(addons, lambda some: check(some, without).findings)
        for repair in repairs:
            if options.diff:
                # beside a machine's format, standard output is the machine's
                print(
                    repair.diff(show(repair.path)), end="",
                    file=sys.stdout if options.format == "text" else sys.stderr,
                )  # fmt: skip
            if options.fix:
                repair.write()
                print(f"repaired {show(repair.path)}", file=sys.stderr)
        if options.fix:
            addons = repaired
    return _report(options, addons, check(addons, without), show)


def _report(options: argparse.Namespace, addons: Addons, result: Result, show: formats.Show) -> int:
    findings: Sequence[Finding] = result.findings
    if options.write_baseline:
        content = baseline.dump(findings).encode("utf-8", "backslashreplace")
        options.write_baseline.write_bytes(content)
        print(f"{len(findings)} findings accepted in {options.write_baseline}", file=sys.stderr)
        return 0
    if options.baseline:
        findings, gone = baseline.new(findings, baseline.load(options.baseline))
        if gone:
            print(
                f"{options.baseline}: {gone} of its findings are gone; write it anew",
                file=sys.stderr,
            )
    if options.format == "table":
        print(text.table(Result(tuple(findings), result.upstream), len(addons.checked)), end="")
    elif options.format == "text":
        print(text.render(findings, show, colour=_colour(sys.stdout)), end="")
        print(text.summary(findings, len(addons.checked)), file=sys.stderr)
    else:
        print(formats.MACHINE[options.format](findings, show), end="")
    return FINDINGS if findings else 0


def _default_paths() -> list[Path]:
    paths = [CHECKOUT / "addons", CHECKOUT / "oca" / "odoo" / "addons"]
    here = Path.cwd()
    return [
        path.relative_to(here) if path.is_relative_to(here) else path
        for path in paths
        if path.is_dir()
    ]


def _without(options: argparse.Namespace) -> set[str]:
    disabled = {rule.strip() for rule in options.disable.split(",") if rule.strip()}
    for rule in disabled:
        _known(rule)
    others = {rule.id for rule in RULES.values() if options.group and rule.group != options.group}
    return disabled | others


def _known(rule: str) -> str:
    if rule not in RULES:
        raise UsageError(f"there is no rule {rule!r}: see --list-rules")
    return rule


def _list_rules() -> int:
    for rule in sorted(RULES.values(), key=lambda rule: (rule.group, rule.id)):
        fixes = "--fix" if rule.fixes else ""
        print(f"{rule.id:34} {rule.group:12} {rule.severity:8} {fixes:6} {rule.summary}")
    return 0


def _explain(name: str) -> int:
    rule = RULES[_known(name)]
    fixes = "; --fix can repair it" if rule.fixes else ""
    print(f"{rule.id} ({rule.group}, {rule.severity}{fixes})\n\n{rule.explanation}\n")
    print(f"Remedy: {rule.remedy}.\n")
    print(f"To disable: a comment `# validate-manifests: disable={rule.id}` in the line,")
    print(f"or `# validate-manifests: disable-module={rule.id}` in the manifest.")
    return 0


def _colour(stream: TextIO) -> bool:
    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
