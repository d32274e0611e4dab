"""What a point of the charts holds."""

import os

import psutil
from odoo.addons.insightpulse_platform.corrections.resident_memory import budget
from odoo.addons.insightpulse_platform.proc import ControlGroup, proportional
from odoo.tools import config

from . import settings
from .response_times import RESPONSE_TIMES


def values(env):
    """Of a ``health.sample``."""
    env.cr.execute("SELECT pg_database_size(current_database())")
    (size,) = env.cr.fetchone()
    group = ControlGroup()
    return {
        "instance": settings.instance(),
        "database_bytes": size,
        "memory_bytes": memory(group),
        "memory_budget_bytes": budget(group) or 0,
        "queue_waiting": _waiting(env),
        **RESPONSE_TIMES.values(),
    }


def memory(group):
    """Bytes of the whole instance: the container's, or Odoo's processes' where there is none."""
    if group.limit() and (used := group.working_set()):
        return used
    ours = psutil.Process(os.getppid() if config["workers"] else os.getpid())
    return sum(proportional(one.pid) for one in (ours, *ours.children(recursive=True)))


def _waiting(env):
    if "queue.job" not in env:
        return 0
    # sudo: a count, for administrators
    return env["queue.job"].sudo().search_count([("state", "in", ("pending", "enqueued"))])
