"""``--format json``: a list of objects."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from manifests.finding import Finding


def render(findings: Sequence[Finding], show: Callable[[Path], str]) -> str:
    objects = [
        {
            "rule": finding.rule,
            "group": finding.group,
            "severity": finding.severity,
            "module": finding.module,
            "file": show(finding.file),
            "line": finding.line,
            "message": finding.message,
            "remedy": finding.remedy,
        }
        for finding in findings
    ]
    return json.dumps(objects, indent=2, ensure_ascii=False) + "\n"
