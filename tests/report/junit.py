"""Read pytest's JUnit XML."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from .group import Group


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
    for case in root.iter("testcase"):
        if not f"{case.get('classname')}.".startswith(f"{package}." if package else ""):
            continue
        # one test that fails and whose teardown fails too is still one failed test
        if case.find("failure") is not None or case.find("error") is not None:
            group.failed_tests.append(f"{case.get('classname')}::{case.get('name')}")
        elif case.find("skipped") is not None:
            group.skipped += 1
        else:
            group.passed += 1
    return group.distrust_silence()
