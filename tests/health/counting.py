"""Run a scenario of the small server that counts, and read what it exposes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from prometheus_client import parser
from prometheus_client.openmetrics import parser as openmetrics_parser

from ..product.running import CHECKOUT

ADDONS = CHECKOUT / "addons"
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@dataclass(frozen=True)
class Outcome:
    """What the parent process knows, and what the metrics say in both formats."""

    truth: dict
    samples: Samples
    openmetrics: Samples
    log: str = field(repr=False)

    def total(self, name: str, **labels: str) -> float:
        wanted = set(labels.items())
        return sum(
            value for (sample, of), value in self.samples.items()
            if sample == name and wanted <= of
        )  # fmt: skip

    def label_sets(self, name: str) -> list[dict[str, str]]:
        return [dict(labels) for sample, labels in self.samples if sample == name]


def samples(text: str, parse=parser.text_string_to_metric_families) -> Samples:
    """Read by prometheus_client's own parser, which raises on what is not the format."""
    found: Samples = {}
    for family in parse(text):
        for each in family.samples:
            key = each.name, frozenset(each.labels.items())
            assert key not in found, f"told twice: {key}"
            found[key] = each.value
    return found


def run(base: Path, scenario: str, status: int = 0) -> Outcome:
    folders = [CHECKOUT, CHECKOUT / "scripts", *(ADDONS / f"insightpulse_{name}" for name in ("health", "platform"))]
    result = subprocess.run(
        [sys.executable, "-m", "tests.health.counting_server", base, scenario],
        env={**os.environ, "PYTHONPATH": ":".join(map(str, folders))},
        cwd=CHECKOUT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert result.returncode == status, result.stderr
    truth = json.loads(result.stdout)
    return Outcome(
        truth,
        samples(truth.pop("text", "")),
        samples(truth.pop("open", "# EOF\n"), openmetrics_parser.text_string_to_metric_families),
        result.stderr,
    )
