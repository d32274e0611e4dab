"""Where Odoo is counted, one file each; ``apply`` names the upstream lines that it wraps."""

from . import connections, routes, scheduled, workers

ALL = (connections, routes, scheduled, workers)


def apply():
    for patch in ALL:
        patch.apply()
