"""Corrections to Odoo's server, one file each.

Each file has a function ``apply``; its docstring names the upstream lines that it corrects and
why. ``NAME = False`` in the section ``[insightpulse_platform]`` leaves the file NAME out.
"""

import logging

from .. import settings
from . import (
    attachments_in_database,
    attachments_in_s3,
    fork_evented_process,
    freeze_before_fork,
    guard_rpc,
    listen_on_session_port,
    pool_database_postgres,
    renew_after_installation,
    resident_memory,
    sessions_in_database,
    survive_outage,
    unavailable,
    wait_for_connection,
)

_logger = logging.getLogger(__name__)

ALL = (
    resident_memory,
    freeze_before_fork,
    fork_evented_process,
    renew_after_installation,
    pool_database_postgres,
    listen_on_session_port,
    survive_outage,
    unavailable,
    sessions_in_database,
    attachments_in_database,
    attachments_in_s3,
    guard_rpc,
    wait_for_connection,
)


def apply():
    applied = []
    for correction in ALL:
        name = correction.__name__.rpartition(".")[2]
        if settings.enabled(name):
            correction.apply()
            applied.append(name)
    _logger.info("server corrected: %s", ", ".join(applied) or "nothing")
