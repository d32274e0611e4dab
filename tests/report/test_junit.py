"""pytest's own report, whole or not."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from . import junit

SUITE = """
import pytest

def test_good(): pass

def test_bad(): assert 1 == 2

@pytest.mark.skip(reason="not here")
def test_skipped(): pass

@pytest.fixture
def broken(): raise RuntimeError

def test_error(broken): pass
"""


@pytest.fixture
def report(tmp_path):
    """Run a suite with the real pytest and read what it wrote."""

    def run(suite: str):
        (tmp_path / "test_it.py").write_text(suite)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"]
        subprocess.run(
            [*command, "--junit-xml=out.xml", "--rootdir=."],
            cwd=tmp_path,
            env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},  # the report is pytest's own
            capture_output=True,
            check=False,
        )
        return junit.read("unit", tmp_path / "out.xml")

    return run


def test_counts_what_pytest_reports(report):
    group = report(SUITE)
    assert (group.passed, group.skipped) == (1, 1)
    assert group.failed_tests == ["test_it::test_bad", "test_it::test_error"]


def test_a_failure_says_why(report):
    assert report(SUITE).reasons["test_it::test_bad"].startswith("assert 1 == 2")


def test_what_passed_when_it_ran_again_is_named(tmp_path):
    path = tmp_path / "out.xml"
    once = (
        "<testcase classname='a' name='b'><properties>"
        "<property name='failed_before' value='TimeoutError: 5 s'/></properties></testcase>"
    )
    path.write_text(f"<testsuites><testsuite>{2 * once}</testsuite></testsuites>")
    group = junit.read("unit", path)
    assert (group.passed, group.failed_tests) == (1, [])
    assert group.unsteady == {"a::b": "TimeoutError: 5 s"}


def test_a_suite_that_cannot_be_imported_fails(report):
    assert report("import no_such_module").failed == 1


def test_no_test_fails(report):
    assert report("").problems == ["no test ran in group 'unit'"]


def test_only_skipped_tests_fail(report):
    group = report("import pytest\n\n@pytest.mark.skip\ndef test_x(): pass\n")
    assert group.problems == ["no test ran in group 'unit' (1 skipped)"]


def test_a_missing_file_fails(tmp_path):
    assert junit.read("unit", tmp_path / "out.xml").failed == 1


def test_a_cut_off_file_fails(tmp_path):
    (tmp_path / "out.xml").write_text("<testsuites><testsuite><testcase ")
    assert junit.read("unit", tmp_path / "out.xml").failed == 1


def test_one_report_can_hold_several_groups(tmp_path):
    path = tmp_path / "out.xml"
    path.write_text(
        "<testsuites><testsuite>"
        "<testcase classname='tests.stack.test_a' name='x'/>"
        "<testcase classname='tests.stackless.test_a' name='x'/>"
        "</testsuite></testsuites>"
    )
    assert junit.read("stack", path, "tests.stack").passed == 1
    assert junit.read("browser", path, "tests.browser").problems
