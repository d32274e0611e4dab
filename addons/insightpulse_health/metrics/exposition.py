"""All metrics in Prometheus' text format or OpenMetrics, whichever the scraper prefers."""

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder

from . import storage
from .merging import merged


class Counted:
    """A collector: what the processes have counted. Gauges are of living processes only."""

    def __init__(self, slots):
        self._slots = slots

    def collect(self):
        live = {each.number: each.kind for each in self._slots.live()}
        return merged(storage.files(self._slots.folder, live), live)


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
