"""A baseline: findings that are known and accepted for now, so that only new ones fail.

    {"findings": [{"rule": …, "module": …, "file": path in the addon, "message": …}, …]}

Lines are left out, so that it holds when something else in the file changes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from manifests.finding import Finding

Key = tuple[str, str, str, str]
_FIELDS = ("rule", "module", "file", "message")


class BaselineError(Exception):
    """The baseline cannot be read: the message says why."""


def key(finding: Finding) -> Key:
    parts = finding.file.parts
    inside = parts[parts.index(finding.module) + 1 :] if finding.module in parts else parts[-1:]
    return (finding.rule, finding.module, "/".join(inside), finding.message)


def dump(findings: Iterable[Finding]) -> str:
    entries = [dict(zip(_FIELDS, k)) for k in sorted(key(finding) for finding in findings)]
    return json.dumps({"findings": entries}, indent=2, ensure_ascii=False) + "\n"


def load(path: Path) -> Counter[Key]:
    """How often each finding is accepted. Raises BaselineError."""
    try:
        entries = json.loads(path.read_text("utf-8"))["findings"]
        return Counter(tuple(str(entry[field]) for field in _FIELDS) for entry in entries)  # type: ignore[misc]
    except OSError as error:
        raise BaselineError(f"{path}: {error.strerror}") from None
    except (ValueError, LookupError, TypeError) as error:
        raise BaselineError(
            f"{path} is no baseline; --write-baseline makes one ({error})"
        ) from None


def new(findings: Sequence[Finding], accepted: Counter[Key]) -> tuple[list[Finding], int]:
    """The findings that are not accepted, and how many accepted ones do not occur any more."""
    left = accepted.copy()
    kept = []
    for finding in findings:
        if left[key(finding)] > 0:
            left[key(finding)] -= 1
        else:
            kept.append(finding)
    return kept, sum(left.values())
