"""Give back what a request had in its hands for a moment.

Upstream, ``odoo/service/server.py``, ``Worker.check_limits`` runs after each unit of work, and
compares what the process has. But glibc keeps what lies between blocks that are still in use: a
worker that has rendered a few reports has 13 MiB of it, in each worker for ever.
"""

import ctypes
import os
from contextlib import suppress

from odoo.service import server

from ..proc import anonymous

GROWTH = 4 << 20
"""Bytes by which a process has grown since the last time, before it is worth the milliseconds."""


def trim():
    with suppress(OSError, AttributeError):  # another libc has nothing to trim
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def apply():
    check_limits = server.Worker.check_limits

    def trim_first(self):
        if anonymous(os.getpid()) - getattr(self, "_memory_when_trimmed", 0) >= GROWTH:
            trim()
            self._memory_when_trimmed = anonymous(os.getpid())
        check_limits(self)

    server.Worker.check_limits = trim_first
