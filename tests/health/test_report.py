"""application/health+json, as the IETF draft has it."""

from __future__ import annotations

import pytest

from checking import FAIL, PASS, WARN, Check, Observed, Result, report

CHECK = Check("database:responseTime", "Database", run=None, kind="datastore")


def observed(*statuses):
    return [Observed(CHECK, (Result(status),), 1764331200.25, 0.01) for status in statuses]


@pytest.mark.parametrize(
    ("statuses", "status", "http"),
    [
        ((), PASS, 200),
        ((PASS, PASS), PASS, 200),
        ((PASS, WARN), WARN, 200),
        ((WARN, FAIL, PASS), FAIL, 503),
    ],
)
def test_the_worst_counts(statuses, status, http):
    found = report.status(observed(*statuses))
    assert (found, report.http_status(found)) == (status, http)


def test_a_whole_report():
    result = Result(WARN, "It is slow.", "Look.", 250, "ms")
    one = Observed(CHECK, (result,), 1764331200.25, 0.01)
    assert report.report([one], {"releaseId": "abc"}) == {
        "status": "warn",
        "releaseId": "abc",
        "checks": {
            "database:responseTime": [
                {
                    "componentType": "datastore",
                    "title": "Database",
                    "observedValue": 250,
                    "observedUnit": "ms",
                    "status": "warn",
                    "time": "2025-11-28T12:00:00.250Z",
                    "output": "It is slow.",
                    "remedy": "Look.",
                }
            ]
        },
    }


def test_nothing_is_a_value_too():
    one = Observed(CHECK, (Result(PASS, value=0),), 0.0, 0.0)
    [entry] = report.report([one], {})["checks"][CHECK.name]
    assert entry["observedValue"] == 0
