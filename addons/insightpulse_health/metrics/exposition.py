"""All metrics in Prometheus' text format or OpenMetrics, whichever the scraper prefers."""

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector

from . import storage


class Counted:
    """A collector: what the processes have counted. Gauges are of living processes only."""

    def __init__(self, slots):
        self._slots = slots

    def collect(self):
        live = {each.number: each.kind for each in self._slots.live()}
        for metric in MultiProcessCollector.merge(storage.files(self._slots.folder, live)):
            if metric.type == "gauge":
                metric.samples = [_in_slot(sample, live) for sample in metric.samples]
            elif metric.type == "histogram":
                metric.samples = _whole(metric.samples)
            yield metric


def _in_slot(sample, live):
    """prometheus_client calls ``pid`` what its files are named by."""
    labels = dict(sample.labels)
    slot = labels.pop("pid")
    return sample._replace(labels={**labels, "kind": live.get(int(slot), "other"), "slot": slot})


def _whole(samples):
    """Without those of a process that was killed between the buckets of a new label set."""
    whole = {_of_one(each) for each in samples if each.labels.get("le") == "+Inf"}
    return [each for each in samples if _of_one(each) in whole]


def _of_one(sample):
    return tuple(sorted(item for item in sample.labels.items() if item[0] != "le"))


class Facts:
    """A collector of gauges that are at hand: ``{name: (words, labels, value())}``."""

    def __init__(self, facts):
        self._facts = facts

    def collect(self):
        for name, (words, labels, value) in self._facts.items():
            found = value()
            if found is not None:
                family = GaugeMetricFamily(name, words, labels=list(labels))
                family.add_metric(list(labels.values()), found)
                yield family


class Together:
    """What prometheus_client's encoders take for a registry.

    :raise ValueError: of the collectors together, when two tell the same metric
    """

    def __init__(self, collectors):
        self._collectors = collectors

    def collect(self):
        names = set()
        for collector in self._collectors:
            for family in collector.collect():
                if family.name in names:
                    raise ValueError(f"the metric {family.name} is told twice")
                names.add(family.name)
                yield family


def expose(accept, collectors):
    """``(content type, body)`` for a header ``Accept``."""
    encode, content_type = choose_encoder(accept)
    return content_type, encode(Together(collectors))
