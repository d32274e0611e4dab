"""Let the workers share what was loaded before they were forked.

Upstream, ``odoo/service/server.py``, ``PreforkServer.process_spawn`` forks with the registry
loaded, but Python's collector then writes to every object that it looks at, so that each worker
soon has a copy of its own. ``gc.freeze`` takes the objects of the master out of its sight.
"""

import gc
import logging

from odoo import api
from odoo.modules.registry import Registry
from odoo.service import server

from .trim_after_work import trim

_logger = logging.getLogger(__name__)


def compute_what_all_need():
    """Compute once what every worker would compute at its first request."""
    for registry in Registry.registries.snapshot.values():
        with registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            env["ir.http"].routing_map()
            for model in registry.values():
                for field in model._fields.values():
                    registry.get_field_trigger_tree(field)


def apply():
    process_spawn = server.PreforkServer.process_spawn
    frozen = False

    def freeze_first(self):
        nonlocal frozen
        if not frozen:
            compute_what_all_need()
            frozen = True
            gc.collect()
            gc.freeze()
            trim()
            _logger.info("%d objects are shared with the workers", gc.get_freeze_count())
        process_spawn(self)

    server.PreforkServer.process_spawn = freeze_first
