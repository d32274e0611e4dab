"""``--format text`` and ``table``: for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from manifests.check import Result
from manifests.finding import Finding
from manifests.rule import RULES
from manifests.upstream import reason

_COLOURS = {"error": "31", "warning": "33", "note": "36"}


def render(findings: Sequence[Finding], show: Callable[[Path], str], *, colour: bool) -> str:
    """One line for what is wrong and one for what to do."""

    def paint(code: str, text: str) -> str:
        return f"\033[{code}m{text}\033[0m" if colour else text

    return "".join(
        f"{paint('1', f'{show(finding.file)}:{finding.line}')}: "
        f"{paint(_COLOURS[finding.severity], finding.severity)} {finding.message} "
        f"{paint('2', f'[{finding.rule}]')}\n    → {finding.remedy}\n"
        for finding in findings
    )


def summary(findings: Sequence[Finding], modules: int) -> str:
    """One line: `3 findings (1 correctness, 2 policy) in 70 modules`."""
    if not findings:
        return f"no findings in {_count(modules, 'module')}"
    groups = Counter(finding.group for finding in findings)
    parts = ", ".join(
        f"{groups[group]} {group}" for group in ("correctness", "policy") if groups[group]
    )
    return f"{_count(len(findings), 'finding')} ({parts}) in {_count(modules, 'module')}"


def table(result: Result, modules: int) -> str:
    """How many findings each rule has, and which ones are so in Odoo itself."""
    counts = Counter(finding.rule for finding in result.findings)
    known = Counter(finding.rule for finding in result.upstream)
    lines = [f"{'rule':34} {'group':12} {'findings':>8} {'upstream':>8}"]
    for rule in sorted(RULES.values(), key=lambda rule: (rule.group, rule.id)):
        lines.append(f"{rule.id:34} {rule.group:12} {counts[rule.id]:8} {known[rule.id]:8}")
    for group in ("correctness", "policy"):
        found = sum(finding.group == group for finding in result.findings)
        also = sum(finding.group == group for finding in result.upstream)
        lines.append(f"{'total':34} {group:12} {found:8} {also:8}")
    lines.append(f"{_count(modules, 'module')}")
    if result.upstream:
        lines.append("upstream: right, but in Odoo's own addons as they are shipped:")
        lines += [f"  {f.module}: {f.message} ({reason(f)})" for f in result.upstream]
    return "\n".join(lines) + "\n"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
