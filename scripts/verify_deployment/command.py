"""The command line: ``scripts/verify-deployment.py URL``."""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Sequence

from verify_deployment import formats, rounds
from verify_deployment.address import Address, BadAddress
from verify_deployment.check import Target
from verify_deployment.checks import ALL
from verify_deployment.visitor import Visitor


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 <= number < 86400:
        raise argparse.ArgumentTypeError("has to be seconds, less than a day")
    return number


def _some_seconds(text: str) -> float:
    number = _seconds(text)
    if not number:
        raise argparse.ArgumentTypeError("has to be more than 0")
    return number


def _commit(text: str) -> str:
    """Anything else would be waited for until the deadline, in vain."""
    if not re.fullmatch(r"[0-9a-f]{7,64}", text.lower()):
        raise argparse.ArgumentTypeError(f"{text!r} is no commit: 7 to 64 hexadecimal digits")
    return text.lower()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verify-deployment.py",
        description="Look at a deployment from outside, and say what is wrong with it.",
        epilog="Exit status: 0 all is as it should be, 1 it is not, 2 the command cannot run.",
    )
    parser.add_argument("url", metavar="URL", help="such as https://odoo.example.com")
    parser.add_argument("--commit", metavar="SHA", type=_commit, help="the commit that should run")
    parser.add_argument(
        "--deadline", metavar="S", type=_seconds, default=300,
        help="seconds in which it may still come up (default %(default)s; 0: look once)",
    )  # fmt: skip
    parser.add_argument(
        "--timeout",
        metavar="S",
        type=_some_seconds,
        default=20,
        help="of one request (default %(default)s)",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--require-tls", action="store_true", help="http:// is a fault")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    args = parser.parse_args(arguments)
    try:
        address = Address.parse(args.url)
    except BadAddress as error:
        parser.error(str(error))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # not every terminal knows ✓
    target = Target(Visitor(address, args.timeout), args.commit, args.require_tls)

    def say(words: str) -> None:
        print(words, file=sys.stderr, flush=True)

    outcomes = rounds.run(ALL, target, args.deadline, say=say)
    if args.format == "json":
        print(formats.as_json(str(address), outcomes))
    else:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        print(*formats.text(str(address), outcomes, colour=colour), sep="\n")
    return int(any(outcome.status == "fail" for outcome in outcomes))
