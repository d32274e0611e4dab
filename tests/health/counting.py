"""Run a scenario of the small server that counts, and read what it exposes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from ..product import CHECKOUT, scraping
from ..product.scraping import Samples

ADDONS = CHECKOUT / "addons"


@dataclass(frozen=True)
class Outcome:
    """What the parent process knows, and what the metrics say in both formats."""

    truth: dict
    samples: Samples
    openmetrics: Samples
    log: str = field(repr=False)

    def total(self, name: str, **labels: str) -> float:
        return scraping.total(self.samples, name, **labels)

    def label_sets(self, name: str) -> list[dict[str, str]]:
        return [dict(labels) for sample, labels in self.samples if sample == name]


def run(base: Path, scenario: str, status: int = 0) -> Outcome:
    addons = (ADDONS / f"insightpulse_{name}" for name in ("health", "platform"))
    folders = [CHECKOUT, CHECKOUT / "scripts", *addons]
    result = subprocess.run(
        [sys.executable, "-m", "tests.health.counting_scenarios", base, scenario],
        env={**os.environ, "PYTHONPATH": ":".join(map(str, folders))},
        cwd=CHECKOUT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert result.returncode == status, result.stderr
    truth = json.loads(result.stdout)
    return Outcome(
        truth,
        scraping.samples(truth.pop("text", "")),
        scraping.of_openmetrics(truth.pop("open", "# EOF\n")),
        result.stderr,
    )
