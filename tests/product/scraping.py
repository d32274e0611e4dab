"""A Prometheus of one's own: the metrics of the running product, read by the official parser."""

from __future__ import annotations

import httpx
from prometheus_client import parser
from prometheus_client.openmetrics import parser as openmetrics_parser

from .running import Stack

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]
OPENMETRICS = "application/openmetrics-text;version=1.0.0"


def samples(text: str, parse=parser.text_string_to_metric_families) -> Samples:
    """``{(name, labels): value}``. The parser raises on what is not the format."""
    found: Samples = {}
    for family in parse(text):
        for each in family.samples:
            key = each.name, frozenset(each.labels.items())
            assert key not in found, f"told twice: {key}"
            found[key] = each.value
    return found


def of_openmetrics(text: str) -> Samples:
    return samples(text, openmetrics_parser.text_string_to_metric_families)


def scraped(stack: Stack, token: str, accept: str = "") -> Samples:
    """What /metrics says now."""
    headers = {"Authorization": f"Bearer {token}", "Accept": accept}
    answer = httpx.get(f"{stack.url}/metrics", headers=headers, timeout=15, trust_env=False)
    answer.raise_for_status()
    assert answer.headers["Content-Type"].startswith(accept.partition(";")[0] or "text/plain")
    return of_openmetrics(answer.text) if accept else samples(answer.text)


def total(found: Samples, sample: str, **labels: str) -> float:
    """The sum over all label sets that have ``labels``."""
    wanted = set(labels.items())
    return sum(value for (name, of), value in found.items() if name == sample and wanted <= of)


def grown(stack: Stack, token: str, before: Samples, sample: str, **labels: str) -> float:
    """By how much the sum is larger now."""
    return total(scraped(stack, token), sample, **labels) - total(before, sample, **labels)
