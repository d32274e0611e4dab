"""The command line that `make test` ends with."""

from __future__ import annotations

from .__main__ import main

GOOD_XML = "<testsuites><testsuite><testcase classname='a' name='b'/></testsuite></testsuites>"
BAD_XML = (
    "<testsuites><testsuite><testcase classname='a' name='b'><failure/></testcase>"
    "</testsuite></testsuites>"
)
LOG = """\
2026-03-01 10:00:00,123 1 INFO test odoo.addons.some_addon.tests.test_a: Starting T.test_a ...
2026-03-01 10:00:01,123 1 INFO test odoo.tests.result: 0 failed, 0 error(s) of 1 tests when loading
"""


def test_a_good_run_ends_with_the_plain_line(tmp_path, capsys):
    (tmp_path / "unit.xml").write_text(GOOD_XML)
    (tmp_path / "odoo.log").write_text(LOG)
    status = main(
        ["--junit", f"unit={tmp_path}/unit.xml", "--odoo", f"{tmp_path}/odoo.log", "some_addon"]
    )
    assert status == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 0 failed"


def test_a_bad_run_names_what_failed(tmp_path, capsys):
    (tmp_path / "unit.xml").write_text(BAD_XML)
    assert main(["--junit", f"unit={tmp_path}/unit.xml"]) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "FAILED unit: a::b",
        "0 passed, 1 failed",
    ]


def test_what_failed_and_what_was_unsteady_says_why(tmp_path, capsys):
    (tmp_path / "unit.xml").write_text(
        "<testsuites><testsuite>"
        "<testcase classname='a' name='b'><failure message='assert 1 == 2&#10; + more'/></testcase>"
        "<testcase classname='a' name='c'><properties><property name='failed_before'"
        " value='too late'/></properties></testcase>"
        "</testsuite></testsuites>"
    )
    assert main(["--junit", f"unit={tmp_path}/unit.xml"]) == 1
    assert capsys.readouterr().out.splitlines()[-6:] == [
        "UNSTEADY unit: a::c passed when it ran again",
        "    too late",
        "FAILED unit: a::b",
        "    assert 1 == 2",
        "     + more",
        "1 passed, 1 failed",
    ]


def test_no_group_at_all_is_no_success(capsys):
    assert main([]) == 1


def test_a_log_that_is_not_there_fails(tmp_path, capsys):
    assert main(["--odoo", f"{tmp_path}/none.log", "some_addon"]) == 1
    assert "No such file" in capsys.readouterr().out


def test_what_was_left_out_is_said(tmp_path, capsys):
    (tmp_path / "unit.xml").write_text(GOOD_XML)
    arguments = ["--junit", f"unit={tmp_path}/unit.xml", "--not-run", "container=CONTAINERS=0"]
    assert main(arguments) == 0
    assert "NOT RUN container: CONTAINERS=0" in capsys.readouterr().out.splitlines()
