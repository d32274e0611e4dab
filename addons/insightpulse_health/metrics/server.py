"""The metrics of Odoo's server: where Odoo and this addon's settings meet what is plain Python."""

import os
import sys
import tempfile
from pathlib import Path

import odoo
from odoo import release
from odoo.addons.insightpulse_platform import proc
from odoo.tools import config

from .. import settings
from . import folder, state
from .slots import Slots


def begin():
    """Make the folder, define the metrics, and have Odoo counted."""
    slots = Slots(folder.prepare(_base(), evented=odoo.evented))
    slots.take("master")
    state.slots = slots
    from . import storage

    storage.use(state.slots)
    from . import events, patches

    events.listen()
    patches.apply()


def _base():
    """The folder of the configuration file where that is private, as our entrypoint makes it."""
    path = Path(config["config"] or "").parent
    if path.is_absolute() and path != Path.home():
        stat = path.stat()
        if stat.st_mode & 0o077 == 0 and stat.st_uid == os.geteuid():
            return path
    return Path(tempfile.gettempdir())


def collectors():
    from .. import health
    from ..checking.check import Away
    from ..checks.cron_lag import RUNS
    from .checks import Checks
    from .database import FromDatabase
    from .exposition import Counted, Facts
    from .processes import Processes

    # a connection of its own: no check holds up a scrape
    context = health.Context(settings.target_database())
    return (
        *((Counted(state.slots), Processes(state.slots, proc)) if state.slots else ()),
        *((FromDatabase(context.rows, Away, RUNS),) if context.database else ()),
        Checks(health.runner().known),
        Facts({
            "odoo_build_info": (
                "What runs",
                {"version": release.version, "commit": settings.commit()},
                lambda: 1,
            ),
            "odoo_database_pool_limit": (
                "Connections that a process may have", {}, lambda: config["db_maxconn"]
            ),
            "odoo_database_size_limit_bytes": (
                "What the database may have", {}, settings.database_limit
            ),
            "odoo_ready": (
                "Whether it was ready for requests when that was asked last", {}, ready
            ),
            "odoo_websockets": ("Open websockets", {}, websockets),
        }),
    )  # fmt: skip


def ready():
    """1 or 0, without a look; None: nobody has asked lately."""
    from .. import health

    reason = health.readiness().last()
    return None if reason is None else float(not reason)


def websockets():
    """How many are open in this process; None where none has been loaded.

    Upstream, ``addons/bus/websocket.py``, ``_websocket_instances``: open ones and those not yet
    collected as garbage.
    """
    module = sys.modules.get("odoo.addons.bus.websocket")
    if module is None:
        return None
    closed = module.ConnectionState.CLOSED
    # the set's own iterator fails when a websocket opens meanwhile
    references = list(module._websocket_instances.data)
    websockets = [each for reference in references if (each := reference()) is not None]
    return sum(each.state is not closed for each in websockets)
