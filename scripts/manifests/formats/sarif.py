"""``--format sarif``: SARIF 2.1.0, which code scanning takes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

from manifests.baseline import key
from manifests.finding import Finding
from manifests.rule import RULES, Rule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(findings: Sequence[Finding], show: Callable[[Path], str]) -> str:
    ids = sorted({*RULES, *(finding.rule for finding in findings)})
    run = {
        "tool": {
            "driver": {"name": "validate-manifests", "rules": [_rule(RULES.get(i), i) for i in ids]}
        },
        "columnKind": "utf16CodeUnits",
        "results": [_result(finding, ids, show) for finding in findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule | None, identifier: str) -> dict[str, object]:
    if rule is None:
        return {"id": identifier}
    return {
        "id": identifier,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": rule.remedy},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": [rule.group]},
    }


def _result(finding: Finding, ids: list[str], show: Callable[[Path], str]) -> dict[str, object]:
    path = show(finding.file)
    location: dict[str, object] = {"uri": quote(os.fsencode(path)), "uriBaseId": "%SRCROOT%"}
    if path.startswith("/"):
        location = {"uri": "file://" + quote(os.fsencode(path))}
    return {
        "ruleId": finding.rule,
        "ruleIndex": ids.index(finding.rule),
        "level": finding.severity,
        "message": {"text": f"{finding.message}; {finding.remedy}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": location,
                    "region": {"startLine": finding.line},
                }
            }
        ],
        "partialFingerprints": {"finding/v1": " ".join(key(finding))},
    }
