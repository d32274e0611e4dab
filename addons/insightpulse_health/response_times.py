"""How many requests there were since the last point, and how long 95 % of them took at most."""

from collections import Counter

from .keeping.quantile import quantile, since

REQUESTS = "odoo_http_request_duration_seconds"
NOT_PEOPLE = ("static", "unmatched", "/queue_job/runjob")
"""Routes of probes and files, which are answered in no time and would hide the others; and that in
which the queue runs a background job, for as long as it takes."""


class ResponseTimes:
    """``count()``: the metrics' counters, by the upper bounds of their buckets in seconds."""

    def __init__(self, count):
        self._count = count
        self._before = None

    def values(self):
        """Of a ``health.sample``."""
        counted = self._count()
        before, self._before = self._before, counted
        if before is None:  # since the start of the instance is not since the last point
            return {}
        grown = since(before, counted)
        return {
            "requests": max(grown.values(), default=0),
            "p95_seconds": quantile(0.95, grown) or 0,
        }


def counted():
    """What all processes of this instance have counted."""
    from .metrics import state
    from .metrics.exposition import Counted  # prometheus_client is loaded after its set-up

    buckets = Counter()
    if state.slots is not None:
        for family in Counted(state.slots).collect():
            if family.name == REQUESTS:
                _add(buckets, family.samples)
    return buckets


def _add(buckets, samples):
    for sample in samples:
        if sample.name == f"{REQUESTS}_bucket" and sample.labels["route"] not in NOT_PEOPLE:
            buckets[float(sample.labels["le"])] += sample.value


RESPONSE_TIMES = ResponseTimes(counted)
