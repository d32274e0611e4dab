"""The files of all processes as one set of metrics.

What prometheus_client's MultiProcessCollector does, in less time: most keys stand in the
file of each worker, so values are added up before anything is parsed.
"""

import functools
import json
from collections import defaultdict
from pathlib import Path

from prometheus_client.core import Metric
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.utils import floatToGoString


def merged(paths, live):
    """Families of the counters, histograms and gauges in files.

    :param dict live: the kind of process in each slot; gauges are labelled with both
    """
    gauges, sums = [], {"counter": defaultdict(float), "histogram": defaultdict(float)}
    for path in paths:
        kind, _, slot = Path(path).stem.rpartition("_")
        try:
            entries = list(MmapedDict.read_all_values_from_file(path))
        except FileNotFoundError:  # gauges of a process that has just ended
            continue
        if kind in sums:
            total = sums[kind]
            for key, value, *_rest in entries:
                total[key] += value
        else:
            gauges += ((key, value, slot) for key, value, *_rest in entries)
    families = {}
    for key, value in sums["counter"].items():
        metric, sample, labels, words = _parsed(key)
        _family(families, metric, words, "counter").add_sample(sample, dict(labels), value)
    for key, value, slot in gauges:
        metric, sample, labels, words = _parsed(key)
        where = {"kind": live.get(int(slot), "other"), "slot": slot}
        _family(families, metric, words, "gauge").add_sample(sample, dict(labels) | where, value)
    _add_histograms(families, sums["histogram"])
    return families.values()


def _add_histograms(families, values):
    series = defaultdict(lambda: ([], []))
    for key, value in values.items():
        metric, _sample, labels, words = _parsed(key)
        bounds = [bound for name, bound in labels if name == "le"]
        others = tuple(label for label in labels if label[0] != "le")
        buckets, total = series[metric, words, others]
        if bounds:
            buckets.append((float(bounds[0]), value))
        else:
            total.append(value)
    for (metric, words, labels), (buckets, total) in series.items():
        buckets.sort()
        if not buckets or buckets[-1][0] != float("inf"):
            continue  # its only process was killed while it made the buckets
        family = _family(families, metric, words, "histogram")
        count = 0.0
        for bound, value in buckets:
            count += value
            bounded = {**dict(labels), "le": floatToGoString(bound)}
            family.add_sample(f"{metric}_bucket", bounded, count)
        family.add_sample(f"{metric}_count", dict(labels), count)
        family.add_sample(f"{metric}_sum", dict(labels), sum(total))


def _family(families, name, words, kind):
    if name not in families:
        families[name] = Metric(name, words, kind)
    return families[name]


@functools.lru_cache(4096)
def _parsed(key):
    metric, sample, labels, words = json.loads(key)
    return metric, sample, tuple(labels.items()), words
