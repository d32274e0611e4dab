"""Where Odoo is counted, one file each; ``apply`` names the upstream lines that it wraps."""

from . import busy_workers, connections, routes, rpc_errors, scheduled, workers

ALL = (busy_workers, connections, routes, rpc_errors, scheduled, workers)


def apply():
    for patch in ALL:
        patch.apply()
