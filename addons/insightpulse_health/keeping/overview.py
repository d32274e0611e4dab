"""The findings as the page "System Health" shows them, and as text to copy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .discretion import discreet
from .findings import BY_WEIGHT, Finding, Key, worst
from .ledger import Change, since
from .wording import moment, shown

WORDS = {"pass": "Works", "warn": "Impaired", "fail": "Fails"}


def overview(
    found: Sequence[Finding],
    known: Mapping[Key, tuple[str, float]],
    changes: Mapping[Key, Change],
    *,
    now: float,
    facts: Mapping[str, str],
    redact: Callable[[str], str],
    others: Sequence[Finding] = (),
) -> dict[str, Any]:
    """What the page is given: an instance is named where there are several.

    :param known: status and since (unix seconds) of each thing, as written down before
    :param facts: names and versions, for the text
    :param others: what other instances found of themselves, and wrote down
    :param redact: takes secrets out of the text
    """
    together = [*found, *others]
    several = len({one.instance for one in together if one.instance}) > 1
    order = {one.name: place for place, one in reversed(list(enumerate(together)))}
    rows = [
        {
            "key": "/".join(one.key),
            "name": one.name,
            "component": one.component,
            "instance": one.instance if several else "",
            "title": one.title,
            "kind": one.kind,
            "status": one.status,
            "output": one.output,
            "remedy": one.remedy,
            "shown": shown(one.value, one.unit),
            "since": since(one.status, one.time, changes.get(one.key), known.get(one.key)),
        }
        for one in sorted(together, key=lambda one: order[one.name])
    ]
    status = worst(str(row["status"]) for row in rows)
    text = discreet(redact(as_text(rows, status, now, facts)))
    return {"status": status, "time": now, "checks": rows, "text": text}


def as_text(
    rows: Iterable[Mapping[str, Any]], status: str, now: float, facts: Mapping[str, str]
) -> str:
    """A report to send to somebody: what is wrong first."""
    lines = [f"System health at {moment(now)}: {WORDS[status]}"]
    lines += [f"{name}: {value}" for name, value in facts.items() if value]
    for row in sorted(rows, key=lambda row: BY_WEIGHT.index(row["status"]), reverse=True):
        which = ", ".join(filter(None, (row["component"], row["instance"])))
        title = f"{row['title']} ({which})" if which else row["title"]
        line = f"[{row['status']}] {title}"
        lines += ["", line] if row["status"] != "pass" else [line]
        lines[-1] += f": {row['shown']}" if row["shown"] else ""
        lines[-1] += f", since {moment(row['since'])}"
        if row["status"] != "pass":
            lines += [f"    {row[part]}" for part in ("output", "remedy") if row[part]]
    return "\n".join(lines) + "\n"
