"""A quantile of a histogram, as Prometheus' ``histogram_quantile`` estimates it."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf


def quantile(share: float, buckets: Mapping[float, float]) -> float | None:
    """Below which value that share of all observations was; None where there was none.

    :param buckets: by their upper bounds, ``inf`` among them, how many were not above them

    >>> quantile(0.95, {0.1: 50, 0.5: 100, inf: 100}), quantile(0.95, {0.1: 100, inf: 100})
    (0.46, 0.095)
    >>> quantile(0.95, {0.1: 50, inf: 100}), quantile(0.95, {0.1: 0, inf: 0})
    (0.1, None)
    """
    bounds = sorted(buckets)
    wanted = share * buckets[bounds[-1]] if bounds else 0
    if not wanted:
        return None
    lower, below = 0.0, 0.0
    for bound in bounds:
        if buckets[bound] >= wanted:
            if bound == inf:
                return lower  # all that is known: it was more
            inside = (wanted - below) / (buckets[bound] - below)
            return round(lower + (bound - lower) * inside, 6)
        lower, below = bound, buckets[bound]
    return None


def since(before: Mapping[float, float], now: Mapping[float, float]) -> dict[float, float]:
    """What was counted between two looks at counters, which begin anew with a new instance.

    >>> since({0.1: 5, inf: 9}, {0.1: 6, inf: 12}), since({0.1: 5, inf: 9}, {0.1: 1, inf: 1})
    ({0.1: 1, inf: 3}, {0.1: 1, inf: 1})
    """
    grown = {bound: count - before.get(bound, 0) for bound, count in now.items()}
    return dict(now) if any(count < 0 for count in grown.values()) else grown
