"""Count the memory that a process has, not the addresses that it could use.

Upstream, ``odoo/service/server.py``: ``memory_info`` returns virtual memory, and
``set_limit_memory_hard`` limits the address space. A worker with accounting has 300 MB of the
one and half of that of the other, so limits that fit a small machine end healthy processes (the
evented one in the middle of its jobs), and say nothing of the whole container.

- ``limit_memory_soft`` counts resident memory.
- ``limit_memory_hard`` ends what would let resident memory grow beyond it: the address space may
  grow by what resident memory may still grow by.
- A worker that has grown is recycled after its request when the whole container is above its
  budget, and it is the largest. Others are left alone: a new process would be no smaller.
"""

import logging
import os
import resource

import psutil
from odoo.service import server

from .. import settings
from ..proc import ControlGroup, anonymous, proportional, virtual_and_resident

_logger = logging.getLogger(__name__)

LEAST_ROOM = 32 << 20
"""A request always gets that many bytes; the soft limit recycles the worker after it."""

LEAK = 24 << 20
"""A worker that has grown by less than this since its start has no leak."""

BUDGET_SHARE = 0.8


def resident(process):
    return virtual_and_resident(process.pid)[1]


def set_limit_memory_hard():
    import odoo

    limit = server.config["limit_memory_hard"]
    if odoo.evented and server.config["limit_memory_hard_gevent"]:
        limit = server.config["limit_memory_hard_gevent"]
    if not limit:
        return
    virtual, used = virtual_and_resident()
    _soft, ceiling = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (virtual + max(limit - used, LEAST_ROOM), ceiling))


def budget(group):
    """Bytes for the whole container: as configured, else 80 % of its limit; None without one."""
    if given := settings.memory_budget():
        return given
    limit = group.limit()
    return int(limit * BUDGET_SHARE) if limit else None


def has_leaked(before, now, siblings):
    """Whether a process of ``now`` bytes, ``before`` at its start, is the one to recycle.

    >>> has_leaked(80 << 20, 90 << 20, [85 << 20]), has_leaked(80 << 20, 180 << 20, [85 << 20])
    (False, True)
    >>> has_leaked(80 << 20, 180 << 20, [300 << 20])
    False
    """
    return now - before >= LEAK and now >= max(siblings, default=0)


def _together(group):
    """Bytes of the whole container: the kernel's account, or the sum over Odoo's processes."""
    if group.limit():
        return group.working_set() or 0
    master = psutil.Process(os.getppid())
    return sum(proportional(process.pid) for process in (master, *master.children()))


def _siblings():
    """Anonymous bytes of the other workers; an evented process of upstream's watches itself."""
    sizes = []
    for process in psutil.Process(os.getppid()).children():
        try:
            if process.pid != os.getpid() and "gevent" not in process.cmdline():
                sizes.append(anonymous(process.pid))
        except psutil.Error:
            continue
    return sizes


def apply():
    group = ControlGroup()
    limit = budget(group)
    check_limits = server.Worker.check_limits

    def check_limits_of_all(self):
        check_limits(self)
        now = anonymous(os.getpid())
        if not hasattr(self, "_memory_at_start"):
            self._memory_at_start = now
        # what costs the least is asked first: this runs after each request
        if not (self.alive and limit) or now - self._memory_at_start < LEAK:
            return
        together = _together(group)
        if together > limit and has_leaked(self._memory_at_start, now, _siblings()):
            _logger.info(
                "Worker (%d) has grown from %d to %d MiB, and the container has %d of %d MiB: "
                "it is recycled.",
                self.pid, self._memory_at_start >> 20, now >> 20, together >> 20, limit >> 20,
            )  # fmt: skip
            self.alive = False

    server.memory_info = resident
    server.set_limit_memory_hard = set_limit_memory_hard
    server.Worker.check_limits = check_limits_of_all
