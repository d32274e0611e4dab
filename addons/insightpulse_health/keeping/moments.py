"""Times as Odoo keeps them (UTC, without a zone) and as checks give them (unix seconds)."""

from __future__ import annotations

from datetime import datetime, timezone


def unix(moment: datetime) -> float:
    """
    >>> unix(datetime(2026, 11, 28, 12, 0))
    1795867200.0
    """
    return moment.replace(tzinfo=timezone.utc).timestamp()


def naive(seconds: float) -> datetime:
    """To the second, as Odoo has it.

    >>> naive(1795867200.7)
    datetime.datetime(2026, 11, 28, 12, 0)
    """
    return datetime.fromtimestamp(int(seconds), timezone.utc).replace(tzinfo=None)
