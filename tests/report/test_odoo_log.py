"""What a run of `odoo --test-enable` proves, and what it only seems to prove."""

from __future__ import annotations

import pytest

from . import odoo_log, verdict

MODULE = "insightpulse_ocr"


def log(*messages: str, level: str = "INFO", logger: str = f"odoo.addons.{MODULE}.tests.test_job"):
    return [
        f"2026-03-01 10:00:00,123 4711 {level} test {logger}: {message} \n" for message in messages
    ]


def result(failed: int, errors: int, tests: int):
    level = "ERROR" if failed or errors else "INFO"
    words = f"{failed} failed, {errors} error(s) of {tests} tests when loading database 'test'"
    return log(words, level=level, logger="odoo.tests.result")


def starting(*tests: str):
    return log(*(f"Starting {test} ..." for test in tests))


def problems(groups):
    return [problem for group in groups for problem in group.problems]


def test_counts_each_module_by_itself():
    other = log(
        "Starting TestBill.test_fill ...",
        logger="odoo.addons.insightpulse_ocr_account.tests.test_b",
    )
    lines = starting("TestJob.test_read", "TestJob.test_retry") + other + result(0, 0, 3)
    groups = odoo_log.read(lines, [MODULE, "insightpulse_ocr_account"])
    assert [(group.name, group.passed, group.failed) for group in groups] == [
        (MODULE, 2, 0),
        ("insightpulse_ocr_account", 1, 0),
    ]
    assert verdict.is_good(groups)


def test_a_failed_test_is_counted_once():
    lines = [
        *starting("TestJob.test_read", "TestJob.test_retry"),
        *log("FAIL: TestJob.test_read", level="ERROR"),
        "Traceback (most recent call last):\n",
        "AssertionError: 1 != 2\n",
        *result(1, 0, 2),
    ]
    [group] = odoo_log.read(lines, [MODULE])
    assert (group.passed, group.failed_tests) == (1, ["TestJob.test_read"])
    assert group.failed == 1


def test_two_failed_subtests_take_one_passed_test_away():
    lines = [
        *starting("TestJob.test_read", "TestJob.test_retry"),
        *log("FAIL: Subtest TestJob.test_read (n=1)", level="ERROR"),
        *log("FAIL: Subtest TestJob.test_read (n=2)", level="ERROR"),
        *result(2, 0, 2),
    ]
    [group] = odoo_log.read(lines, [MODULE])
    assert (group.passed, group.failed) == (1, 2)


def test_a_class_that_cannot_be_set_up_fails():
    lines = [
        *log(f"ERROR: setUpClass (odoo.addons.{MODULE}.tests.test_job.TestJob)", level="ERROR"),
        *result(0, 1, 0),
    ]
    [group] = odoo_log.read(lines, [MODULE])
    assert (group.passed, group.failed) == (0, 1)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        pytest.param(result(0, 0, 0), f"no test ran in group '{MODULE}'", id="nothing ran"),
        pytest.param(
            starting("T.test_a") + log("skipped T.test_a : no network") + result(0, 0, 1),
            "skipped T.test_a: no network",
            id="skipped",
        ),
        pytest.param(
            starting("T.test_a")
            + log(
                "invalid module names, ignored: insightpulse_orc",
                level="WARNING",
                logger="odoo.modules.loading",
            )
            + result(0, 0, 1),
            "no such module: insightpulse_orc",
            id="mistyped module",
        ),
        pytest.param(
            starting("T.test_a")
            + log("bad query: SELECT", level="ERROR", logger="odoo.sql_db")
            + result(0, 0, 1),
            "ERROR odoo.sql_db: bad query: SELECT",
            id="error in the log",
        ),
        pytest.param(
            starting("T.test_a")
            + log("Failed to initialize database", level="CRITICAL", logger="odoo.service.server")
            + result(0, 0, 1),
            "CRITICAL odoo.service.server: Failed to initialize database",
            id="critical in the log",
        ),
        pytest.param(
            starting("T.test_a"), "Odoo ended before it reported its tests", id="ended early"
        ),
        pytest.param(
            starting("T.test_a") + result(0, 0, 2),
            "Odoo reports 2 tests, its log shows 1 starting",
            id="log and report differ",
        ),
    ],
)
def test_a_quiet_fault_fails_the_run(lines, problem):
    groups = odoo_log.read(lines, [MODULE])
    assert problem in problems(groups)
    assert not verdict.is_good(groups)


def test_colours_of_a_terminal_do_not_hide_an_error():
    line = "2026-03-01 10:00:00,123 1 \x1b[1;31m\x1b[1;49mERROR\x1b[0m test odoo.http: broken\n"
    assert [record.message for record in odoo_log.errors([line])] == ["broken"]


def test_words_like_error_in_a_message_are_no_error():
    assert odoo_log.errors(log("ERROR: this is only said at INFO")) == []
