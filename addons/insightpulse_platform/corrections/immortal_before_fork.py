"""Let the workers look at what they share without writing to it.

Upstream, ``odoo/service/server.py``, ``PreforkServer.process_spawn`` forks with the registry
loaded. But whoever looks at an object in Python counts that reference in the object itself, so that
each worker soon has a copy of half of what it shares. References to an immortal object are not
counted (PEP 683, which was made for servers that fork): all that is there before the first fork
becomes one. It would live as long as the master anyway.

CPython 3.12 and 3.13 know an immortal object by the highest value of a 32-bit reference count.
Other versions are left alone.
"""

import ctypes
import gc
import logging
import sys
import time
import types

from odoo.service import server

_logger = logging.getLogger(__name__)

IMMORTAL = 0xFFFFFFFF
KNOWN = sys.implementation.name == "cpython" and sys.version_info[:2] in ((3, 12), (3, 13))
PASSING = (types.FrameType, types.GeneratorType)


def immortalise():
    """All that the collector knows, and what that refers to; returns how many objects it was."""
    reference_count = ctypes.c_uint32.from_address
    count = 0
    objects = gc.get_objects()
    while objects:
        found = []
        for item in objects:
            references = reference_count(id(item))
            if references.value != IMMORTAL and not isinstance(item, PASSING):
                references.value = IMMORTAL
                found.append(item)
        count += len(found)
        objects = gc.get_referents(*found)
    return count


def apply():
    if not KNOWN:
        return
    process_spawn = server.PreforkServer.process_spawn
    done = False

    def immortal_first(self):
        nonlocal done
        if not done:
            done = True
            began = time.monotonic()
            gc.unfreeze()
            count = immortalise()
            gc.freeze()
            _logger.info(
                "%d objects are no longer counted (%.1f s)", count, time.monotonic() - began
            )
        process_spawn(self)

    server.PreforkServer.process_spawn = immortal_first
