"""Events of addons become counters; what an event should not hold does no harm."""

from __future__ import annotations

import pytest

from . import counting


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    return counting.run(tmp_path_factory.mktemp("events"), "events")


@pytest.mark.parametrize(
    ("name", "labels", "value"),
    [
        ("odoo_ocr_documents_total", {"outcome": "done"}, 2),
        ("odoo_ocr_documents_total", {"outcome": "postponed"}, 1),
        ("odoo_ocr_documents_total", {"outcome": "other"}, 3),
        ("odoo_ocr_pages_total", {}, 4),
        ("odoo_ocr_seconds_total", {}, 3.5),
        ("odoo_ai_runs_total", {"provider": "ollama", "outcome": "done"}, 1),
        ("odoo_ai_runs_total", {"provider": "other", "outcome": "other"}, 1),
        ("odoo_ai_tokens_total", {"provider": "ollama", "direction": "prompt"}, 100),
        ("odoo_ai_tokens_total", {"provider": "ollama", "direction": "completion"}, 7),
        ("odoo_ai_seconds_total", {"provider": "ollama"}, 1.5),
    ],
)
def test_counters(outcome, name, labels, value):
    assert outcome.total(name, **labels) == value


def test_no_text_of_an_event_is_told(outcome):
    assert "hunter2" not in str(outcome.samples)
