"""What is counted of a request, at the WSGI application."""

from __future__ import annotations

import pytest
from metrics import requests

from . import counting

COUNT = "odoo_http_request_duration_seconds_count"
SUM = "odoo_http_request_duration_seconds_sum"


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    return counting.run(tmp_path_factory.mktemp("requests"), "answers")


@pytest.mark.parametrize(
    ("route", "method", "status", "count"),
    [
        ("/web/image/<int:id>", "GET", "2xx", 1),
        ("/rerouted", "POST", "3xx", 1),
        ("static", "GET", "2xx", 1),
        ("unmatched", "HEAD", "4xx", 1),
        ("/raises", "GET", "5xx", 1),
        ("/stream", "GET", "2xx", 1),
        ("/websocket", "GET", "1xx", 1),
    ],
)
def test_each_request_counts_once(outcome, route, method, status, count):
    assert outcome.total(COUNT, route=route, method=method, status=status) == count


def test_nothing_else_is_counted(outcome):
    assert outcome.total(COUNT) == 7


@pytest.mark.parametrize("route", ["/stream", "/websocket"])
def test_the_time_that_a_stream_stays_open_is_no_duration(outcome, route):
    assert outcome.total(SUM, route=route) < outcome.truth["open_seconds"]


def test_work_before_the_answer_is_duration(outcome):
    assert outcome.total(SUM, route="/raises") >= outcome.truth["worked_seconds"]


def test_without_a_folder_the_application_answers_as_before():
    app = requests.measured(lambda environ, start_response: [b"answer"])

    assert app({"PATH_INFO": "/", "REQUEST_METHOD": "GET"}, None) == [b"answer"]
