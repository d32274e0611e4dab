"""What the checks found last. They are looked at each minute for the history, and when somebody
asks /health; a scrape begins none."""

from prometheus_client.core import GaugeMetricFamily


class Checks:
    """A collector. ``known()``: :meth:`~..checking.runner.Runner.known`."""

    def __init__(self, known):
        self._known = known

    def collect(self):
        family = GaugeMetricFamily(
            "odoo_health_check",
            "What a check of /health found last: 0 it passes, 1 it warns, 2 it fails",
            labels=["check"],
        )
        for observed in self._known():
            family.add_metric([observed.check.name], observed.weight)
        yield family
