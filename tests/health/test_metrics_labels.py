"""Label sets stay bounded, whatever a visitor sends."""

from __future__ import annotations

import doctest

import pytest
from metrics import labels

from . import counting

COUNT = "odoo_http_request_duration_seconds_count"


def test_examples():
    assert doctest.testmod(labels).failed == 0
    assert doctest.testmod(labels).attempted


def test_hostile_visitors_over_two_generations_of_a_worker(tmp_path):
    outcome = counting.run(tmp_path, "hostile")

    sets = outcome.label_sets(COUNT)
    assert len(sets) <= 200 + 6
    assert {each["method"] for each in sets} == {"other"}
    assert {each["status"] for each in sets} <= {"1xx", "2xx", "3xx", "4xx", "5xx", "other"}
    assert "unmatched" in {each["route"] for each in sets}
    assert outcome.total(COUNT) == outcome.truth["count"]
    assert outcome.total(COUNT, route="other") > 0
    assert outcome.openmetrics.keys() >= outcome.samples.keys()


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/web/static/src/x.js", "static"),
        ("/a/static/" + "x" * 10_000, "static"),
        ("/static/x", "unmatched"),
        ("//static/x", "unmatched"),
        ("", "unmatched"),
        ('\x00\n"}', "unmatched"),
    ],
)
def test_a_path_is_never_a_label(path, route):
    assert labels.route(None, path) == route
