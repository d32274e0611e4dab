"""Read pytest's JUnit XML."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from .group import Group

FAILED_BEFORE = "failed_before"
"""The property of a test that runs again: what it said when it failed, see `tests/conftest.py`."""


def read(name: str, path: Path, package: str = "") -> Group:
    """The group in the file: all its tests, or those below the dotted `package`.

    A missing or cut-off file is a problem of the group.
    """
    group = Group(name)
    try:
        root = ElementTree.fromstring(path.read_bytes())
    except OSError:
        group.problems.append(f"group {name!r} left no result: {path.name} is missing")
        return group
    except ElementTree.ParseError as error:
        group.problems.append(f"group {name!r} ended before its result was whole: {error}")
        return group
    # of a test that ran again, the last result counts
    cases = {f"{case.get('classname')}::{case.get('name')}": case for case in root.iter("testcase")}
    for test, case in cases.items():
        if not test.startswith(tuple(f"{package}{end}" for end in (".", "::")) if package else ""):
            continue
        # one test that fails and whose teardown fails too is still one failed test
        failures = [*case.iter("failure"), *case.iter("error")]
        if failures:
            group.failed_tests.append(test)
            group.reasons[test] = failures[0].get("message", "")
        elif case.find("skipped") is not None:
            group.skipped += 1
        else:
            group.passed += 1
            before = case.find(f"properties/property[@name='{FAILED_BEFORE}']")
            if before is not None:
                group.unsteady[test] = before.get("value", "")
    return group.distrust_silence()
