"""Load this addon server-wide (``server_wide_modules``): it then answers probes and metrics in any
database. Installed in one, it also has the page "System Health"."""

from . import controllers, logs, metrics, models, sampling, settings
from .probes import gate


def post_load():
    """Called by Odoo once per process, before any registry and before any fork."""
    metrics.prepare()
    gate.apply()
    sampling.apply()
    logs.install(settings.log_format())
