"""What all checks found, as ``application/health+json``.

https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check; ``remedy`` and ``title`` are
ours, which the draft allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from .check import FAIL, Observed, Result, worst

CONTENT_TYPE = "application/health+json"


def status(observed: Iterable[Observed]) -> str:
    return worst(one.status for one in observed)


def http_status(status: str) -> int:
    return 503 if status == FAIL else 200


def report(observed: Sequence[Observed], facts: Mapping[str, Any]) -> dict[str, Any]:
    """``facts``: version, releaseId, description."""
    return {
        "status": status(observed),
        **facts,
        "checks": {one.check.name: [_entry(one, result) for result in one.results]
                   for one in observed},
    }  # fmt: skip


def _entry(observed: Observed, result: Result) -> dict[str, Any]:
    moment = datetime.fromtimestamp(observed.time, timezone.utc)
    entry = {
        "componentId": result.component,
        "componentType": observed.check.kind,
        "title": observed.check.title,
        "observedValue": result.value,
        "observedUnit": result.unit,
        "status": result.status,
        "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "output": result.output,
        "remedy": result.remedy,
    }
    return {name: value for name, value in entry.items() if value not in ("", None)}
