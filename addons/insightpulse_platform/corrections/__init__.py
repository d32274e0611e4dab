"""Corrections to Odoo's server, one file each.

Each file has a function ``apply``; its docstring names the upstream lines that it corrects and
why. ``NAME = False`` in the section ``[insightpulse_platform]`` leaves the file NAME out.
"""

import logging

from .. import settings
from . import (
    attachments_in_database,
    attachments_in_s3,
    bundles_at_upgrade,
    fork_evented_process,
    freeze_before_fork,
    guard_rpc,
    immortal_before_fork,
    listen_on_session_port,
    pool_database_postgres,
    print_beside_the_limits,
    renew_after_installation,
    resident_memory,
    sessions_in_database,
    survive_outage,
    trim_after_work,
    unavailable,
    wait_for_connection,
)

_logger = logging.getLogger(__name__)

ALL = (
    resident_memory,
    trim_after_work,  # before resident_memory's look at what a worker has
    immortal_before_fork,  # after freeze_before_fork has loaded what is shared
    freeze_before_fork,
    fork_evented_process,
    renew_after_installation,
    pool_database_postgres,
    listen_on_session_port,
    survive_outage,
    unavailable,
    print_beside_the_limits,
    sessions_in_database,
    attachments_in_database,
    attachments_in_s3,
    guard_rpc,
    wait_for_connection,
    bundles_at_upgrade,
)


def apply():
    applied = []
    for correction in ALL:
        name = correction.__name__.rpartition(".")[2]
        if settings.enabled(name):
            correction.apply()
            applied.append(name)
    _logger.info("server corrected: %s", ", ".join(applied) or "nothing")
