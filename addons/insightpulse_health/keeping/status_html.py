"""The public status page: HTML without a script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from .findings import worst
from .uptime import DAYS, Day, percent, uptime
from .wording import moment

WORDS = {"pass": "Works", "warn": "Impaired", "fail": "Down", "": "Not known"}
GAP = 600.0
"""Seconds of a day that nobody knows, and that are worth a word: a deployment takes less."""
HEADLINES = {
    "pass": "Everything works.",
    "warn": "Everything works, some of it impaired.",
    "fail": "Something is down.",
    "": "Nothing is known at the moment.",
}

STYLE = """
:root { color-scheme: light dark; --pass: #1a8a4a; --warn: #d58a00; --fail: #cf3a46;
  --none: #d4d7dc; --text: #1f2937; --muted: #626b78; --page: #f6f7f9; --card: #fff;
  --line: #e3e6ea; }
@media (prefers-color-scheme: dark) { :root { --pass: #3fb873; --warn: #e9ab3c; --fail: #f0656f;
  --none: #3f4652; --text: #e5e7eb; --muted: #a0a8b4; --page: #14171c; --card: #1d2128;
  --line: #2d333c; } }
body { margin: 0 auto; max-width: 46rem; padding: 2rem 1rem; background: var(--page);
  color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 1.5rem; padding: 1rem 1.25rem; border-radius: .5rem;
  color: #fff; }
h1.pass { background: #1a7f45; } h1.warn { background: #9a6200; } h1.fail { background: #b92f3b; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
  padding: 1rem 1.25rem; margin-bottom: 1rem; }
header, footer { display: flex; justify-content: space-between; gap: 1rem; }
h2 { font-size: 1rem; margin: 0; }
article b.pass { color: var(--pass); } article b.warn { color: var(--warn); }
article b.fail { color: var(--fail); }
svg { display: block; width: 100%; height: 2rem; margin: .6rem 0 .3rem; }
rect { fill: var(--none); } rect.pass { fill: var(--pass); } rect.warn { fill: var(--warn); }
rect.fail { fill: var(--fail); }
footer, .note { color: var(--muted); font-size: .85rem; }
"""

_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
"""The Content-Security-Policy under which it works."""


@dataclass(frozen=True)
class Entry:
    """``days``: the last 90, the oldest first; ``status``: empty where nothing is known."""

    title: str
    status: str
    days: Sequence[tuple[date, Day]]


def page(entries: Sequence[Entry], now: float, note: str = "") -> str:
    known = [entry.status for entry in entries if entry.status]
    status = worst(known) if known else ""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8"><title>Status</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{STYLE}</style></head><body>",
        f'<h1 class="{status or "warn"}">{HEADLINES[status]}</h1>',
        *(_article(entry) for entry in entries),
        f'<p class="note">{escape(note)}</p>' if note else "",
        f'<p class="note">As of {moment(now)}. Days are those of UTC.</p>',
        "</body></html>",
    ]
    return "\n".join(filter(None, parts)) + "\n"


def _article(entry: Entry) -> str:
    share = uptime([day for _date, day in entry.days])
    told = "No history yet" if share is None else f"{percent(share)} uptime"
    first = next((x for x, (_date, day) in enumerate(entry.days) if day.known), DAYS)
    bars = "".join(
        f'<rect class="{day.status or "none"}" x="{x}" width="0.72" height="10">'
        f"<title>{when:%d %b %Y}: {_day(day, first < x < len(entry.days) - 1)}</title></rect>"
        for x, (when, day) in enumerate(entry.days)
    )
    return (
        f"<article><header><h2>{escape(entry.title)}</h2>"
        f'<b class="{entry.status or "none"}">{WORDS[entry.status]}</b></header>'
        f'<svg viewBox="0 0 {DAYS} 10" preserveAspectRatio="none" role="img" '
        f'aria-label="{told} in {DAYS} days">{bars}</svg>'
        f"<footer><span>{DAYS} days ago</span><span>{told}</span><span>Today</span></footer>"
        "</article>"
    )


def _day(day: Day, is_whole: bool) -> str:
    """``is_whole``: neither the first day that is known nor today, which is not over."""
    if not day.known:
        return "not known"
    trouble = [
        f"{words} for {_length(seconds)}"
        for words, seconds in (("down", day.failed), ("impaired", day.warned))
        if seconds >= 1
    ]
    words = ", ".join(trouble) or "worked"
    if is_whole and day.unknown >= GAP:
        words += f", not known for {_length(day.unknown)}"
    return words


def _length(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
