"""When a person's day begins and ends."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo


def day_of(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """Beginning and end, in UTC and without a zone, of the day in ``zone`` at ``now``, which is so,
    too. A zone that is not known counts as UTC. A day on which the clock changes has 23 or 25
    hours.

    >>> day_of(datetime(2026, 11, 28, 23, 30), "Europe/Berlin")
    (datetime.datetime(2026, 11, 28, 23, 0), datetime.datetime(2026, 11, 29, 23, 0))
    >>> begin, end = day_of(datetime(2026, 3, 29, 12), "Europe/Berlin")
    >>> end - begin
    datetime.timedelta(seconds=82800)
    """
    try:
        found = ZoneInfo(zone)
    except (ValueError, OSError, LookupError):  # ZoneInfoNotFoundError is a KeyError
        found = ZoneInfo("UTC")
    today = now.replace(tzinfo=timezone.utc).astimezone(found).date()
    begin, end = (
        datetime.combine(day, time(), found).astimezone(timezone.utc).replace(tzinfo=None)
        for day in (today, today + timedelta(days=1))
    )
    return begin, end
