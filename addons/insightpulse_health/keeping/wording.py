"""Values as people read them."""

from __future__ import annotations

from datetime import datetime, timezone

BYTES = ("bytes", "kB", "MB", "GB", "TB")


def shown(value: float | int | str | None, unit: str = "") -> str:
    """
    >>> shown(734003200, "bytes"), shown(3.14159, "ms"), shown(0.25, "s"), shown("19.0")
    ('734 MB', '3.1 ms', '0.25 s', '19.0')
    >>> shown(None, "s"), shown(1250, ""), shown(81.2, "%"), shown(512, "bytes")
    ('', '1,250', '81 %', '512 bytes')
    """
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return f"{value} {unit}".strip()
    number = float(value)
    if unit == "bytes":
        step = 0
        while abs(number) >= 1000 and step < len(BYTES) - 1:
            number, step = number / 1000, step + 1
        unit = BYTES[step]
    return f"{_number(number)} {unit}".strip()


def _number(number: float) -> str:
    if number == int(number) or abs(number) >= 10:
        return f"{number:,.0f}"
    return f"{number:.1f}" if abs(number) >= 1 else f"{number:.2g}"


def moment(seconds: float) -> str:
    """A time (unix seconds) in UTC, to the minute.

    >>> moment(1764336180)
    '2025-11-28 13:23 UTC'
    """
    return f"{datetime.fromtimestamp(seconds, timezone.utc):%Y-%m-%d %H:%M} UTC"
