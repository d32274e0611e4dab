"""Both formats, chosen by the header Accept; every collector's metrics once."""

from __future__ import annotations

import os

import pytest
from metrics.exposition import Facts, expose
from metrics.processes import Processes
from metrics.slots import Live

import proc

from ..product import scraping

PROMETHEUS = (
    "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
)


class OneProcess:
    def live(self):
        return [Live(3, os.getpid(), "http"), Live(4, 2**22 + 1, "cron")]


COLLECTORS = [
    Processes(OneProcess(), proc),
    Facts({
        "odoo_build_info": ("What runs", {"version": '19.0"\n', "commit": "é"}, lambda: 1),
        "odoo_websockets": ("Open websockets", {}, lambda: None),
    }),
]  # fmt: skip


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("", "text/plain; version=0.0.4; charset=utf-8"),
        ("*/*", "text/plain; version=0.0.4; charset=utf-8"),
        ("text/html", "text/plain; version=0.0.4; charset=utf-8"),
        (PROMETHEUS, "application/openmetrics-text; version=1.0.0; charset=utf-8"),
    ],
)
def test_format(accept, content_type):
    told, body = expose(accept, COLLECTORS)

    assert told.startswith(content_type)
    assert body.decode().endswith("# EOF\n") is told.startswith("application/openmetrics")


@pytest.mark.parametrize(
    ("accept", "read"), [("", scraping.samples), (PROMETHEUS, scraping.of_openmetrics)]
)
def test_values(accept, read):
    found = read(expose(accept, COLLECTORS)[1].decode())

    labels = frozenset({("kind", "http"), ("slot", "3")})
    assert found["odoo_process_resident_memory_bytes", labels] > 1 << 20
    assert found["odoo_processes", frozenset({("kind", "http")})] == 1
    assert ("odoo_processes", frozenset({("kind", "cron")})) not in found  # it has ended
    assert found["odoo_build_info", frozenset({("version", '19.0"\n'), ("commit", "é")})] == 1
    assert not any(name == "odoo_websockets" for name, _labels in found)


def test_a_metric_that_is_told_twice_is_an_error():
    with pytest.raises(ValueError, match="odoo_processes is told twice"):
        expose("", [COLLECTORS[0], COLLECTORS[0]])
