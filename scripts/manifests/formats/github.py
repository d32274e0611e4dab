"""``--format github``: workflow commands, which GitHub shows beside the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from manifests.finding import Finding

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def render(findings: Sequence[Finding], show: Callable[[Path], str]) -> str:
    return "".join(
        f"::{_LEVELS[finding.severity]} file={_property(show(finding.file))},line={finding.line},"
        f"title={_property(finding.rule)}::{_data(f'{finding.message}; {finding.remedy}')}\n"
        for finding in findings
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
