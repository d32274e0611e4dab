"""Read the log of `odoo --test-enable`, whose exit status alone proves little.

Odoo exits 0 after `-i typo` (a warning), after `-i` of an installed module (which tests nothing),
and when a test's server thread logged an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .group import Group

RECORD = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ "
    r"(?P<level>[A-Z]+) (?P<database>\S+) (?P<logger>[\w.?-]+): (?P<message>.*)$"
)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
TEST_LOGGER = re.compile(r"^odoo\.addons\.(?P<module>\w+)\.tests\b")
STARTING = re.compile(r"^Starting (?P<test>\S+) \.\.\.")
SKIPPED = re.compile(r"^skipped (?P<test>\S+) : (?P<reason>.*)$")
FAILED = re.compile(r"^(?:FAIL|ERROR): (?P<test>.+)$")
RESULT = re.compile(r"(?P<failed>\d+) failed, (?P<errors>\d+) error\(s\) of (?P<tests>\d+) tests")
INVALID = re.compile(r"invalid module names, ignored: (?P<names>.+?)\s*$")
NOT_TESTED = {"ERROR", "CRITICAL"}


@dataclass(frozen=True)
class Record:
    level: str
    logger: str
    message: str  # first line


def records(lines: Iterable[str]) -> Iterator[Record]:
    """The log's records; continuation lines (tracebacks) are left out."""
    for line in lines:
        if match := RECORD.match(COLOUR.sub("", line.rstrip("\n"))):
            yield Record(match["level"], match["logger"], match["message"].rstrip())


def errors(lines: Iterable[str]) -> list[Record]:
    """Records at ERROR and CRITICAL."""
    return [record for record in records(lines) if record.level in NOT_TESTED]


def read(lines: Iterable[str], modules: Iterable[str]) -> list[Group]:
    """One group per module that ran tests or should have, and one for the run as a whole."""
    run = Group("odoo's log")
    groups = {module: Group(module) for module in modules}
    started: dict[str, list[str]] = {}
    reported = counted = 0
    for record in records(lines):
        test_logger = TEST_LOGGER.match(record.logger)
        module = test_logger["module"] if test_logger else ""
        if module and (match := STARTING.match(record.message)):
            groups.setdefault(module, Group(module))
            started.setdefault(module, []).append(match["test"])
        elif module and (match := SKIPPED.match(record.message)):
            group = groups.setdefault(module, Group(module))
            group.problems.append(f"skipped {match['test']}: {match['reason']}")
            group.skipped += 1
        elif module and record.level == "ERROR" and (match := FAILED.match(record.message)):
            groups.setdefault(module, Group(module)).failed_tests.append(match["test"])
        elif record.logger.startswith("odoo.tests") and (match := RESULT.search(record.message)):
            reported += int(match["tests"])
            counted += 1
        elif match := INVALID.search(record.message):
            run.problems.append(f"no such module: {match['names']}")
        elif record.level in NOT_TESTED:
            run.problems.append(f"{record.level} {record.logger}: {record.message}")
    for module, group in groups.items():
        tests = started.get(module, [])
        # a failed subtest, or a class that fails to set up, is named differently from its test
        not_passed = group.skipped + sum(
            any(test in failed for failed in group.failed_tests) for test in tests
        )
        group.passed = max(0, len(tests) - not_passed)
    total = sum(map(len, started.values()))
    if not counted:
        run.problems.append("Odoo ended before it reported its tests")
    elif total != reported:
        run.problems.append(f"Odoo reports {reported} tests, its log shows {total} starting")
    own = [group.distrust_silence() for group in groups.values()]
    return [*own, run] if run.problems else own
