"""What the deployment says of itself: the configuration file's sections, each asked when needed.

Odoo is imported when something is asked, so that the judging parts are tried without it.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from . import processes
from .borrowed import Away

CONNECT_SECONDS = 2  # the least that libpq waits
BUCKET_SECONDS = 3.0
"""Of silence: less than the check may take, so that the bucket is told, and not that it is late."""


def database_limit() -> int:
    """Bytes that the database may have; 0: not known."""
    from ..settings import database_limit

    return int(database_limit() or 0)


def backup_days() -> float:
    """Days between backups that this product makes; 0: they are made elsewhere."""
    from ..settings import backup_days

    return float(backup_days() or 0)


def server_age() -> float:
    """Seconds since the server's first process started: it restarts itself in its place."""
    return processes.of_odoo()[0].age


def commit() -> str:
    from ..settings import commit

    return str(commit())


def session_port() -> int | None:
    """The port for LISTEN, where it is another one than the ordinary one."""
    from odoo.addons.insightpulse_platform import settings

    port: int | None = settings.session_port()
    return port if port != ordinary_port() else None


def ordinary_port() -> int | None:
    from odoo.tools import config

    return int(config["db_port"] or 0) or None


def memory_budget() -> int | None:
    """Bytes that all processes together should stay below; None: not known."""
    from odoo.addons.insightpulse_platform import settings

    budget: int | None = settings.memory_budget()
    return budget


def memory_limits() -> tuple[int, int]:
    """Bytes ``(soft, hard)`` that one process may have; 0: any number."""
    from odoo.tools import config

    return int(config["limit_memory_soft"] or 0), int(config["limit_memory_hard"] or 0)


def http_workers() -> tuple[int, list[tuple[float | None, str]] | None]:
    """How many there should be, and of each that lives the seconds of its request, None where it
    has none, and the template of the request's route; None: not known."""
    from odoo.tools import config

    from ..metrics import busy, state

    found = busy.workers(state.slots) if state.slots else None
    if found == [] and len(processes.of_odoo()) > len(state.slots.live()):
        found = None  # somebody lives who could not write down what he is
    return int(config["workers"] or 0), found


def filestore() -> str:
    """``disk``, ``db`` or ``s3``."""
    from odoo.addons.insightpulse_platform import settings

    return str(settings.filestore())


def files_folder(database: str) -> Path:
    """Where attachments of a database lie on the disk."""
    from odoo.tools import config

    return Path(config.filestore(database))


@functools.cache
def files_in_bucket(database: str) -> Any:
    """The files of a database in S3 (``insightpulse_platform.s3.Store``); None without a bucket."""
    from odoo.addons.insightpulse_platform import s3, settings

    bucket = settings.bucket(silence=BUCKET_SECONDS, down=0.0)  # each look asks anew
    return bucket and s3.Store(bucket, s3.folder(settings.s3_prefix(), database))


def odoo_version() -> str:
    from odoo import release

    return str(release.version)


def code_versions(modules: list[str]) -> dict[str, str | None]:
    """The version in the code of each module; None where there is no code."""
    from odoo.modules.module import Manifest

    manifests = {name: Manifest.for_addon(name, display_warning=False) for name in modules}
    return {name: manifest and str(manifest.version) for name, manifest in manifests.items()}


def connect(database: str, port: int | None = None) -> Any:
    """A connection outside Odoo's pool in autocommit mode; ``port``: another than the ordinary one.

    :raise Away: when nobody answers, or refuses it
    """
    import psycopg2
    from odoo import sql_db
    from odoo.addons.insightpulse_platform.connection import ALIVE, first_line

    _name, info = sql_db.connection_info_for(database)
    if port:
        info["port"] = port
    info |= {"connect_timeout": CONNECT_SECONDS, "application_name": "odoo-health"}
    try:
        connection = psycopg2.connect(**{**ALIVE, **info})
    except psycopg2.OperationalError as error:
        raise Away(first_line(error)) from None
    connection.autocommit = True
    return connection
