from collections import Counter
from math import inf
from types import SimpleNamespace

from odoo.tests import BaseCase, tagged

from ..response_times import REQUESTS, ResponseTimes, _add


@tagged("-at_install", "post_install")
class TestResponseTimes(BaseCase):
    def test_of_the_requests_since_the_last_point(self):
        counts = iter([
            {0.1: 1000, 0.5: 1000, inf: 1000},
            {0.1: 1050, 0.5: 1100, inf: 1100},
            {0.1: 1050, 0.5: 1100, inf: 1100},
            {0.1: 10, 0.5: 10, inf: 10},  # a new instance
        ])  # fmt: skip
        times = ResponseTimes(lambda: next(counts))
        self.assertEqual(times.values(), {})
        self.assertEqual(times.values(), {"requests": 100, "p95_seconds": 0.46})
        self.assertEqual(times.values(), {"requests": 0, "p95_seconds": 0})
        self.assertEqual(times.values(), {"requests": 10, "p95_seconds": 0.095})

    def test_only_what_people_wait_for_counts(self):
        buckets = Counter()
        for route in ("static", "/queue_job/runjob", "unmatched", "/web/dataset/call_kw"):
            labels = {"route": route, "le": "0.5"}
            sample = SimpleNamespace(name=f"{REQUESTS}_bucket", labels=labels, value=1)
            _add(buckets, [sample])
        self.assertEqual(buckets, {0.5: 1})
